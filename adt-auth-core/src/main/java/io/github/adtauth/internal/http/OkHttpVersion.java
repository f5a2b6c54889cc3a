package io.github.adtauth.internal.http;

import io.github.adtauth.internal.text.OldLibrary;
import okhttp3.Interceptor;

/** Checks the version of OkHttp that the application uses. */
public final class OkHttpVersion {
  private static final String MINIMUM = "5.4.0";

  private static volatile boolean checked;

  private OkHttpVersion() {}

  /**
   * Checks that OkHttp has what this library calls. The artifacts {@code okhttp} 4 and {@code
   * okhttp-jvm} 5 have the same classes, and a class path may contain both: the first one is used.
   *
   * @throws IllegalStateException if OkHttp is too old; the message says how to raise the version
   */
  public static void check() {
    if (checked) {
      return;
    }
    try {
      // An interface has no method that could be called here, hence reflection.
      var unused = Interceptor.Chain.class.getMethod("getCache");
      checked = true;
    } catch (NoSuchMethodException e) {
      throw new OldLibrary(
              "OkHttp", MINIMUM, "com.squareup.okhttp3:okhttp and com.squareup.okhttp3:okhttp-jvm")
          .exception(Interceptor.Chain.class, "okhttp3.OkHttp");
    }
  }
}
