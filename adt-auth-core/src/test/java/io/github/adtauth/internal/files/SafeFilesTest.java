package io.github.adtauth.internal.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SafeFilesTest {
  @TempDir private Path folder;

  /** On macOS, the temporary folder is behind a symbolic link. */
  @BeforeEach
  void resolveFolder() throws IOException {
    folder = folder.toRealPath();
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("file"), text);
  }

  private static void assertRejected(Path file, String reason) {
    assertThatThrownBy(() -> SafeFiles.read(file, 100))
        .isInstanceOfSatisfying(
            FileSystemException.class, e -> assertThat(e.getReason()).isEqualTo(reason));
    assertThatThrownBy(() -> SafeFiles.readTrusted(file, 100)).isInstanceOf(IOException.class);
  }

  private static void assertNotTrusted(Path file, String... reason) throws IOException {
    assertThat(SafeFiles.read(file, 100)).isNotEmpty();
    assertThatThrownBy(() -> SafeFiles.readTrusted(file, 100))
        .isInstanceOfSatisfying(
            UntrustedFileException.class, e -> assertThat(e.problem()).contains(reason));
  }

  @Test
  void regularFile_isReadUpToLimit() throws IOException {
    assertThat(SafeFiles.read(file("12345"), 4)).isEqualTo("1234".getBytes(UTF_8));
    assertThat(SafeFiles.readTrusted(file("12345"), 9)).isEqualTo("12345".getBytes(UTF_8));
  }

  @Test
  void missingFile_isNamed() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> SafeFiles.read(missing, 9))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void directory_isRejected() {
    assertRejected(folder, "it is a directory");
  }

  @Test
  void pipe_isRejectedWithoutBlocking() throws Exception {
    Path pipe = TestFiles.pipe(folder.resolve("pipe"));
    assertRejected(pipe, "it is not a regular file");
    Path link = Files.createSymbolicLink(folder.resolve("link"), pipe);
    assertRejected(
        Files.createSymbolicLink(folder.resolve("second"), link), "it is not a regular file");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void deviceOrSocket_isRejected() throws IOException {
    assertRejected(Path.of("/dev/zero"), "it is not a regular file");
    Path socket = folder.resolve("socket");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      assertRejected(socket, "it is not a regular file");
    }
  }

  /** As Kubernetes mounts a secret: {@code tls.key -> ..data/tls.key}, {@code ..data -> ..2026}. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void secretVolume_isReadAfterReplacement() throws IOException {
    TestFiles.sticky(folder);
    Path key = folder.resolve("tls.key");
    Path data = folder.resolve("..data");
    for (String version : new String[] {"..1", "..2"}) {
      Path real = Files.createDirectory(folder.resolve(version));
      TestFiles.mode(Files.writeString(real.resolve("tls.key"), version), "rw-r--r--");
      Files.deleteIfExists(data);
      Files.createSymbolicLink(data, Path.of(version));
      if (Files.notExists(key)) {
        Files.createSymbolicLink(key, Path.of("..data", "tls.key"));
      }
      assertThat(SafeFiles.readTrusted(key, 100)).isEqualTo(version.getBytes(UTF_8));
    }
  }

  @Test
  void fileWritableByOthers_isNotTrusted() throws IOException {
    Path file = file("key");
    for (String mode : new String[] {"rw-rw----", "rw----rw-"}) {
      assertNotTrusted(TestFiles.mode(file, mode), "others may write");
      assertNotTrusted(
          Files.createSymbolicLink(folder.resolve("link" + mode), file), "others may write");
    }
  }

  @Test
  void fileInWritableFolder_isNotTrusted() throws IOException {
    Path file = file("key");
    TestFiles.mode(folder, "rwxrwxrwx");
    assertNotTrusted(file, "its folder", "others may write");
    TestFiles.sticky(folder);
    assertThat(SafeFiles.readTrusted(file, 100)).isNotEmpty();
  }

  @Test
  void fileOrFolderOfAnotherUser_isNotTrusted() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Path file = Files.writeString(inner.resolve("key"), "key");
    TestFiles.ofOtherUser(inner);
    assertNotTrusted(file, "its folder", "user id " + TestFiles.OTHER_USER);
    assertNotTrusted(TestFiles.ofOtherUser(file), "user id " + TestFiles.OTHER_USER);
  }

  @Test
  void fileSystemWithoutOwners_isReadUnchecked() throws IOException {
    URI zip = URI.create("jar:" + folder.resolve("a.zip").toUri());
    try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Path file = Files.writeString(files.getPath("/key"), "key");
      assertThat(SafeFiles.readTrusted(file, 9)).isEqualTo("key".getBytes(UTF_8));
      assertRejected(files.getPath("/"), "it is a directory");
    }
  }

  /** A user who can write to a parent folder exchanges the folder or the file after the check. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void folderReplacedAfterCheck_isRejected() throws IOException {
    Path checked = Files.createDirectory(folder.resolve("checked"));
    Path planted = Files.createDirectory(folder.resolve("planted"));
    Path target = Files.writeString(checked.resolve("key"), "ours");
    Files.writeString(planted.resolve("key"), "theirs");
    FileStatus file = FileStatus.of(target);
    FileStatus status = FileStatus.of(checked);
    assertThat(PinnedFolder.read(target, file, checked, status, 9))
        .isEqualTo("ours".getBytes(UTF_8));

    Files.move(checked, folder.resolve("elsewhere"));
    Files.move(planted, checked);
    assertExchanged(() -> PinnedFolder.read(target, file, checked, status, 9));
    FileStatus other = FileStatus.of(checked);
    assertExchanged(() -> PinnedFolder.read(target, file, checked, other, 9));
    Files.delete(target);
    Files.createSymbolicLink(target, folder.resolve("elsewhere/key"));
    assertExchanged(() -> PinnedFolder.read(target, file, checked, other, 9));
  }

  private static void assertExchanged(ThrowableAssert.ThrowingCallable read) {
    assertThatThrownBy(read)
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("it was exchanged while it was read");
  }
}
