package io.github.adtauth.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a file which another process has open is replaced as soon as it is closed. */
class FileRetryTest {
  private final AccessDeniedException denied = new AccessDeniedException("file");
  private final FileSystemException inUse =
      new FileSystemException("file", null, "it is being used by another process");

  private final FileSystem windows = WindowsFiles.create();
  private final Path folder = windows.getPath("C:\\work");
  private final List<Duration> delays = new ArrayList<>();
  private final FileRetry retry = FileRetry.of(folder, delays::add);
  private int attempts;

  @AfterEach
  void tearDown() throws IOException {
    windows.close();
  }

  /** Fails this often, and then returns the number of attempts. */
  private FileRetry.Operation<Integer> failing(int times, IOException failure) {
    return () -> {
      if (++attempts <= times) {
        throw failure;
      }
      return attempts;
    };
  }

  @Test
  void openFile_isRetried() throws IOException {
    assertThat(retry.run(failing(3, denied))).isEqualTo(4);
    attempts = 0;
    assertThat(retry.run(failing(2, inUse))).isEqualTo(3);
    assertThat(delays).hasSize(5).startsWith(Duration.ofMillis(1), Duration.ofMillis(2));
  }

  @Test
  void permanentFailure_isThrown() {
    assertThatThrownBy(() -> retry.run(failing(100, denied))).isSameAs(denied);
    assertThat(attempts).isEqualTo(10);
    assertThat(delays.stream().reduce(Duration.ZERO, Duration::plus))
        .isBetween(Duration.ofMillis(300), Duration.ofSeconds(1));
  }

  @Test
  void otherFailure_isNotRetried() {
    for (IOException failure :
        List.of(
            new NoSuchFileException("file"),
            new DirectoryNotEmptyException("file"),
            new IOException("No space left on device"))) {
      assertThatThrownBy(() -> retry.run(failing(1, failure))).isSameAs(failure);
      attempts = 0;
    }
    assertThat(delays).isEmpty();
  }

  @Test
  void interruptedWait_ends() {
    FileRetry interrupted =
        FileRetry.of(
            folder,
            delay -> {
              throw new InterruptedException();
            });
    assertThatThrownBy(() -> interrupted.run(failing(9, denied)))
        .isInstanceOf(InterruptedIOException.class)
        .hasCause(denied);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void otherSystems_doNotRetry(@TempDir Path unix) {
    assumeTrue(FileStatus.hasOwners(unix));
    assertThatThrownBy(() -> FileRetry.of(unix, delays::add).run(failing(1, denied)))
        .isSameAs(denied);
    assertThat(delays).isEmpty();
  }

  /** Directories and the root fail as an open file does: without a type of their own. */
  @Test
  void folder_retriesEveryOperation() throws IOException {
    Files.createDirectory(folder.resolve("directory"));
    Files.writeString(folder.resolve("file"), "text");
    try (PinnedFolder pinned = new TrustedFolder(folder, delays::add).open()) {
      Path root = Path.of("..");
      List<ThrowingCallable> operations =
          List.of(
              () -> pinned.rename(Path.of("file"), root),
              () -> pinned.deleteIfExists(root),
              () -> pinned.read(Path.of("directory"), 9),
              () -> pinned.openToWrite(Path.of("directory"), StandardOpenOption.CREATE));
      for (ThrowingCallable operation : operations) {
        delays.clear();
        assertThatThrownBy(operation).isExactlyInstanceOf(FileSystemException.class);
        assertThat(delays).hasSize(9);
      }
    }
  }
}
