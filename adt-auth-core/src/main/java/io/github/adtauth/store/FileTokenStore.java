package io.github.adtauth.store;

import io.github.adtauth.Timing;
import io.github.adtauth.internal.text.Redactor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each entry in a file of its own, in a folder that only its owner may use: for desktops and
 * command lines, where processes of one user share it. A write is on the disk when it returns and
 * replaces the old file in one step, so a crash at any instant leaves the old value or the new one.
 * Readers wait for nobody, writers one for another, at most about ten seconds. Expired entries are
 * cleared away in passing, a few at a time. Symbolic links are not followed; a link to the folder
 * itself is refused too.
 *
 * <p>The folder belongs on a local disk, to one user, and within one JVM to one class loader. On
 * POSIX systems it is created with mode 0700, its files with 0600. A folder that group or others
 * may write to, or that belongs to another user than this process's and root, is rejected; such an
 * entry is a miss. On Windows files inherit the rights of the folder: take one in the user's
 * profile, where only the user and administrators may read.
 *
 * <p>Thread-safe; share it. Nothing to close. What cannot be done throws {@code IOException},
 * naming the folder; a full or read-only disk leaves the old value.
 */
public final class FileTokenStore implements TokenStore {
  private final Path folder;
  private final char form;
  private final Timing timing;
  private final FailureReporter faults = new FailureReporter((kind, fault) -> {});
  private final Sweeper sweep;

  FileTokenStore(Path folder, char form, Timing timing) throws IOException {
    this.folder = folder.toAbsolutePath().normalize();
    this.form = form;
    this.timing = Objects.requireNonNull(timing, "timing");
    sweep = new Sweeper(this.folder, timing);
    OwnerOnly.folder(this.folder);
  }

  /**
   * Makes a store that seals what it writes; see {@link SealedTokenStore} and {@link
   * SealingKeySource}.
   *
   * @throws IOException if the folder cannot be made, or others own it or may write to it
   */
  public static SealedTokenStore create(Path folder, KeyRing ring) throws IOException {
    return create(folder, ring, Timing.system());
  }

  /**
   * Makes a store that seals what it writes, on this time.
   *
   * @throws IOException if the folder cannot be made, or others own it or may write to it
   */
  public static SealedTokenStore create(Path folder, KeyRing ring, Timing timing)
      throws IOException {
    return SealedTokenStore.wrap(new FileTokenStore(folder, EntryFile.SEALED, timing), ring)
        .timing(timing);
  }

  /**
   * Makes a store that does not seal: who can read its files, a copy or a backup of them has what
   * is in them. For data that is no secret, or a disk that seals by itself. It does not read what a
   * sealed store wrote into the folder, and the other way round.
   *
   * @throws IOException if the folder cannot be made, or others own it or may write to it
   */
  public static FileTokenStore createUnsealed(Path folder) throws IOException {
    return createUnsealed(folder, Timing.system());
  }

  /**
   * Makes a store that does not seal, on this time.
   *
   * @throws IOException if the folder cannot be made, or others own it or may write to it
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
    try {
      Entry entry = open(file(key));
      return entry == null ? null : entry.value();
    } catch (UnreadableEntryException e) {
      faults.report(e);
      return new byte[0];
    } catch (IOException e) {
      throw failed("read", e);
    }
  }

  @Override
  public void put(StoreKey key, byte[] value, Instant expiresAt) throws IOException {
    Path file = file(key);
    Entry entry = Entry.of(value, expiresAt);
    locked(() -> write(file, entry));
  }

  @Override
  public void remove(StoreKey key) throws IOException {
    Path file = file(key);
    locked(() -> delete(file));
  }

  @Override
  public boolean replace(StoreKey key, byte @Nullable [] expected, byte[] value, Instant expiresAt)
      throws IOException {
    Path file = file(key);
    Entry entry = Entry.of(value, expiresAt);
    return locked(() -> Entry.matches(read(file), expected) && write(file, entry));
  }

  private boolean locked(FolderLock.Work<Boolean> work) throws IOException {
    try {
      return FolderLock.holding(folder, timing, work);
    } catch (IOException e) {
      throw failed("written", e);
    }
  }

  private Path file(StoreKey key) {
    return folder.resolve(key.fileName());
  }

  private @Nullable Entry read(Path file) throws IOException {
    try {
      return open(file);
    } catch (UnreadableEntryException e) {
      faults.report(e);
      return null;
    }
  }

  private @Nullable Entry open(Path file) throws IOException {
    Entry entry = EntryFile.read(file, form);
    return entry != null && entry.isLiveAt(timing.clock()) ? entry : null;
  }

  private boolean write(Path file, Entry entry) throws IOException {
    if (entry.isLiveAt(timing.clock())) {
      Path temporary = folder.resolve(Sweeper.TEMPORARY + UUID.randomUUID());
      try {
        EntryFile.write(temporary, file, form, entry);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
      OwnerOnly.sync(folder);
    } else {
      delete(file);
    }
    sweep.sweepBatch();
    return true;
  }

  private boolean delete(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      OwnerOnly.sync(folder);
    }
    return true;
  }

  private IOException failed(String what, IOException cause) {
    return cause instanceof InterruptedIOException
        ? cause
        : new IOException(
            "the store in "
                + Redactor.sanitizePath(folder)
                + " could not be "
                + what
                + ": "
                + Redactor.sanitizeId(cause.toString(), 600),
            cause);
  }
}
