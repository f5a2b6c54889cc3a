package io.github.adtauth.internal.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tests symbolic links on the way to a file that must be trusted. */
@DisabledOnOs(OS.WINDOWS)
class TrustedPathTest {
  @TempDir private Path temp;
  private Path sticky;
  private Path target;

  @BeforeEach
  void setUp() throws IOException {
    temp = temp.toRealPath(); // on macOS, it is behind a symbolic link
    sticky = TestFiles.sticky(Files.createDirectory(temp.resolve("sticky")));
    target = TestFiles.mode(Files.createDirectory(temp.resolve("target")), "rwx------");
    Files.createDirectory(target.resolve("inner"));
    Files.writeString(target.resolve("inner/key"), "key");
  }

  private static void assertRead(Path file) throws IOException {
    assertThat(SafeFiles.readTrusted(file, 9)).isEqualTo("key".getBytes(UTF_8));
  }

  private static void assertNotFollowed(Path file, Path link) {
    assertThatThrownBy(() -> SafeFiles.readTrusted(file, 9))
        .isInstanceOfSatisfying(
            UntrustedFileException.class,
            e ->
                assertThat(e.problem())
                    .contains("of the link " + link, "user id " + TestFiles.OTHER_USER));
  }

  @Test
  void linkOfAnotherUser_furtherUp_isNotFollowed() throws IOException {
    Path link = Files.createSymbolicLink(sticky.resolve("link"), target);
    assertRead(link.resolve("inner/key"));
    TestFiles.linkOfOtherUser(link);
    assertNotFollowed(link.resolve("inner/key"), link);
  }

  @Test
  void linkOfAnotherUser_behindOwnLink_isNotFollowed() throws IOException {
    Path link = Files.createSymbolicLink(sticky.resolve("link"), target);
    Path first = Files.createSymbolicLink(temp.resolve("first"), Path.of("sticky/link/inner"));
    Path key = Files.createSymbolicLink(temp.resolve("key"), Path.of("first/../inner/key"));
    assertRead(first.resolve("key"));
    assertRead(key);
    TestFiles.linkOfOtherUser(link);
    assertNotFollowed(first.resolve("key"), link);
    assertNotFollowed(key, link);
  }

  /** Only this user can have given it away, or have moved it here. */
  @Test
  void linkOfAnotherUser_inPrivateFolder_isFollowed() throws IOException {
    Path own = TestFiles.mode(Files.createDirectory(temp.resolve("own")), "rwxr-xr-x");
    Path link = Files.createSymbolicLink(own.resolve("link"), target);
    TestFiles.linkOfOtherUser(link);
    assertRead(link.resolve("inner/key"));
  }

  @Test
  void linksWithoutEnd_areRejected() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("link"), Path.of("./link"));
    assertThatThrownBy(() -> SafeFiles.readTrusted(link.resolve("key"), 9))
        .isInstanceOf(FileSystemLoopException.class);
  }

  @Test
  void brokenLink_isMissingFile() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("link"), Path.of("missing"));
    assertThatThrownBy(() -> SafeFiles.readTrusted(link, 9))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void resolvedPath_isTheRealPath() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("link"), target);
    Path path = link.resolve("inner/../../sticky/./.././target/inner");
    assertThat(TrustedPath.resolve(path, FileOwnership.ofProcess())).isEqualTo(path.toRealPath());
    Path root = path.getRoot().resolve("../..");
    assertThat(TrustedPath.resolve(root, FileOwnership.ofProcess())).isEqualTo(path.getRoot());
  }

  /** Another user puts the link there after the path was resolved. */
  @Test
  void linkInResolvedPath_isNotFollowed() throws IOException {
    Path real = target.toRealPath();
    PinnedFolder.openResolved(real.resolve("inner")).close();
    Files.move(real, real.resolveSibling("elsewhere"));
    Files.createSymbolicLink(real, Path.of("elsewhere"));
    assertThatThrownBy(() -> PinnedFolder.openResolved(real.resolve("inner")))
        .isInstanceOf(FileSystemException.class);
  }
}
