package io.github.adtauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SealingKeySourceTest {
  @TempDir Path temp;

  @Test
  void of_returnsGivenRing() throws Exception {
    KeyRing ring = Keys.ring("a");
    assertThat(SealingKeySource.of(ring).keyRing()).isSameAs(ring);
  }

  @Test
  void fromEnvironment_readsVariable() throws Exception {
    Map<String, String> environment = Map.of("ADT_SEALING_KEYS", Keys.text("a"));
    assertThat(SealingKeySource.fromEnvironment(environment).keyRing().currentId()).isEqualTo("a");
    assertThatThrownBy(SealingKeySource.fromEnvironment(Map.of())::keyRing)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ADT_SEALING_KEYS");
    assertThatThrownBy(
            SealingKeySource.fromEnvironment(Map.of("ADT_SEALING_KEYS", "c4n4ry"))::keyRing)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ADT_SEALING_KEYS")
        .hasMessageNotContaining("c4n4ry");
  }

  @Test
  void keyFile_isCreatedOnFirstUse() throws Exception {
    KeyRing first = keyFile().keyRing();
    KeyRing second = keyFile().keyRing();
    assertThat(second.currentId()).isEqualTo(first.currentId());
    assertThat(second.currentKey()).isEqualTo(first.currentKey());
  }

  @Test
  void keyFiles_haveDifferentKeys() throws Exception {
    KeyRing one = keyFile().keyRing();
    KeyRing other =
        SealingKeySource.fromKeyFile(temp.resolve("others/key"), temp.resolve("store")).keyRing();
    assertThat(one.currentId()).isNotEqualTo(other.currentId());
    assertThat(one.currentKey().getEncoded())
        .isNotEqualTo(other.currentKey().getEncoded())
        .isNotEqualTo(new byte[32]);
  }

  @Test
  void fromEnvironment_readsProcessEnvironment() {
    assumeThat(System.getenv("ADT_SEALING_KEYS")).isNull();
    assertThatThrownBy(SealingKeySource.fromEnvironment()::keyRing)
        .hasMessageContaining("ADT_SEALING_KEYS");
  }

  @Test
  void concurrentFirstUses_getSameKey() throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(8);
    Set<String> ids = new HashSet<>();
    try {
      for (Future<KeyRing> ring :
          executor.invokeAll(
              Collections.<Callable<KeyRing>>nCopies(16, () -> keyFile().keyRing()))) {
        ids.add(ring.get().currentId());
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(ids).hasSize(1);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void keyFileAccessibleToOthers_isRejected() throws Exception {
    keyFile().keyRing();
    Path file = temp.resolve("keys/key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(keyFile()::keyRing)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("others can access");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void keyFileInStore_isRejected() throws Exception {
    Path store = Files.createDirectory(temp.resolve("store"));
    Path link = Files.createSymbolicLink(temp.resolve("link"), store);
    for (Path inside : Arrays.asList(store, store.resolve("deep/er"), link)) {
      assertThatThrownBy(() -> SealingKeySource.fromKeyFile(inside.resolve("key"), store))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("outside");
    }
    Files.createDirectory(temp.resolve("keys"));
    Files.createSymbolicLink(temp.resolve("keys/key"), store.resolve("key"));
    assertThatThrownBy(keyFile()::keyRing)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("symbolic link");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void damagedKeyFile_isNotOverwritten() throws Exception {
    keyFile().keyRing();
    Path file = temp.resolve("keys/key");
    Files.write(file, new byte[0]);
    assertThatThrownBy(keyFile()::keyRing)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file.toString());
    assertThat(file).isEmptyFile();
  }

  private SealingKeySource keyFile() {
    return SealingKeySource.fromKeyFile(temp.resolve("keys/key"), temp.resolve("store"));
  }
}
