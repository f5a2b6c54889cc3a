package io.github.adtauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.adtauth.TestTiming;
import io.github.adtauth.testkit.ManualTime;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Tests the lock of a store's folder and the deletion of expired entries. */
class FolderTest {
  private static final StoreKey KEY = StoreKey.of("test", "alice");

  private final ManualTime time = new ManualTime();
  @TempDir Path folder;
  private FileTokenStore store;

  @BeforeEach
  void setUp() throws IOException {
    time.advance(Duration.ofDays(3));
    store = FileTokenStore.createUnsealed(folder, TestTiming.of(time));
  }

  private void put(String user, Duration life) throws IOException {
    byte[] value = user.getBytes(StandardCharsets.UTF_8);
    store.put(StoreKey.of("test", user), value, time.clock().instant().plus(life));
  }

  private long entries() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith("v1-test-")).count();
    }
  }

  @Test
  void writer_waitsForLockWithBackoff() throws IOException {
    put("alice", Duration.ofHours(1));
    try (FileChannel other =
        FileChannel.open(folder.resolve(FolderLock.FILE), StandardOpenOption.WRITE)) {
      other.lock();
      assertThatThrownBy(() -> put("bob", Duration.ofHours(1))).hasMessageContaining("10 s");
    }
    Duration waited = time.sleeps().stream().reduce(Duration.ZERO, Duration::plus);
    assertThat(waited).isBetween(Duration.ofSeconds(10), Duration.ofMillis(10_020));
    assertThat(time.sleeps())
        .startsWith(
            Duration.ofNanos(200_000), Duration.ofNanos(400_000), Duration.ofNanos(800_000));
    assertThat(Collections.max(time.sleeps())).isLessThan(Duration.ofMillis(13));
    assertThat(time.sleeps().get(time.sleeps().size() - 1)).isEqualTo(Duration.ofMillis(10));
  }

  @Test
  void expiredEntries_areDeletedOncePerMinute() throws IOException {
    put("short", Duration.ofSeconds(10));
    put("alice", Duration.ofHours(1));
    time.advance(Duration.ofSeconds(59));
    put("alice", Duration.ofHours(1));
    assertThat(entries()).isEqualTo(2);
    time.advance(Duration.ofSeconds(1));
    put("alice", Duration.ofHours(1));
    assertThat(entries()).isEqualTo(1);
  }

  /** The entry may be a sign-out, which must not be revoked by damaging it. */
  @Test
  void damagedEntry_isDeletedAfterHundredDays() throws IOException {
    put("alice", Duration.ofDays(999));
    Path damaged = folder.resolve(StoreKey.of("test", "bob").fileName());
    Files.write(damaged, new byte[40]);
    Files.setLastModifiedTime(damaged, FileTime.from(time.clock().instant()));
    time.advance(Duration.ofDays(100));
    put("alice", Duration.ofDays(999));
    assertThat(entries()).isEqualTo(2);
    time.advance(Duration.ofMinutes(1));
    put("alice", Duration.ofDays(999));
    assertThat(entries()).isEqualTo(1);
    assertThat(store.get(KEY)).isNotNull();
  }

  @Test
  void damagedEntry_isLoggedOnce() throws IOException {
    Logger logger = (Logger) LoggerFactory.getLogger(TokenStore.class);
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    logger.addAppender(appender);
    try {
      Files.write(folder.resolve(KEY.fileName()), new byte[40]);
      assertThat(store.get(KEY)).isNull();
      assertThat(store.get(KEY)).isNull();
    } finally {
      logger.detachAppender(appender);
    }
    assertThat(appender.list)
        .singleElement()
        .satisfies(event -> assertThat(event.getFormattedMessage()).contains(KEY.fileName()));
  }

  /** Live entries must not prevent the deletion of expired ones. */
  @Test
  void expiredEntriesAfterLiveOnes_areDeleted() throws IOException {
    for (int i = 0; i < 350; i++) {
      Files.write(folder.resolve("foreign-" + i), new byte[1]);
    }
    for (int i = 0; i < 250; i++) {
      put("short " + i, Duration.ofSeconds(10));
    }
    long before = entries();
    time.advance(Duration.ofMinutes(1));
    put("alice", Duration.ofHours(1));
    assertThat(entries()).isBetween(before - 100 + 1, before + 1);
    for (int i = 0; i < 40; i++) {
      time.advance(Duration.ofMinutes(1));
      put("alice", Duration.ofHours(1));
    }
    assertThat(entries()).isEqualTo(1);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(350 + 2);
    }
  }

  @Test
  void storeWithSystemTiming_keepsLiveEntry() throws IOException {
    for (TokenStore own :
        new TokenStore[] {
          FileTokenStore.createUnsealed(folder),
          FileTokenStore.create(folder, KeyRing.of("k", new byte[32]))
        }) {
      own.put(KEY, new byte[] {7}, java.time.Instant.now().plusSeconds(3600));
      assertThat(own.get(KEY)).isEqualTo(new byte[] {7});
      own.put(KEY, new byte[] {7}, java.time.Instant.now().minusSeconds(1));
      assertThat(own.get(KEY)).isNull();
    }
  }
}
