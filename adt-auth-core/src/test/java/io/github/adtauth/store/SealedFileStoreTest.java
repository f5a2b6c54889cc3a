package io.github.adtauth.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.TestTiming;
import io.github.adtauth.Timing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedFileStoreTest extends SealedStoreContract {
  @TempDir Path folder;

  @Override
  TokenStore newInner(Timing timing) throws Exception {
    return new FileTokenStore(folder, EntryFile.SEALED, timing);
  }

  @Test
  void files_containNoPlaintext() throws Exception {
    TokenStore sealed = FileTokenStore.create(folder, Keys.ring("k"), TestTiming.of(time));
    sealed.put(KEY, PLAIN, soon());
    byte[] bytes = Files.readAllBytes(folder.resolve(KEY.fileName()));
    assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("plain");
    assertThat(sealed.get(KEY)).isEqualTo(PLAIN);
  }

  @Test
  void encryptedAndUnencryptedStores_areSeparate() throws Exception {
    TokenStore unsealed = FileTokenStore.createUnsealed(folder, TestTiming.of(time));
    unsealed.put(KEY, PLAIN, soon());
    assertThat(store.get(KEY)).isNull();
    store.put(KEY, PLAIN, soon());
    assertThat(unsealed.get(KEY)).isNull();
  }
}
