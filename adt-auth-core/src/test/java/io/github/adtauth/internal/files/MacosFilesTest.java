package io.github.adtauth.internal.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Feature;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests a file system that has owners and permissions, but cannot open files relative to a folder,
 * in memory. Java has no such access on macOS in all versions.
 */
class MacosFilesTest {
  private static final Path FILE = Path.of("file");

  private final FileSystem macos =
      Jimfs.newFileSystem(
          Configuration.osX().toBuilder()
              .setAttributeViews("basic", "owner", "posix", "unix")
              .setSupportedFeatures(Feature.FILE_CHANNEL)
              .build());
  private final Path folder = macos.getPath("/Users/alice");
  private FileOwnership ownership;

  @BeforeEach
  void setUp() throws IOException {
    Files.createDirectories(folder);
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      assertThat(stream).isNotInstanceOf(SecureDirectoryStream.class);
    }
    Files.writeString(folder.resolve("file"), "old");
    Files.setPosixFilePermissions(
        folder.resolve("file"), PosixFilePermissions.fromString("rw-------"));
    ownership = new FileOwnership(FileStatus.of(folder).uid());
  }

  @AfterEach
  void tearDown() throws IOException {
    macos.close();
  }

  @Test
  void newFile_isPrivateAndReplacesOldOne() throws IOException {
    try (PinnedFolder pinned = PinnedFolder.openResolved(folder)) {
      try (FileChannel channel =
          pinned.openToWrite(Path.of("new"), StandardOpenOption.CREATE_NEW)) {
        channel.write(ByteBuffer.wrap("new".getBytes(UTF_8)));
      }
      TestFiles.assertOwnerOnly(folder.resolve("new"));
      pinned.rename(Path.of("new"), FILE);
      assertThat(pinned.exists(Path.of("new"))).isFalse();
      assertThat(pinned.status(FILE).regular()).isTrue();
      assertThat(pinned.read(FILE, 9)).asString(UTF_8).isEqualTo("new");
      assertThat(pinned.deleteIfExists(FILE)).isTrue();
    }
  }

  @Test
  void checkedFile_isRead() throws IOException {
    Path file = folder.resolve("file");
    FileStatus status = FileStatus.of(file, LinkOption.NOFOLLOW_LINKS);
    FileStatus folderStatus = FileStatus.of(folder);
    assertThat(ownership.problem(status, folder, folderStatus)).isNull();
    assertThat(PinnedFolder.read(file, status, folder, folderStatus, 9))
        .asString(UTF_8)
        .isEqualTo("old");
  }

  @Test
  void exchangedFile_isNotRead() throws IOException {
    Path file = folder.resolve("file");
    FileStatus status = FileStatus.of(file, LinkOption.NOFOLLOW_LINKS);
    FileStatus folderStatus = FileStatus.of(folder);
    Files.writeString(folder.resolve("other"), "theirs");
    Files.delete(file);
    Files.move(folder.resolve("other"), file);
    assertThatThrownBy(() -> PinnedFolder.read(file, status, folder, folderStatus, 9))
        .hasMessageContaining("exchanged");
  }

  @Test
  void fileWritableByOthers_isNotTrusted() throws IOException {
    Path file = TestFiles.mode(folder.resolve("file"), "rw-rw-r--");
    assertThat(ownership.problem(file)).contains("others may write");
  }
}
