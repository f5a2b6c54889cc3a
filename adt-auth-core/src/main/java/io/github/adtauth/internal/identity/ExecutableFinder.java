package io.github.adtauth.internal.identity;

import io.github.adtauth.internal.os.OperatingSystem;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
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
 * An empty or relative entry depends on the working directory. Immutable.
 *
 * @param system decides how {@code PATH} is written and which suffixes programs have
 * @param files the file system to search
 */
public record ExecutableFinder(OperatingSystem system, FileSystem files) {
  private static final String PATH = "PATH";
  private static final ExecutableFinder SYSTEM =
      new ExecutableFinder(OperatingSystem.current(), FileSystems.getDefault());

  /** Returns the finder for this machine. */
  public static ExecutableFinder ofMachine() {
    return SYSTEM;
  }

  /**
   * Returns the absolute path of an executable regular file, or null if there is none.
   *
   * @param command a name, which is looked for in the {@code PATH} of the environment, or an
   *     absolute path; a relative path is never found
   */
  public @Nullable Path find(String command, Map<String, String> environment) {
    Path path = path(command);
    if (path == null || path.isAbsolute()) {
      return path != null && isExecutable(path) ? path : null;
    }
    if (path.getNameCount() != 1 || !path.toString().equals(command) || command.isEmpty()) {
      return null;
    }
    // Windows has no executable bit: a file without a suffix may be a script for another shell.
    List<String> suffixes = system.isWindows() ? List.of(".exe", ".cmd") : List.of("");
    for (String entry : absoluteEntries(system.environment(environment).get(PATH))) {
      for (String suffix : suffixes) {
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
  void keepAbsoluteEntries(Map<String, String> environment) {
    for (String name : List.copyOf(environment.keySet())) {
      if (system.isWindows() ? name.equalsIgnoreCase(PATH) : name.equals(PATH)) {
        String separator = String.valueOf(system.pathSeparator());
        String entries = String.join(separator, absoluteEntries(environment.get(name)));
        if (entries.isEmpty()) {
          environment.remove(name); // an empty value would mean the working directory
        } else {
          environment.put(name, entries);
        }
      }
    }
  }

  private List<String> absoluteEntries(@Nullable String searchPath) {
    List<String> entries = new ArrayList<>();
    if (searchPath != null) {
      for (String entry : split(searchPath)) {
        Path folder = path(entry);
        if (folder != null && folder.isAbsolute() && !isWorkingDirectory(folder)) {
          entries.add(entry);
        }
      }
    }
    return entries;
  }

  /**
   * Splits {@code PATH}. On Windows, entries may be quoted; one that contains the separator is left
   * out, because a part of it could be another folder.
   */
  private List<String> split(String searchPath) {
    String separator = String.valueOf(system.pathSeparator());
    if (!system.isWindows() || searchPath.indexOf('"') < 0) {
      return List.of(searchPath.split(separator, -1));
    }
    List<String> entries = new ArrayList<>();
    StringBuilder entry = new StringBuilder();
    boolean quoted = false;
    boolean divided = false;
    for (char c : (searchPath + separator).toCharArray()) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c != system.pathSeparator()) {
        entry.append(c);
      } else if (quoted) {
        divided = true;
      } else {
        if (!divided) {
          entries.add(entry.toString());
        }
        entry.setLength(0);
        divided = false;
      }
    }
    return entries;
  }

  private boolean isWorkingDirectory(Path folder) {
    try {
      return Files.isSameFile(folder, files.getPath("").toAbsolutePath());
    } catch (IOException e) {
      return false; // there is no such folder
    }
  }

  /** Returns the path; null if the text is not one. */
  @Nullable Path path(String text) {
    try {
      return files.getPath(text);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static boolean isExecutable(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
