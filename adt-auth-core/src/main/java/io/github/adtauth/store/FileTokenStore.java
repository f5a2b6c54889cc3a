package io.github.adtauth.store;

import io.github.adtauth.Timing;
import io.github.adtauth.internal.files.PinnedFolder;
import io.github.adtauth.internal.files.TrustedFolder;
import io.github.adtauth.internal.text.Redactor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stores each entry in a file, in a folder that only its owner can access. For desktop and
 * command-line applications; the processes of a user can share the folder.
 *
 * <p>A write is durable when it returns. It replaces the old file atomically, so a crash leaves
 * either the old or the new value. Reads never block. Writes are serialized and wait at most about
 * ten seconds. Writes also delete expired entries, a few at a time. Symbolic links are not
 * followed, and a link to the folder is rejected.
 *
 * <p>The folder must be on a local disk and must not be shared by users, or by class loaders of one
 * JVM. On POSIX systems the folder is created with mode 0700 and its files with 0600. A folder is
 * rejected if its group or others can write to it, if its owner is neither the user of this process
 * nor root, or if another user may have created a symbolic link on the way to it; an entry with
 * such permissions is a miss. On Windows a new folder and its files get an access control list that
 * only permits their owner. Existing folders are not checked there: use one in the user's profile.
 *
 * <p>Thread-safe. An operation that fails throws {@code IOException} with the name of the folder. A
 * full or read-only disk leaves the old value.
 */
public final class FileTokenStore implements TokenStore {
  private final TrustedFolder folder;
  private final char format;
  private final Timing timing;
  private final FailureReporter failures = new FailureReporter((kind, failure) -> {});
  private final Sweeper sweeper;

  FileTokenStore(Path folder, char format, Timing timing) throws IOException {
    this.format = format;
    this.timing = Objects.requireNonNull(timing, "timing");
    this.folder = new TrustedFolder(folder.toAbsolutePath().normalize(), timing.sleeper()::sleep);
    sweeper = new Sweeper(this.folder.path(), timing);
    OwnerOnly.createAndOpen(this.folder).close();
  }

  /**
   * Creates a store that encrypts its entries; see {@link SealedTokenStore} and {@link
   * SealingKeySource}.
   *
   * @throws IOException if the folder cannot be created, or others own it or can write to it
   */
  public static SealedTokenStore create(Path folder, KeyRing ring) throws IOException {
    return create(folder, ring, Timing.system());
  }

  /**
   * Creates a store that encrypts its entries and uses the given clock. For tests.
   *
   * @throws IOException if the folder cannot be created, or others own it or can write to it
   */
  public static SealedTokenStore create(Path folder, KeyRing ring, Timing timing)
      throws IOException {
    return SealedTokenStore.wrap(new FileTokenStore(folder, EntryFile.SEALED, timing), ring)
        .timing(timing);
  }

  /**
   * Creates a store without encryption. Anyone who can read its files, or a backup of them, can
   * read the entries. Use it only for data that is not secret, or on an encrypted disk. Encrypted
   * and unencrypted stores do not read each other's entries.
   *
   * @throws IOException if the folder cannot be created, or others own it or can write to it
   */
  public static FileTokenStore createUnsealed(Path folder) throws IOException {
    return createUnsealed(folder, Timing.system());
  }

  /**
   * Creates a store without encryption that uses the given clock. For tests.
   *
   * @throws IOException if the folder cannot be created, or others own it or can write to it
   */
  public static FileTokenStore createUnsealed(Path folder, Timing timing) throws IOException {
    return new FileTokenStore(folder, EntryFile.UNSEALED, timing);
  }

  @Override
  public byte @Nullable [] get(StoreKey key) throws IOException {
    try {
      Entry entry = read(file(key));
      return entry == null ? null : entry.value();
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  @Override
  public byte @Nullable [] getEvenIfUnreadable(StoreKey key) throws IOException {
    try (PinnedFolder pinned = OwnerOnly.open(folder)) {
      Entry entry = open(pinned, file(key));
      return entry == null ? null : entry.value();
    } catch (NoSuchFileException e) {
      return null; // the folder was deleted
    } catch (UnreadableEntryException e) {
      failures.report(e);
      return new byte[0];
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  @Override
  public void put(StoreKey key, byte[] value, Instant expiresAt) throws IOException {
    Path file = file(key);
    Entry entry = Entry.of(value, expiresAt);
    withLock(pinned -> write(pinned, file, entry));
  }

  @Override
  public void remove(StoreKey key) throws IOException {
    Path file = file(key);
    withLock(pinned -> delete(pinned, file));
  }

  @Override
  public boolean replace(StoreKey key, byte @Nullable [] expected, byte[] value, Instant expiresAt)
      throws IOException {
    Path file = file(key);
    Entry entry = Entry.of(value, expiresAt);
    return withLock(
        pinned -> Entry.matches(read(pinned, file), expected) && write(pinned, file, entry));
  }

  private boolean withLock(FolderLock.Work<Boolean> work) throws IOException {
    try {
      return FolderLock.withLock(folder, timing, work);
    } catch (IOException e) {
      throw failed("written", e);
    }
  }

  private static Path file(StoreKey key) {
    return Path.of(key.fileName());
  }

  private @Nullable Entry read(Path file) throws IOException {
    try (PinnedFolder pinned = OwnerOnly.open(folder)) {
      return read(pinned, file);
    } catch (NoSuchFileException e) {
      return null; // the folder was deleted
    }
  }

  private @Nullable Entry read(PinnedFolder pinned, Path file) throws IOException {
    try {
      return open(pinned, file);
    } catch (UnreadableEntryException e) {
      failures.report(e);
      return null;
    }
  }

  private @Nullable Entry open(PinnedFolder pinned, Path file) throws IOException {
    Entry entry = EntryFile.read(pinned, file, format);
    return entry != null && entry.isLiveAt(timing.clock()) ? entry : null;
  }

  private boolean write(PinnedFolder pinned, Path file, Entry entry) throws IOException {
    if (entry.isLiveAt(timing.clock())) {
      Path temporary = Path.of(Sweeper.TEMPORARY + UUID.randomUUID());
      try {
        EntryFile.write(pinned, temporary, file, format, entry);
        pinned.rename(temporary, file);
      } finally {
        pinned.deleteIfExists(temporary);
      }
      pinned.sync();
    } else {
      delete(pinned, file);
    }
    sweeper.sweepBatch(pinned);
    return true;
  }

  private static boolean delete(PinnedFolder pinned, Path file) throws IOException {
    if (pinned.deleteIfExists(file)) {
      pinned.sync();
    }
    return true;
  }

  private IOException failed(String operation, IOException cause) {
    return cause instanceof InterruptedIOException
        ? cause
        : new IOException(
            "the store in "
                + folder
                + " could not be "
                + operation
                + ": "
                + Redactor.sanitizeId(cause.toString(), 600),
            cause);
  }
}
