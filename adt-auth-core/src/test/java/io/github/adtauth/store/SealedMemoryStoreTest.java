package io.github.adtauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.Timing;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SealedMemoryStoreTest extends SealedStoreContract {
  @Override
  TokenStore newInner(Timing timing) {
    return MemoryTokenStore.withMaximumBytes(4 << 20, timing);
  }

  @Test
  void listenerException_isIgnored() throws Exception {
    inner.put(KEY, PLAIN, soon());
    TokenStore store =
        SealedTokenStore.wrap(inner, Keys.ring("new"))
            .onFailure(
                (kind, fault) -> {
                  throw new IllegalStateException("listener");
                });
    assertThat(store.get(KEY)).isNull();
  }

  @Test
  void unavailableStore_isFailure() throws Exception {
    TokenStore sealed = SealedTokenStore.wrap(new FailingStore(), Keys.ring("new"));
    Instant soon = soon();
    assertThatThrownBy(() -> sealed.get(KEY)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> sealed.put(KEY, PLAIN, soon)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> sealed.remove(KEY)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> sealed.replace(KEY, null, PLAIN, soon))
        .isInstanceOf(IOException.class);
  }

  /** A store whose operations all fail. */
  private static final class FailingStore implements TokenStore {
    @Override
    public byte[] get(StoreKey key) throws IOException {
      throw new IOException("down");
    }

    @Override
    public void put(StoreKey key, byte[] value, Instant expiresAt) throws IOException {
      throw new IOException("down");
    }

    @Override
    public void remove(StoreKey key) throws IOException {
      throw new IOException("down");
    }

    @Override
    public boolean replace(StoreKey key, byte[] expected, byte[] value, Instant expiresAt)
        throws IOException {
      throw new IOException("down");
    }
  }
}
