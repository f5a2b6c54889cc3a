package io.github.adtauth.internal.identity;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds executables in the absolute entries of {@code PATH} only. The working directory is excluded
 * even if an absolute entry leads to it, because other users may be able to write programs to it.
 * An empty or relative entry depends on the working directory. Stateless.
 */
public final class ExecutableFinder {
  private static final boolean WINDOWS = File.separatorChar == '\\';
  private static final String PATH = "PATH";
  private static final List<String> SUFFIXES = WINDOWS ? List.of(".exe", ".cmd") : List.of("");

  private ExecutableFinder() {}

  /**
   * Returns the absolute path of an executable regular file, or null if there is none.
   *
   * @param command a name, which is looked for in the {@code PATH} of the environment, or an
   *     absolute path; a relative path is never found
   */
  public static @Nullable Path find(String command, Map<String, String> environment) {
    Path path = path(command);
    if (path == null || path.isAbsolute()) {
      return path != null && isExecutable(path) ? path : null;
    }
    if (path.getNameCount() != 1 || !path.toString().equals(command) || command.isEmpty()) {
      return null;
    }
    for (String entry : absoluteEntries(searchPath(environment))) {
      for (String suffix : SUFFIXES) {
        Path file = path(entry);
        Path executable = file == null ? null : file.resolve(command + suffix);
        if (executable != null && isExecutable(executable)) {
          return executable;
        }
      }
    }
    return null;
  }

  /**
   * Replaces {@code PATH} by the entries that are searched; removes the variable if it has none.
   */
  static void keepAbsoluteEntries(Map<String, String> environment) {
    for (String name : List.copyOf(environment.keySet())) {
      if (isPath(name)) {
        String entries = String.join(File.pathSeparator, absoluteEntries(environment.get(name)));
        if (entries.isEmpty()) {
          environment.remove(name); // an empty value would mean the working directory
        } else {
          environment.put(name, entries);
        }
      }
    }
  }

  private static @Nullable String searchPath(Map<String, String> environment) {
    String value = environment.get(PATH);
    if (value == null && WINDOWS) {
      // A copy of the environment is case-sensitive, even on Windows.
      for (Map.Entry<String, String> variable : environment.entrySet()) {
        if (isPath(variable.getKey())) {
          return variable.getValue();
        }
      }
    }
    return value;
  }

  private static boolean isPath(String name) {
    return WINDOWS ? name.equalsIgnoreCase(PATH) : name.equals(PATH);
  }

  private static List<String> absoluteEntries(@Nullable String searchPath) {
    List<String> entries = new ArrayList<>();
    if (searchPath != null) {
      for (String raw : searchPath.split(File.pathSeparator, -1)) {
        String entry = WINDOWS ? raw.replace("\"", "") : raw; // quotes are allowed there
        Path folder = path(entry);
        if (folder != null && folder.isAbsolute() && !isWorkingDirectory(folder)) {
          entries.add(entry);
        }
      }
    }
    return entries;
  }

  private static boolean isWorkingDirectory(Path folder) {
    try {
      return Files.isSameFile(folder, Path.of("").toAbsolutePath());
    } catch (IOException e) {
      return false; // there is no such folder
    }
  }

  private static @Nullable Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static boolean isExecutable(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
