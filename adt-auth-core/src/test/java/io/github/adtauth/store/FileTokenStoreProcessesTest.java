package io.github.adtauth.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests several processes that share a folder; longer with {@code -Dadt.store.writes=5000}. */
@Timeout(300)
class FileTokenStoreProcessesTest {
  private static final int WRITES = Integer.getInteger("adt.store.writes", 500);
  private static final int KILLS = Integer.getInteger("adt.store.kills", 3);

  @TempDir Path folder;

  @Test
  void concurrentProcesses_loseNoWrite() throws Exception {
    List<Process> writers =
        List.of(
            StoreWriter.start("count", folder.toString(), "a", String.valueOf(WRITES)),
            StoreWriter.start("count", folder.toString(), "b", String.valueOf(WRITES)));
    try {
      for (Process writer : writers) {
        writer.waitFor();
        assertThat(writer.exitValue()).isZero();
      }
    } finally {
      writers.forEach(Process::destroyForcibly);
    }
    TokenStore store = FileTokenStore.create(folder, Keys.ring("k"));
    assertThat(new String(store.get(StoreWriter.SHARED), UTF_8))
        .isEqualTo(String.valueOf(2 * ((WRITES + 1) / 2)));
    for (String name : List.of("a", "b")) {
      for (int i = 1; i < WRITES; i += 2) {
        assertThat(store.get(StoreWriter.own(name, i)))
            .isEqualTo(TokenStoreContract.bytes(name + i));
      }
    }
  }

  @Test
  void killedWriter_leavesOldOrNewValue() throws Exception {
    TokenStore store = FileTokenStore.create(folder, Keys.ring("k"));
    for (int kill = 0; kill < KILLS; kill++) {
      store.put(StoreWriter.SHARED, StoreWriter.uniform(0), StoreWriter.LATER);
      Process writer = StoreWriter.start("overwrite", folder.toString());
      int acknowledged;
      try (InputStream out = writer.getInputStream()) {
        acknowledged = 0;
        for (int i = 0; i < 100 + 7 * kill; i++) {
          acknowledged += out.readNBytes(1).length;
          // Readers see either the old or the new value during a write.
          byte[] seen = store.get(StoreWriter.SHARED);
          assertThat(seen).as("read %s", i).isNotNull();
          assertThat(seen).isEqualTo(StoreWriter.uniform(seen[0]));
        }
        // kill -9; Process.destroyForcibly would close the stream as well
        assertThat(writer.toHandle().destroyForcibly()).isTrue();
        acknowledged += out.readAllBytes().length;
        writer.waitFor();
      } finally {
        writer.destroyForcibly();
      }
      byte[] value = store.get(StoreWriter.SHARED);
      assertThat(acknowledged).isGreaterThanOrEqualTo(100);
      assertThat(value)
          .isIn(StoreWriter.uniform(acknowledged), StoreWriter.uniform(acknowledged + 1));
    }
  }
}
