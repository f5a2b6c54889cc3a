package io.github.adtauth.store;

import io.github.adtauth.Timing;
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
 * Clears a folder of what is no entry any more: expired, damaged for a hundred days, or the
 * temporary file of a writer that crashed. Looks at a bounded number of files now and then, the
 * next time at the ones after them. Only under the folder's lock: nobody else writes then.
 */
final class Sweeper {
  static final String TEMPORARY = "adt-auth.tmp-";
  private static final Logger LOG = LoggerFactory.getLogger(TokenStore.class);
  private static final Pattern ENTRY = Pattern.compile("v1-[a-z0-9-]+-[0-9a-f]{64}");
  private static final int FILES = 100;
  private static final long EVERY = Duration.ofMinutes(1).toNanos();

  private final Path folder;
  private final Timing timing;
  private boolean swept;
  private long last;
  private int next;

  Sweeper(Path folder, Timing timing) {
    this.folder = folder;
    this.timing = timing;
  }

  /** Looks at some files, unless it did so lately. What it cannot do waits for the next time. */
  void sweepBatch() {
    long now = timing.ticker().getAsLong();
    if (swept && now - last < EVERY) {
      return;
    }
    swept = true;
    last = now;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      Iterator<Path> each = files.iterator();
      for (int i = 0; i < next && each.hasNext(); i++) {
        each.next();
      }
      for (int i = 0; i < FILES && each.hasNext(); i++) {
        clear(each.next());
      }
      next = each.hasNext() ? next + FILES : 0;
    } catch (IOException | DirectoryIteratorException e) {
      LOG.debug(
          "The store in {} was not cleared of old entries: {}",
          Redactor.sanitizePath(folder),
          Redactor.sanitizeId(e.toString(), 600));
    }
  }

  private void clear(Path file) {
    String name = String.valueOf(file.getFileName());
    try {
      if (name.startsWith(TEMPORARY)
          || (ENTRY.matcher(name).matches() && EntryFile.isOver(file, timing.clock()))) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.debug(
          "An old entry could not be cleared from the store in {}: {}",
          Redactor.sanitizePath(folder),
          Redactor.sanitizeId(e.toString(), 600));
    }
  }
}
