package io.github.adtauth.internal.identity;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prepares child processes that run nothing from the working directory of this process: the child
 * starts in a directory of the operating system, and its {@code PATH} has absolute entries only,
 * because scripts such as {@code az} and {@code xdg-open} look up further programs. Stateless.
 */
public final class ChildProcess {
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
    Path directory = prepare(executable, builder.environment(), ExecutableFinder.ofMachine());
    return builder.directory(directory.toFile());
  }

  /** Changes the environment of the child and returns its working directory. */
  static Path prepare(Path executable, Map<String, String> environment, ExecutableFinder finder) {
    finder.keepAbsoluteEntries(environment);
    if (!finder.system().isWindows()) {
      return executable.toAbsolutePath().getRoot();
    }
    // Otherwise cmd.exe searches the working directory before PATH.
    environment.put("NoDefaultCurrentDirectoryInExePath", "1");
    Path windows = absolute(finder.system().environment(environment).get("SystemRoot"), finder);
    return windows != null && Files.isDirectory(windows)
        ? windows
        : executable.toAbsolutePath().getRoot();
  }

  private static @Nullable Path absolute(@Nullable String text, ExecutableFinder finder) {
    Path path = text == null ? null : finder.path(text);
    return path != null && path.isAbsolute() ? path : null;
  }
}
