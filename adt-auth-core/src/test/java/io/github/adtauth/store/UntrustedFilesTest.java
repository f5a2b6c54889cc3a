package io.github.adtauth.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.internal.files.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests folders, entries and keys that another user owns or can write to. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UntrustedFilesTest {
  private static final StoreKey KEY = StoreKey.of("test", "alice");

  @TempDir private Path folder;

  /** On macOS, the temporary folder is behind a symbolic link. */
  @BeforeEach
  void resolveFolder() throws IOException {
    folder = folder.toRealPath();
  }

  private Path keyFolder() throws IOException {
    return TestFiles.mode(Files.createDirectory(folder.resolve("keys")), "rwx------");
  }

  private static void put(TokenStore store) throws IOException {
    store.put(KEY, "value".getBytes(UTF_8), Instant.now().plus(Duration.ofHours(1)));
  }

  private static void assertUntrusted(SealingKeySource source, Path file, String reason) {
    assertThatThrownBy(source::keyRing)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(reason);
  }

  @Test
  void folderOfAnotherUser_isRejected() throws IOException {
    FileTokenStore store = FileTokenStore.createUnsealed(folder);
    put(store);
    TestFiles.ofOtherUser(folder);
    assertThatThrownBy(() -> FileTokenStore.createUnsealed(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("user id " + TestFiles.OTHER_USER)
        .hasMessageContaining("chown");
    assertThatThrownBy(() -> put(store)).hasMessageContaining("user id " + TestFiles.OTHER_USER);
  }

  /** In a sticky folder others can create entries. */
  @Test
  void stickyFolder_isRejected() throws IOException {
    TestFiles.sticky(folder);
    assertThatThrownBy(() -> FileTokenStore.createUnsealed(folder))
        .hasMessageContaining("others may write");
  }

  @Test
  void untrustedEntry_isMiss() throws IOException {
    FileTokenStore store = FileTokenStore.createUnsealed(folder);
    put(store);
    Path entry = folder.resolve(KEY.fileName());
    TestFiles.mode(entry, "rw-rw----");
    assertThat(store.get(KEY)).isNull();
    assertThat(store.getEvenIfUnreadable(KEY)).isEmpty();
    TestFiles.mode(entry, "rw-------");
    assertThat(store.get(KEY)).isNotNull();
    TestFiles.ofOtherUser(entry);
    assertThat(store.get(KEY)).isNull();
  }

  @Test
  void pipeAsEntryOrLock_doesNotBlock() throws Exception {
    FileTokenStore store = FileTokenStore.createUnsealed(folder);
    TestFiles.pipe(folder.resolve(KEY.fileName()));
    assertThat(store.get(KEY)).isNull();
    TestFiles.pipe(folder.resolve(FolderLock.FILE));
    assertThatThrownBy(() -> put(store)).hasMessageContaining("must be a regular file");
  }

  @Test
  void keyFileOfAnotherUser_isRejected() throws IOException {
    Path file = keyFolder().resolve("key");
    SealingKeySource source = SealingKeySource.fromKeyFile(file, folder.resolve("store"));
    source.keyRing();
    TestFiles.ofOtherUser(file);
    assertUntrusted(source, file, "user id " + TestFiles.OTHER_USER);
  }

  @Test
  void keyFileInUntrustedFolder_isRejected() throws IOException {
    Path keys = keyFolder();
    Path file = keys.resolve("key");
    SealingKeySource source = SealingKeySource.fromKeyFile(file, folder.resolve("store"));
    source.keyRing();
    TestFiles.mode(keys, "rwxrwxrwx");
    assertUntrusted(source, file, "others may write");
    TestFiles.mode(keys, "rwx------");
    source.keyRing();
    TestFiles.ofOtherUser(keys);
    assertUntrusted(source, file, "user id " + TestFiles.OTHER_USER);
  }

  @Test
  void pipeAsKeyFile_isRejected() throws Exception {
    Path file = TestFiles.pipe(keyFolder().resolve("key"));
    assertUntrusted(
        SealingKeySource.fromKeyFile(file, folder.resolve("store")),
        file,
        "must be a regular file");
  }

  private Path linkOfAnotherUser() throws IOException {
    Path sticky = TestFiles.sticky(Files.createDirectory(folder.resolve("sticky")));
    Path link = Files.createSymbolicLink(sticky.resolve("link"), keyFolder());
    return TestFiles.linkOfOtherUser(link);
  }

  @Test
  void storeBelowLinkOfAnotherUser_isRejected() throws IOException {
    Path store = linkOfAnotherUser().resolve("store");
    assertThatThrownBy(() -> FileTokenStore.createUnsealed(store))
        .hasMessageContaining("of the link " + store.getParent());
    assertThat(store).doesNotExist();
    TestFiles.mode(Files.createDirectory(store), "rwx------");
    assertThatThrownBy(() -> FileTokenStore.createUnsealed(store))
        .hasMessageContaining("of the link " + store.getParent());
  }

  @Test
  void keyFileBelowLinkOfAnotherUser_isRejected() throws IOException {
    Path link = linkOfAnotherUser();
    Path inner = folder.resolve("keys/inner");
    SealingKeySource.fromKeyFile(inner.resolve("key"), folder.resolve("store")).keyRing();
    Path file = link.resolve("inner/key");
    SealingKeySource source = SealingKeySource.fromKeyFile(file, folder.resolve("store"));
    assertUntrusted(source, file, "of the link " + link);
    Files.delete(file);
    assertThatThrownBy(source::keyRing).hasMessageContaining("of the link " + link);
    assertThat(file).doesNotExist();
  }

  /** Another user may write to a folder further up: his entries must not replace a sign-out. */
  @Test
  void exchangedFolderOfAnotherUser_isNotRead() throws IOException {
    Path path = folder.resolve("store");
    FileTokenStore store = FileTokenStore.createUnsealed(path);
    put(store);
    Files.move(path, folder.resolve("moved"));
    Files.createDirectory(path);
    assertThat(store.get(KEY)).isNull();
    TestFiles.ofOtherUser(path);
    assertThatThrownBy(() -> store.get(KEY))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("user id " + TestFiles.OTHER_USER);
    assertThatThrownBy(() -> store.getEvenIfUnreadable(KEY)).isInstanceOf(IOException.class);
  }

  /** The folder to which the link leads belongs to this user. */
  @Test
  void linkOfAnotherUserInPlaceOfFolder_isNotFollowed() throws IOException {
    Path path = folder.resolve("store");
    FileTokenStore store = FileTokenStore.createUnsealed(path);
    Path other = folder.resolve("other");
    put(FileTokenStore.createUnsealed(other));
    Files.move(path, folder.resolve("moved"));
    TestFiles.sticky(folder);
    TestFiles.linkOfOtherUser(Files.createSymbolicLink(path, other));
    assertThatThrownBy(() -> store.get(KEY)).hasMessageContaining("of the link " + path);
    assertThatThrownBy(() -> put(store)).hasMessageContaining("symbolic link");
  }
}
