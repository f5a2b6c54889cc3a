package io.github.adtauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.TestTiming;
import io.github.adtauth.Timing;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MemoryTokenStoreTest extends TokenStoreContract {
  @Override
  TokenStore newStore(Timing timing) {
    return MemoryTokenStore.withMaximumBytes(4 << 20, timing);
  }

  @Test
  void size_isLimited() {
    MemoryTokenStore small = MemoryTokenStore.withMaximumBytes(64 << 10, TestTiming.of(time));
    for (int i = 0; i < 10_000; i++) {
      small.put(StoreKey.of("test", String.valueOf(i)), new byte[100], soon());
    }
    assertThat(small.size()).isBetween(1L, (64L << 10) / 600);
  }

  /** Memory is freed even if the entry is not read again. */
  @Test
  void expiredEntry_isEvicted() throws Exception {
    time.advance(Duration.ofDays(3));
    MemoryTokenStore memory = MemoryTokenStore.withMaximumBytes(4 << 20, TestTiming.of(time));
    memory.put(KEY, bytes("a"), in(Duration.ofMinutes(10)));
    memory.put(OTHER, bytes("b"), Instant.MAX);
    time.advance(Duration.ofMinutes(9));
    assertThat(memory.size()).isEqualTo(2);
    time.advance(Duration.ofMinutes(2));
    assertThat(memory.size()).isEqualTo(1);
    assertThat(memory.get(OTHER)).isEqualTo(bytes("b"));
  }

  @Test
  void defaultTiming_isSystem() {
    MemoryTokenStore memory = MemoryTokenStore.withMaximumBytes(64 << 10);
    memory.put(KEY, bytes("a"), Instant.now().plusSeconds(3600));
    memory.put(OTHER, bytes("b"), Instant.now().minusSeconds(1));
    assertThat(memory.get(KEY)).isEqualTo(bytes("a"));
    assertThat(memory.get(OTHER)).isNull();
  }

  @Test
  void tooSmallMaximum_isRejected() {
    assertThatThrownBy(() -> MemoryTokenStore.withMaximumBytes(64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("64 KB");
  }
}
