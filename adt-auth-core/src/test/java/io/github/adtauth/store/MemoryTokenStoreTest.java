package io.github.adtauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.TestTiming;
import io.github.adtauth.Timing;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryTokenStoreTest extends TokenStoreContract {
  @Override
  TokenStore newStore(Timing timing) {
    return MemoryTokenStore.withMaximumBytes(4 << 20, timing);
  }

  @Test
  void size_isLimited() throws Exception {
    MemoryTokenStore small = MemoryTokenStore.withMaximumBytes(64 << 10, TestTiming.of(time));
    for (int i = 0; i < 10_000; i++) {
      small.put(StoreKey.of("token", String.valueOf(i)), new byte[100], soon());
    }
    assertThat(small.size()).isBetween(1L, (64L << 10) / 600);
  }

  /** A token can be requested again; a sign-out or a session cannot. */
  @ParameterizedTest
  @ValueSource(strings = {"signout", "session", "account", "accounts", "test"})
  void durableEntry_isNotEvictedByTokens(String kind) throws Exception {
    MemoryTokenStore small = MemoryTokenStore.withMaximumBytes(64 << 10, TestTiming.of(time));
    StoreKey durable = StoreKey.of(kind, "alice");
    small.put(durable, bytes("a"), soon());
    for (int i = 0; i < 10_000; i++) {
      small.put(StoreKey.of("token", String.valueOf(i)), new byte[100], soon());
    }
    assertThat(small.get(durable)).isEqualTo(bytes("a"));
  }

  @Test
  void durableEntry_isRejectedByAFullStore() throws Exception {
    MemoryTokenStore small = MemoryTokenStore.withMaximumBytes(64 << 10, TestTiming.of(time));
    List<StoreKey> sessions = fill(small, "session");
    assertThat(sessions).hasSizeBetween(30, 50);
    StoreKey next = StoreKey.of("session", "next");
    assertThatThrownBy(() -> small.replace(next, null, new byte[100], soon()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("MemoryTokenStore is full");
    assertThat(small.get(next)).isNull();
    for (StoreKey session : sessions) {
      assertThat(small.get(session)).isNotNull();
    }
    // Neither a rotated refresh token nor the end of a session needs more memory.
    assertThat(small.replace(sessions.get(0), new byte[100], new byte[99], soon())).isTrue();
    small.remove(sessions.get(1));
    small.put(next, new byte[100], soon());
    assertThat(small.get(next)).hasSize(100);
  }

  @Test
  void signOuts_haveReservedMemory() throws Exception {
    MemoryTokenStore small = MemoryTokenStore.withMaximumBytes(64 << 10, TestTiming.of(time));
    fill(small, "session");
    List<StoreKey> signOuts = fill(small, "signout");
    assertThat(signOuts).hasSizeBetween(10, 20);
    for (StoreKey signOut : signOuts) {
      assertThat(small.get(signOut)).isNotNull();
    }
  }

  @Test
  void expiredDurableEntries_freeMemory() throws Exception {
    MemoryTokenStore small = MemoryTokenStore.withMaximumBytes(64 << 10, TestTiming.of(time));
    int count = fill(small, "session").size();
    time.advance(Duration.ofHours(2));
    assertThat(fill(small, "session")).hasSize(count);
  }

  /** Puts entries of a kind until the store rejects one; returns the keys of the others. */
  private List<StoreKey> fill(TokenStore store, String kind) {
    List<StoreKey> keys = new ArrayList<>();
    while (keys.size() < 1_000) {
      StoreKey key = StoreKey.of(kind, String.valueOf(keys.size()));
      try {
        store.put(key, new byte[100], soon());
      } catch (IOException e) {
        return keys;
      }
      keys.add(key);
    }
    throw new AssertionError("The store never rejected an entry.");
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
  void defaultTiming_isSystem() throws Exception {
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
