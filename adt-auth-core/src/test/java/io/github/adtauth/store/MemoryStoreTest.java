package io.github.adtauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.Timing;
import org.junit.jupiter.api.Test;

class MemoryStoreTest extends TokenStoreContract {
  @Override
  TokenStore newStore(Timing timing) {
    return MemoryStore.ofBytes(4 << 20, timing);
  }

  @Test
  void isBoundedByWeight() {
    MemoryStore small = MemoryStore.ofBytes(64 << 10, time.timing());
    for (int i = 0; i < 10_000; i++) {
      small.put(StoreKey.of("test", String.valueOf(i)), new byte[100], soon());
    }
    assertThat(small.size()).isBetween(1L, (64L << 10) / 600);
  }

  @Test
  void refusesABoundThatHoldsNothing() {
    assertThatThrownBy(() -> MemoryStore.ofBytes(64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("64 KB");
  }
}
