package io.github.adtauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.TestTiming;
import io.github.adtauth.Timing;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FileTokenStoreTest extends TokenStoreContract {
  @TempDir Path temp;
  private Path folder;

  @Override
  TokenStore newStore(Timing timing) throws Exception {
    folder = temp.resolve("a/store");
    return FileTokenStore.createUnsealed(folder, timing);
  }

  private Path file() {
    return folder.resolve(KEY.fileName());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.endsWith(FolderLock.FILE)).toList();
    }
  }

  @Test
  void entry_outlivesStore() throws Exception {
    store.put(KEY, bytes("value"), soon());
    assertThat(FileTokenStore.createUnsealed(folder, TestTiming.of(time)).get(KEY))
        .isEqualTo(bytes("value"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void files_areAccessibleToOwnerOnly() throws Exception {
    store.put(KEY, bytes("value"), soon());
    for (Path path : List.of(folder, folder.getParent())) {
      assertThat(mode(path)).isEqualTo("rwx------");
    }
    assertThat(mode(file())).isEqualTo("rw-------");
    assertThat(mode(folder.resolve(FolderLock.FILE))).isEqualTo("rw-------");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void folderWritableByOthers_isRejected() throws Exception {
    for (String mode : List.of("rwxrwx---", "rwx----w-")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
      assertThatThrownBy(() -> FileTokenStore.createUnsealed(folder))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("others may write")
          .hasMessageContaining(folder.toString());
      assertThatThrownBy(() -> store.put(KEY, bytes("value"), soon()))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void symbolicLinks_areNotFollowed() throws Exception {
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    Path link = Files.createSymbolicLink(temp.resolve("link"), elsewhere);
    assertThatThrownBy(() -> FileTokenStore.createUnsealed(link))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("symbolic link");

    store.put(KEY, bytes("value"), soon());
    Path target = Files.move(file(), temp.resolve("target"));
    Files.createSymbolicLink(file(), target);
    byte[] before = Files.readAllBytes(target);
    assertThat(store.get(KEY)).isNull();
    store.put(KEY, bytes("next"), soon());
    assertThat(store.get(KEY)).isEqualTo(bytes("next"));
    assertThat(Files.readAllBytes(target)).isEqualTo(before);

    Files.delete(folder.resolve(FolderLock.FILE));
    Files.createSymbolicLink(folder.resolve(FolderLock.FILE), target);
    assertThatThrownBy(() -> store.put(KEY, bytes("last"), soon()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.toString());
  }

  @Test
  void damagedOrRenamedFile_isMiss() throws Exception {
    store.put(KEY, bytes("value"), soon());
    byte[] whole = Files.readAllBytes(file());
    for (int i = 0; i < whole.length; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= 1;
      Files.write(file(), changed);
      assertThat(store.get(KEY)).as("byte %s", i).isNull();
    }
    for (int length = 0; length < whole.length; length++) {
      Files.write(file(), java.util.Arrays.copyOf(whole, length));
      assertThat(store.get(KEY)).as("length %s", length).isNull();
    }
    Files.write(file(), new byte[2 << 20]);
    assertThat(store.get(KEY)).isNull();
    Files.write(folder.resolve(OTHER.fileName()), whole);
    assertThat(store.get(OTHER)).isNull();
  }

  @Test
  void unreadableFolder_isFailure() throws Exception {
    Files.delete(folder);
    Files.write(folder, bytes("a file in its place"));
    assertThatThrownBy(() -> store.get(KEY))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.toString());
    assertThatThrownBy(() -> store.remove(KEY)).isInstanceOf(IOException.class);
  }

  @Test
  void deletedFolder_isRecreated() throws Exception {
    Files.delete(folder);
    assertThat(store.get(KEY)).isNull();
    store.put(KEY, bytes("value"), soon());
    assertThat(store.get(KEY)).isEqualTo(bytes("value"));
  }

  @Test
  void failedWrite_namesFolderAndKeepsOldValue() throws Exception {
    store.put(KEY, bytes("old"), soon());
    byte[] old = Files.readAllBytes(file());
    Files.delete(file());
    Files.createDirectories(
        file().resolve("in-the-way")); // even root cannot replace a non-empty folder
    assertThatThrownBy(() -> store.put(KEY, bytes("new"), soon()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.toString());
    assertThat(files()).containsExactly(file()); // the temporary file was deleted
    Files.delete(file().resolve("in-the-way"));
    Files.delete(file());
    Files.write(file(), old);
    assertThat(store.get(KEY)).isEqualTo(bytes("old"));
  }

  @Test
  void expiredEntries_areDeletedInBatches() throws Exception {
    for (int i = 0; i < 250; i++) {
      store.put(StoreKey.of("test", String.valueOf(i)), bytes("x"), in(Duration.ofMinutes(5)));
    }
    Path crashed = Files.write(folder.resolve(Sweeper.TEMPORARY + "1"), bytes("half an ent"));
    Path foreign = Files.write(folder.resolve("v1-notes.txt"), bytes("keep"));
    FileTokenStore.create(folder, Keys.ring("k"), TestTiming.of(time))
        .put(OTHER, bytes("s"), soon());
    time.advance(Duration.ofMinutes(10));
    store.put(KEY, bytes("value"), soon());
    assertThat(files()).hasSizeBetween(150, 160);
    for (int i = 0; i < 10; i++) {
      time.advance(Duration.ofMinutes(1));
      store.put(KEY, bytes("value"), soon());
    }
    assertThat(files())
        .containsExactlyInAnyOrder(foreign, file(), folder.resolve(OTHER.fileName()))
        .doesNotContain(crashed);
  }

  @Test
  void lockTimeout_failsOnlyWriters() throws Exception {
    store.put(KEY, bytes("old"), soon());
    try (FileChannel other =
        FileChannel.open(folder.resolve(FolderLock.FILE), StandardOpenOption.WRITE)) {
      other.lock();
      assertThat(store.get(KEY)).isEqualTo(bytes("old"));
      assertThatThrownBy(() -> store.put(KEY, bytes("new"), soon()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("locked");
    }
    assertThat(store.get(KEY)).isEqualTo(bytes("old"));
    store.put(KEY, bytes("new"), soon());
  }

  @Test
  void interrupt_endsWaitAndKeepsFlag() throws Exception {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> store.put(KEY, bytes("value"), soon()))
        .isInstanceOf(IOException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(store.get(KEY)).isNull();
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
