package io.github.adtauth.store;

import io.github.adtauth.Timing;
import io.github.adtauth.internal.files.PinnedFolder;
import io.github.adtauth.internal.text.Redactor;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes expired entries, entries that have been damaged for a hundred days, and temporary files
 * of crashed processes. Each batch checks a bounded number of files; the next batch continues with
 * the following ones. Used only under the folder's lock.
 */
final class Sweeper {
  static final String TEMPORARY = "adt-auth.tmp-";
  private static final Logger LOG = LoggerFactory.getLogger(TokenStore.class);
  private static final Pattern ENTRY = Pattern.compile("v1-[a-z0-9-]+-[0-9a-f]{64}");
  private static final int BATCH_SIZE = 100;
  private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

  private final Path folder;
  private final Timing timing;
  private boolean swept;
  private long lastSweep;
  private int nextIndex;

  Sweeper(Path folder, Timing timing) {
    this.folder = folder;
    this.timing = timing;
  }

  /** Checks a batch of files, unless the last batch was recent. Failures are only logged. */
  void sweepBatch(PinnedFolder pinned) {
    long now = timing.ticker().getAsLong();
    if (swept && now - lastSweep < INTERVAL_NANOS) {
      return;
    }
    swept = true;
    lastSweep = now;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      Iterator<Path> iterator = files.iterator();
      for (int i = 0; i < nextIndex && iterator.hasNext(); i++) {
        iterator.next();
      }
      for (int i = 0; i < BATCH_SIZE && iterator.hasNext(); i++) {
        deleteIfObsolete(pinned, iterator.next().getFileName());
      }
      nextIndex = iterator.hasNext() ? nextIndex + BATCH_SIZE : 0;
    } catch (IOException | DirectoryIteratorException e) {
      LOG.debug(
          "Failed to delete expired entries of the store in {}: {}",
          Redactor.sanitizePath(folder),
          Redactor.sanitizeId(e.toString(), 600));
    }
  }

  private void deleteIfObsolete(PinnedFolder pinned, Path file) {
    String name = file.toString();
    try {
      if (name.startsWith(TEMPORARY)
          || (ENTRY.matcher(name).matches() && EntryFile.isExpired(pinned, file, timing.clock()))) {
        pinned.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.debug(
          "Failed to delete an expired entry of the store in {}: {}",
          Redactor.sanitizePath(folder),
          Redactor.sanitizeId(e.toString(), 600));
    }
  }
}
