package io.github.adtauth.internal.files;

import io.github.adtauth.internal.text.Redactor;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An open folder. Its files are used relative to it (openat(2)), so that a user who can write to a
 * parent folder cannot put another folder in its place. Symbolic links in the folder are not
 * followed. Not thread-safe.
 *
 * <p>Files are used by their paths if the system cannot open them relative to a folder (Windows),
 * or if this process must not list the folder. {@link #read(Path, FileStatus, Path, FileStatus,
 * int)} then compares file and folder before and after the read.
 */
public final class PinnedFolder implements Closeable {
  private static final LinkOption NOFOLLOW = LinkOption.NOFOLLOW_LINKS;
  private static final Path ITSELF = Path.of(".");

  /** A concurrent writer may replace a file while it is examined. */
  private static final int MAX_ATTEMPTS = 20;

  private final Path path;
  private final @Nullable SecureDirectoryStream<Path> pinned;
  private final FileRetry retry;

  private PinnedFolder(Path path, @Nullable SecureDirectoryStream<Path> pinned, FileRetry retry) {
    this.path = path;
    this.pinned = pinned;
    this.retry = retry;
  }

  /**
   * Opens a folder.
   *
   * @param sleeper waits for files that another process has open
   * @throws IOException if there is no such folder
   */
  static PinnedFolder open(Path folder, FileRetry.Sleeper sleeper) throws IOException {
    return open(folder, FileRetry.of(folder, sleeper));
  }

  @SuppressWarnings("StreamResourceLeak") // closed with the returned folder
  private static PinnedFolder open(Path folder, FileRetry retry) throws IOException {
    if (!FileStatus.hasOwners(folder)) {
      return new PinnedFolder(folder, null, retry);
    }
    try {
      return pin(folder, Files.newDirectoryStream(folder));
    } catch (AccessDeniedException e) {
      return new PinnedFolder(folder, null, FileRetry.none());
    }
  }

  /**
   * Opens a folder step by step, and follows no symbolic link: another user may have put one in the
   * place of a folder since the path was resolved.
   */
  @SuppressWarnings("StreamResourceLeak") // closed with the returned folder
  static PinnedFolder openResolved(Path folder) throws IOException {
    Path root = folder.getRoot();
    if (root == null || !FileStatus.hasOwners(folder)) {
      return open(folder, FileRetry.none());
    }
    DirectoryStream<Path> stream = null;
    try {
      stream = Files.newDirectoryStream(root);
      for (Path name : folder) {
        if (!(stream instanceof SecureDirectoryStream<Path> parent)) {
          break;
        }
        try (parent) {
          stream = parent.newDirectoryStream(name, NOFOLLOW);
        }
      }
      return pin(folder, stream);
    } catch (AccessDeniedException e) {
      return open(folder, FileRetry.none()); // a folder further up cannot be listed
    }
  }

  private static PinnedFolder pin(Path folder, DirectoryStream<Path> stream) throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return new PinnedFolder(folder, secure, FileRetry.none());
    }
    stream.close();
    return new PinnedFolder(folder, null, FileRetry.none());
  }

  /**
   * Reads a file that was checked before, up to a limit.
   *
   * @param file the status of the file that was checked
   * @param folderStatus the status of its folder that was checked
   * @throws FileSystemException with a reason, if file or folder have been exchanged since
   * @throws IOException if the file cannot be read
   */
  static byte[] read(Path target, FileStatus file, Path folder, FileStatus folderStatus, int limit)
      throws IOException {
    try (PinnedFolder opened = openResolved(folder)) {
      opened.requireSame(target, opened.key(), folderStatus);
      Path name = Objects.requireNonNull(target.getFileName());
      opened.requireSame(target, opened.key(name), file);
      byte[] bytes = opened.read(name, limit);
      if (opened.pinned == null) {
        opened.requireSame(target, opened.key(), folderStatus);
        opened.requireSame(target, opened.key(name), file);
      }
      return bytes;
    }
  }

  private void requireSame(Path target, @Nullable Object actual, FileStatus checked)
      throws IOException {
    if (!Objects.equals(actual, checked.key())) {
      throw exchanged(target);
    }
  }

  static FileSystemException exchanged(Path target) {
    return new FileSystemException(
        Redactor.sanitizePath(target), null, "it was exchanged while it was read");
  }

  /** Returns the path that the folder was opened with. */
  public Path path() {
    return path;
  }

  /** Returns the path of a file. Its name may be a path of another file system. */
  public Path resolve(Path name) {
    return path.resolve(name.toString());
  }

  /** Returns the identity of the open folder on its device, or null if it has none. */
  @Nullable Object key() throws IOException {
    return pinned == null
        ? FileStatus.of(path).key()
        : pinned.getFileAttributeView(BasicFileAttributeView.class).readAttributes().fileKey();
  }

  private @Nullable Object key(Path name) throws IOException {
    return pinned == null
        ? FileStatus.of(resolve(name), NOFOLLOW).key()
        : pinned
            .getFileAttributeView(name, BasicFileAttributeView.class, NOFOLLOW)
            .readAttributes()
            .fileKey();
  }

  /**
   * Returns the status of a file.
   *
   * @throws NoSuchFileException if there is no such file
   * @throws IOException if it cannot be examined, or if the folder has been exchanged
   */
  public FileStatus status(Path name) throws IOException {
    Path file = resolve(name);
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      // Java reads the owner's id by path only: the key shows that it is the same file.
      Object key = key(name);
      try {
        FileStatus status = FileStatus.of(file, NOFOLLOW);
        if (Objects.equals(key, status.key())) {
          return status;
        }
      } catch (NoSuchFileException e) {
        // deleted meanwhile, or the folder has been exchanged: the next attempt shows it
      }
    }
    throw exchanged(file);
  }

  /** Returns whether there is a file of this name. */
  public boolean exists(Path name) throws IOException {
    try {
      Object unused = key(name);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Reads a file up to a limit. */
  public byte[] read(Path name, int limit) throws IOException {
    Set<OpenOption> options = Set.of(StandardOpenOption.READ, NOFOLLOW);
    try (InputStream in =
        pinned == null
            ? retry.run(() -> Files.newInputStream(resolve(name), NOFOLLOW))
            : Channels.newInputStream(pinned.newByteChannel(name, options))) {
      return in.readNBytes(limit);
    }
  }

  /**
   * Opens a file for reading and writing. Only its owner can access a file that this creates.
   *
   * @param create whether the file must not exist, or is created if it is missing
   */
  public FileChannel openToWrite(Path name, StandardOpenOption create) throws IOException {
    FileChannel channel = open(name, create);
    if (create == StandardOpenOption.CREATE_NEW) {
      try {
        OwnerAccess.restrict(resolve(name));
      } catch (IOException | RuntimeException e) {
        channel.close();
        deleteIfExists(name);
        throw e;
      }
    }
    return channel;
  }

  private FileChannel open(Path name, StandardOpenOption create) throws IOException {
    Set<OpenOption> options =
        Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, create, NOFOLLOW);
    FileAttribute<?>[] attributes = OwnerAccess.fileAttributes(path);
    return pinned != null
            && pinned.newByteChannel(name, options, attributes) instanceof FileChannel channel
        ? channel
        : retry.run(() -> FileChannel.open(resolve(name), options, attributes));
  }

  /** Renames a file; atomically replaces an existing one. */
  public void rename(Path from, Path to) throws IOException {
    if (pinned == null) {
      retry.run(
          () ->
              Files.move(
                  resolve(from),
                  resolve(to),
                  StandardCopyOption.ATOMIC_MOVE,
                  StandardCopyOption.REPLACE_EXISTING));
    } else {
      pinned.move(from, pinned, to);
    }
  }

  /** Deletes a file; returns whether it existed. */
  public boolean deleteIfExists(Path name) throws IOException {
    if (pinned == null) {
      return retry.run(() -> Files.deleteIfExists(resolve(name)));
    }
    try {
      pinned.deleteFile(name);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Makes the names in the folder durable, on systems that support it. */
  public void sync() throws IOException {
    if (pinned != null
        && pinned.newByteChannel(ITSELF, Set.of(StandardOpenOption.READ))
            instanceof FileChannel channel) {
      try (channel) {
        channel.force(true);
      }
    } else if (FileStatus.hasOwners(path)) {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (pinned != null) {
      pinned.close();
    }
  }
}
