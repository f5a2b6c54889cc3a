package io.github.adtauth.internal.identity;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Prepares child processes that run nothing from the working directory of this process: the child
 * starts in a directory of the operating system, and its {@code PATH} has absolute entries only,
 * because scripts such as {@code az} and {@code xdg-open} look up further programs. Stateless.
 */
public final class ChildProcess {
  private static final boolean WINDOWS = File.separatorChar == '\\';

  private ChildProcess() {}

  /**
   * Returns a builder for a process without a shell.
   *
   * @param executable an absolute path, from {@link ExecutableFinder}
   */
  public static ProcessBuilder builder(Path executable, List<String> arguments) {
    List<String> command = new ArrayList<>(arguments);
    command.add(0, executable.toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    ExecutableFinder.keepAbsoluteEntries(environment);
    if (WINDOWS) {
      // Otherwise cmd.exe searches the working directory before PATH.
      environment.put("NoDefaultCurrentDirectoryInExePath", "1");
    }
    return builder.directory(workingDirectory(executable, environment).toFile());
  }

  private static Path workingDirectory(Path executable, Map<String, String> environment) {
    String systemRoot = WINDOWS ? environment.get("SystemRoot") : null;
    if (systemRoot != null) {
      Path directory = Path.of(systemRoot);
      if (directory.isAbsolute() && Files.isDirectory(directory)) {
        return directory;
      }
    }
    return executable.toAbsolutePath().getRoot();
  }
}
