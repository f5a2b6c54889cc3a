package io.github.adtauth.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.AclEntryFlag.DIRECTORY_INHERIT;
import static java.nio.file.attribute.AclEntryFlag.FILE_INHERIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.adtauth.internal.files.WindowsFiles;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the file store and its key file on a file system of Windows, in memory. */
class WindowsStoreTest {
  private static final StoreKey KEY = StoreKey.of("token", "alice");
  private static final Instant EXPIRY = Instant.MAX.minusSeconds(1);

  private final FileSystem windows = WindowsFiles.create();
  private final Path folder = windows.getPath("C:\\Users\\alice\\My Tool\\tokens");
  private final Path keyFile = windows.getPath("C:\\Users\\alice\\My Tool\\keys\\key");

  @AfterEach
  void tearDown() throws IOException {
    windows.close();
  }

  @Test
  void entries_areWrittenReplacedAndRemoved() throws IOException {
    KeyRing ring = SealingKeySource.fromKeyFile(keyFile, folder).keyRing();
    TokenStore store = FileTokenStore.create(folder, ring);
    store.put(KEY, "first".getBytes(UTF_8), EXPIRY);
    store.put(KEY, "second".getBytes(UTF_8), EXPIRY);
    assertThat(FileTokenStore.create(folder, ring).get(KEY)).asString(UTF_8).isEqualTo("second");
    assertThat(store.replace(KEY, "first".getBytes(UTF_8), "x".getBytes(UTF_8), EXPIRY)).isFalse();
    store.remove(KEY);
    assertThat(store.get(KEY)).isNull();
    assertThat(SealingKeySource.fromKeyFile(keyFile, folder).keyRing().currentId())
        .isEqualTo(ring.currentId());
  }

  @Test
  void newFolderAndFiles_areAccessibleToOwnerOnly() throws IOException {
    KeyRing ring = SealingKeySource.fromKeyFile(keyFile, folder).keyRing();
    FileTokenStore.create(folder, ring).put(KEY, "value".getBytes(UTF_8), EXPIRY);
    for (Path created : List.of(folder, keyFile.getParent())) {
      AclEntry entry = WindowsFiles.onlyEntry(created);
      assertThat(entry.principal()).isEqualTo(Files.getOwner(created));
      assertThat(entry.flags()).containsExactlyInAnyOrder(FILE_INHERIT, DIRECTORY_INHERIT);
    }
    for (Path created : List.of(keyFile, folder.resolve(KEY.fileName()))) {
      assertThat(WindowsFiles.onlyEntry(created).principal()).isEqualTo(Files.getOwner(created));
    }
  }

  /** A list of another user's folder, such as one that an administrator prepared, stays. */
  @Test
  void existingFolder_keepsItsAccessControlList() throws IOException {
    Files.createDirectories(folder);
    List<AclEntry> entries = WindowsFiles.allowEverything(folder, "Administrators");
    FileTokenStore.createUnsealed(folder).put(KEY, "value".getBytes(UTF_8), EXPIRY);
    assertThat(WindowsFiles.acl(folder)).isEqualTo(entries);
    assertThat(WindowsFiles.onlyEntry(folder.resolve(KEY.fileName())).principal())
        .isEqualTo(Files.getOwner(folder));
  }

  @Test
  void keyFileInStore_isRejectedInAnyCase() throws IOException {
    Files.createDirectories(folder);
    for (String inside :
        List.of("c:\\USERS\\Alice\\my tool\\TOKENS\\key", "C:/Users/alice/My Tool/tokens/key")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SealingKeySource.fromKeyFile(windows.getPath(inside), folder))
          .withMessageContaining("must be outside the store's folder");
    }
  }

  @Test
  void namesOfFiles_areValidOnWindows() throws IOException {
    FileTokenStore.createUnsealed(folder).put(KEY, "value".getBytes(UTF_8), EXPIRY);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .allMatch(name -> name.matches("[a-z0-9.-]+"));
    }
  }
}
