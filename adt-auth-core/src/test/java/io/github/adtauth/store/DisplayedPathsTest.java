package io.github.adtauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.adtauth.Timing;
import io.github.adtauth.internal.files.PinnedFolder;
import io.github.adtauth.internal.files.SafeFiles;
import io.github.adtauth.internal.files.TrustedFolder;
import io.github.adtauth.internal.text.Redactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Tests messages with paths that contain line breaks and terminal sequences. */
@DisabledOnOs(OS.WINDOWS) // has no such names
class DisplayedPathsTest {
  private static final String NAME = "a\n2026-01-01 ERROR forged\u001b[2J";

  @TempDir Path folder;

  private static void assertMessageIsOneLine(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isNotNull();
    assertThat(thrown.getMessage()).contains("ERROR forged");
    assertThat(Redactor.isLine(thrown.getMessage())).as(thrown.getMessage()).isTrue();
  }

  private static void permit(Path file, String rights) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
  }

  @Test
  void fileAsStoreFolder_messageIsOneLine() throws IOException {
    Path file = Files.createFile(folder.resolve(NAME));

    assertMessageIsOneLine(() -> FileTokenStore.createUnsealed(file));
  }

  @Test
  void writableStoreFolder_messageIsOneLine() throws IOException {
    Path open = Files.createDirectory(folder.resolve(NAME));
    permit(open, "rwxrwxrwx");

    assertMessageIsOneLine(() -> FileTokenStore.createUnsealed(open));
  }

  @Test
  void missingStoreFolder_messageIsOneLine() throws IOException {
    Path gone = folder.resolve(NAME);
    FileTokenStore store = FileTokenStore.createUnsealed(gone);
    Files.delete(gone);
    Files.createFile(gone);

    assertMessageIsOneLine(() -> store.get(StoreKey.of("k", "a")));
    assertMessageIsOneLine(
        () -> store.put(StoreKey.of("k", "a"), new byte[1], Instant.now().plusSeconds(60)));
  }

  @Test
  void folderAsLockFile_messageIsOneLine() throws IOException {
    Path store = folder.resolve(NAME);
    TrustedFolder trusted = new TrustedFolder(store, delay -> {});
    OwnerOnly.createAndOpen(trusted).close();
    Files.createDirectory(store.resolve(FolderLock.FILE));

    assertMessageIsOneLine(() -> FolderLock.withLock(trusted, Timing.system(), pinned -> ""));
  }

  @Test
  void keyFileInStore_messageIsOneLine() {
    assertMessageIsOneLine(() -> new KeyFile(folder.resolve(NAME), folder));
  }

  @Test
  void invalidKeyFile_messageIsOneLine() throws IOException {
    Path file = folder.resolve(NAME);
    KeyFile key = new KeyFile(file, folder.resolve("store"));
    Files.createDirectory(file);
    assertMessageIsOneLine(key::keyRing);

    Files.delete(file);
    Files.writeString(file, "not a key");
    permit(file, "rw-r--r--");
    assertMessageIsOneLine(key::keyRing);

    permit(file, "rw-------");
    assertMessageIsOneLine(key::keyRing);
  }

  @Test
  void keyFileInUntrustedFolder_messageIsOneLine() throws IOException {
    Path open = Files.createDirectory(folder.resolve(NAME));
    Path file = Files.writeString(open.resolve("key"), "not a key");
    permit(file, "rw-------");
    permit(open, "rwxrwxrwx");

    assertMessageIsOneLine(() -> new KeyFile(file, folder.resolve("store")).keyRing());
  }

  @Test
  void irregularFile_messageIsOneLine() throws IOException {
    Path directory = Files.createDirectory(folder.resolve(NAME));

    assertMessageIsOneLine(() -> SafeFiles.read(directory, 1));
  }

  @Test
  void failedSweep_logLineIsOneLine() throws IOException {
    Logger logger = (Logger) LoggerFactory.getLogger(TokenStore.class);
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    Level before = logger.getLevel();
    logger.setLevel(Level.DEBUG);
    appender.start();
    logger.addAppender(appender);
    try (PinnedFolder pinned = new TrustedFolder(folder, delay -> {}).open()) {
      new Sweeper(folder.resolve(NAME), Timing.system()).sweepBatch(pinned);
    } finally {
      logger.detachAppender(appender);
      logger.setLevel(before);
    }
    assertThat(appender.list)
        .filteredOn(event -> event.getFormattedMessage().contains("ERROR forged"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(Redactor.isLine(event.getFormattedMessage())).isTrue();
              assertThat(event.getThrowableProxy()).isNull();
            });
  }
}
