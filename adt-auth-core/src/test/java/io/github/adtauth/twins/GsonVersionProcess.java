package io.github.adtauth.twins;

import com.google.gson.Gson;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs the tests of application classes with the Gson on its class path. */
final class GsonVersionProcess {
  static final List<Class<? extends TwinsServerFixture>> TESTS =
      List.of(
          JavaTypesTest.class,
          ClassMismatchTest.class,
          TwinComponentTest.class,
          TypesTest.class,
          SmallResponsesTest.class);

  private GsonVersionProcess() {}

  /** Prints the jar of Gson and the number of tests, or the exception of the first failure. */
  public static void main(String[] arguments) throws Exception {
    int count = 0;
    for (Class<? extends TwinsServerFixture> type : TESTS) {
      for (Method method : type.getDeclaredMethods()) {
        if (method.isAnnotationPresent(Test.class)) {
          run(type, method);
          count++;
        }
      }
    }
    System.out.println(
        Gson.class.getProtectionDomain().getCodeSource().getLocation() + " passed " + count);
    System.exit(0);
  }

  private static void run(Class<? extends TwinsServerFixture> type, Method method)
      throws Exception {
    Constructor<? extends TwinsServerFixture> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    TwinsServerFixture test = constructor.newInstance();
    method.setAccessible(true);
    test.start();
    try {
      method.invoke(test);
    } catch (InvocationTargetException e) {
      System.out.println(type.getSimpleName() + "." + method.getName());
      e.getCause().printStackTrace(System.out);
      System.exit(1);
    } finally {
      test.stop();
    }
  }
}
