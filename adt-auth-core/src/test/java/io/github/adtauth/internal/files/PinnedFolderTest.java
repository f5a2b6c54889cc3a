package io.github.adtauth.internal.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tests an open folder that another user exchanges. */
@DisabledOnOs(OS.WINDOWS)
class PinnedFolderTest {
  private static final Path FILE = Path.of("file");

  @TempDir private Path temp;
  private Path folder;
  private Path moved;

  @BeforeEach
  void setUp() throws IOException {
    folder = TestFiles.mode(Files.createDirectory(temp.resolve("folder")), "rwx------");
    moved = temp.resolve("moved");
    Files.writeString(folder.resolve(FILE), "ours");
  }

  private void exchange() throws IOException {
    Files.move(folder, moved);
    Files.createDirectory(folder);
    Files.writeString(folder.resolve(FILE), "theirs");
  }

  @Test
  void exchangedFolder_isNotRead() throws IOException {
    try (PinnedFolder pinned = new TrustedFolder(folder, delay -> {}).open()) {
      assertThat(pinned.status(FILE).size()).isEqualTo(4);
      exchange();
      assertThat(pinned.read(FILE, 9)).isEqualTo("ours".getBytes(UTF_8));
      assertThatThrownBy(() -> pinned.status(FILE)).hasMessageContaining("it was exchanged");
      Files.delete(folder.resolve(FILE));
      assertThatThrownBy(() -> pinned.status(FILE)).hasMessageContaining("it was exchanged");
      assertThatThrownBy(() -> pinned.status(Path.of("missing")))
          .isInstanceOf(NoSuchFileException.class);
    }
  }

  @Test
  void exchangedFolder_isNotWritten() throws IOException {
    try (PinnedFolder pinned = new TrustedFolder(folder, delay -> {}).open()) {
      exchange();
      Path created = Path.of("new");
      try (FileChannel channel = pinned.openToWrite(created, StandardOpenOption.CREATE_NEW)) {
        channel.write(ByteBuffer.wrap("new".getBytes(UTF_8)));
      }
      pinned.rename(created, FILE);
      pinned.sync();
      assertThat(moved.resolve(FILE)).hasContent("new");
      assertThat(pinned.deleteIfExists(FILE)).isTrue();
      assertThat(pinned.deleteIfExists(FILE)).isFalse();
      assertThat(moved).isEmptyDirectory();
      assertThat(folder.resolve(FILE)).hasContent("theirs");
    }
  }

  @Test
  void link_isNeitherReadNorWritten() throws IOException {
    Path link = Path.of("link");
    Files.createSymbolicLink(folder.resolve(link), FILE);
    try (PinnedFolder pinned = new TrustedFolder(folder, delay -> {}).open()) {
      assertThat(pinned.status(link).regular()).isFalse();
      assertThatThrownBy(() -> pinned.read(link, 9)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> pinned.openToWrite(link, StandardOpenOption.CREATE))
          .isInstanceOf(IOException.class);
    }
    assertThat(folder.resolve(FILE)).hasContent("ours");
  }

  @Test
  void trustedFolder_isCheckedAgainAfterExchange() throws IOException {
    TrustedFolder trusted = new TrustedFolder(folder, delay -> {});
    trusted.open().close();
    exchange();
    trusted.open().close(); // this user's own folder
    TestFiles.ofOtherUser(folder);
    assertThatThrownBy(trusted::open).isInstanceOf(UntrustedFileException.class);
  }
}
