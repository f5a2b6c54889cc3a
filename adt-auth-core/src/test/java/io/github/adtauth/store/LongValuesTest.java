package io.github.adtauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.internal.store.BoundedTokenStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests a user's store that returns values above the limit. */
class LongValuesTest {
  private static final StoreKey KEY = StoreKey.of("token", "alice");

  /** Returns a value of the given length for every key. */
  private record FixedLengthStore(int bytes) implements TokenStore {
    @Override
    public byte[] get(StoreKey key) {
      return new byte[bytes];
    }

    @Override
    public void put(StoreKey key, byte[] value, Instant expiresAt) {}

    @Override
    public void remove(StoreKey key) {}

    @Override
    public boolean replace(StoreKey key, byte[] expected, byte[] value, Instant expiresAt) {
      return false;
    }
  }

  @Test
  void tooLongValue_isStoreFailure() throws IOException {
    TokenStore store = BoundedTokenStore.of(new FixedLengthStore(64 << 20));
    assertThatThrownBy(() -> store.get(KEY)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> store.getEvenIfUnreadable(KEY)).isInstanceOf(IOException.class);
    TokenStore fitting = BoundedTokenStore.of(new FixedLengthStore(TokenStore.MAX_VALUE_BYTES));
    assertThat(fitting.get(KEY)).hasSize(TokenStore.MAX_VALUE_BYTES);
    assertThat(BoundedTokenStore.of(fitting)).isSameAs(fitting);
  }

  @Test
  void tooLongEncryptedValue_isUnreadable() throws IOException {
    List<String> faults = new ArrayList<>();
    byte[] sealed = new byte[64 << 20];
    sealed[0] = 1;
    TokenStore inner =
        new ForwardingStore(new FixedLengthStore(1)) {
          @Override
          public byte[] get(StoreKey key) {
            return sealed;
          }
        };
    SealedTokenStore store =
        SealedTokenStore.wrap(inner, KeyRing.of("k", new byte[32]))
            .onFailure((kind, fault) -> faults.add(kind));
    assertThat(store.get(KEY)).isNull();
    assertThat(faults).containsExactly("too-long");
  }
}
