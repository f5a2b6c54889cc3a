package io.github.adtauth.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The status of a file at one instant. Equal statuses mean an unchanged file, its owner and mode
 * included.
 *
 * @param regular whether it is a regular file, rather than a folder, pipe, socket or device
 * @param directory whether it is a folder
 * @param uid the id of its owner; {@link #UNKNOWN} where the system has none (Windows)
 * @param mode its type and permission bits, as in POSIX; {@link #UNKNOWN} where it has none
 * @param modified the time of the last write
 * @param size its length in bytes
 * @param key its identity on its device, or null
 */
public record FileStatus(
    boolean regular,
    boolean directory,
    int uid,
    int mode,
    FileTime modified,
    long size,
    @Nullable Object key) {
  /** The owner and the mode on systems that have none. */
  public static final int UNKNOWN = -1;

  private static final String ATTRIBUTES =
      "unix:isRegularFile,isDirectory,uid,mode,lastModifiedTime,size,fileKey";

  /**
   * Reads the status.
   *
   * @throws IOException if there is no such file or it cannot be examined
   */
  public static FileStatus of(Path path, LinkOption... options) throws IOException {
    if (!hasOwners(path)) {
      BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class, options);
      return new FileStatus(
          basic.isRegularFile(),
          basic.isDirectory(),
          UNKNOWN,
          UNKNOWN,
          basic.lastModifiedTime(),
          basic.size(),
          basic.fileKey());
    }
    Map<String, Object> unix = Files.readAttributes(path, ATTRIBUTES, options);
    return new FileStatus(
        (Boolean) value(unix, "isRegularFile"),
        (Boolean) value(unix, "isDirectory"),
        (Integer) value(unix, "uid"),
        (Integer) value(unix, "mode"),
        (FileTime) value(unix, "lastModifiedTime"),
        (Long) value(unix, "size"),
        unix.get("fileKey"));
  }

  /** Returns whether files have an owner and permission bits here. */
  static boolean hasOwners(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  private static Object value(Map<String, Object> attributes, String name) {
    return Objects.requireNonNull(attributes.get(name), name);
  }

  boolean isLink() {
    return mode != UNKNOWN && (mode & 0170000) == 0120000;
  }

  boolean isWritableByOthers() {
    return mode != UNKNOWN && (mode & 0022) != 0;
  }

  /** Returns whether only the owner of a file in this folder may replace it. */
  boolean isSticky() {
    return mode != UNKNOWN && (mode & 01000) != 0;
  }
}
