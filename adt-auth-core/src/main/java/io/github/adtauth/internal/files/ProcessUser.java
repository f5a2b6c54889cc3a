package io.github.adtauth.internal.files;

import io.github.adtauth.internal.os.OperatingSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The user that this process runs as. */
final class ProcessUser {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ProcessUser() {}

  /**
   * Returns the effective user id; {@link FileStatus#UNKNOWN} if the system does not provide it.
   */
  static int uid() {
    return uid(OperatingSystem.current(), STATUS);
  }

  /**
   * Returns the effective user id.
   *
   * @param status the file with the status of this process on Linux; on other systems, another user
   *     may have created a file of that name
   */
  static int uid(OperatingSystem system, Path status) {
    if (system.isWindows()) {
      return FileStatus.UNKNOWN;
    }
    try {
      return system == OperatingSystem.LINUX && Files.exists(status)
          ? ofStatus(Files.readAllLines(status))
          : ofNewFile();
    } catch (IOException | RuntimeException e) {
      return FileStatus.UNKNOWN;
    }
  }

  /** Reads the line {@code Uid: real effective saved filesystem}, see proc(5). */
  static int ofStatus(List<String> lines) {
    for (String line : lines) {
      if (line.startsWith("Uid:")) {
        return Integer.parseInt(line.split("\\s+", -1)[2]);
      }
    }
    return FileStatus.UNKNOWN;
  }

  /** Returns the owner of a new file, which is the effective user. */
  static int ofNewFile() throws IOException {
    Path file = Files.createTempFile("adt-auth", ".tmp");
    try {
      return FileStatus.of(file).uid();
    } finally {
      Files.delete(file);
    }
  }
}
