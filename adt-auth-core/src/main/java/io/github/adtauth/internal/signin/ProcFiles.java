package io.github.adtauth.internal.signin;

import io.github.adtauth.internal.os.OperatingSystem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens files of the {@code /proc} file system, which only Linux has. */
@FunctionalInterface
interface ProcFiles {
  /**
   * Opens a file for reading.
   *
   * @throws java.nio.file.NoSuchFileException if the file does not exist
   * @throws IOException if the file cannot be read
   */
  InputStream open(String path) throws IOException;

  /** Returns at most 1000 lines of a file. */
  default List<String> lines(String path) throws IOException {
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(open(path), StandardCharsets.ISO_8859_1))) {
      for (String line = reader.readLine();
          line != null && lines.size() < 1000;
          line = reader.readLine()) {
        lines.add(line);
      }
    }
    return lines;
  }

  /** Returns the files of this machine. */
  static ProcFiles system() {
    return of(OperatingSystem.current(), path -> Files.newInputStream(Path.of(path)));
  }

  /**
   * Returns the files of a machine with this system. On Windows, {@code /proc} is a folder of the
   * current drive, which any user can create.
   */
  static ProcFiles of(OperatingSystem system, ProcFiles files) {
    return system == OperatingSystem.LINUX
        ? files
        : path -> {
          throw new NoSuchFileException(path);
        };
  }
}
