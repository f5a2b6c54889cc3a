package io.github.adtauth;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of the JDK and the class path that the tests have. */
public final class JavaProcess {
  private JavaProcess() {}

  /** Returns what runs a class of the tests; to be started, and ended, by the caller. */
  public static ProcessBuilder of(List<String> options, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }
}
