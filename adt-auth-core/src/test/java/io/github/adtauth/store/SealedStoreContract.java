package io.github.adtauth.store;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.adtauth.TestTiming;
import io.github.adtauth.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The contract of encrypted stores: an unreadable entry is a miss, never plaintext. */
abstract class SealedStoreContract extends TokenStoreContract {
  static final byte[] PLAIN = bytes("eyJ.the-plain-value");

  final List<String> faults = new ArrayList<>();
  TokenStore inner;

  abstract TokenStore newInner(Timing timing) throws Exception;

  @Override
  final TokenStore newStore(Timing timing) throws Exception {
    inner = newInner(timing);
    return sealing(Keys.ring("new", "old"));
  }

  final SealedTokenStore sealing(KeyRing ring) {
    return SealedTokenStore.wrap(inner, ring)
        .timing(TestTiming.of(time))
        .onFailure((kind, fault) -> faults.add(kind));
  }

  @Test
  void innerStore_containsNoPlaintext() throws Exception {
    store.put(KEY, PLAIN, soon());
    assertThat(new String(inner.get(KEY), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("plain")
        .contains("new");
  }

  @Test
  void ciphertexts_differ() throws Exception {
    store.put(KEY, PLAIN, soon());
    byte[] first = inner.get(KEY);
    store.put(KEY, PLAIN, soon());
    assertThat(inner.get(KEY)).isNotEqualTo(first);
  }

  @Test
  void changedByte_isMiss() throws Exception {
    store.put(KEY, PLAIN, soon());
    byte[] sealed = inner.get(KEY);
    for (int i = 0; i < sealed.length; i++) {
      for (int bit : new int[] {1, 0x80}) {
        byte[] changed = sealed.clone();
        changed[i] ^= (byte) bit;
        inner.put(KEY, changed, soon());
        assertThat(store.get(KEY)).as("byte %s", i).isNull();
      }
    }
    assertThat(faults).hasSize(2 * sealed.length).contains("not-authentic", "unknown-key");
    inner.put(KEY, sealed, soon());
    assertThat(store.get(KEY)).isEqualTo(PLAIN);
  }

  @Test
  void changedLength_isMiss() throws Exception {
    store.put(KEY, PLAIN, soon());
    byte[] sealed = inner.get(KEY);
    for (int length = 0; length <= sealed.length + 20; length++) {
      if (length != sealed.length) {
        inner.put(KEY, Arrays.copyOf(sealed, length), soon());
        assertThat(store.get(KEY)).as("length %s", length).isNull();
      }
    }
    assertThat(faults).contains("truncated", "not-authentic", "not-sealed");
  }

  @Test
  void valueMovedToOtherKey_isMiss() throws Exception {
    store.put(KEY, bytes("alice"), soon());
    store.put(OTHER, bytes("bob"), soon());
    byte[] alice = inner.get(KEY);
    inner.put(KEY, inner.get(OTHER), soon());
    inner.put(OTHER, alice, soon());
    assertThat(store.get(KEY)).isNull();
    assertThat(store.get(OTHER)).isNull();
    assertThat(faults).containsExactly("not-authentic", "not-authentic");
  }

  @Test
  void plaintext_isMiss() throws Exception {
    inner.put(KEY, PLAIN, soon());
    assertThat(store.get(KEY)).isNull();
    assertThat(faults).containsExactly("not-sealed");
  }

  @Test
  void expiry_isAuthenticated() throws Exception {
    store.put(KEY, PLAIN, soon());
    inner.put(KEY, inner.get(KEY), in(Duration.ofDays(1)));
    time.advance(Duration.ofHours(1));
    assertThat(inner.get(KEY)).isNotNull();
    assertThat(store.get(KEY)).isNull();
    assertThat(faults).isEmpty();
    assertThat(store.replace(KEY, PLAIN, PLAIN, soon())).isFalse();
    assertThat(store.replace(KEY, null, bytes("next"), soon())).isTrue();
    assertThat(store.get(KEY)).isEqualTo(bytes("next"));
  }

  @Test
  void unreadableEntry_canBeReplaced() throws Exception {
    inner.put(KEY, PLAIN, soon());
    assertThat(store.replace(KEY, PLAIN, bytes("x"), soon())).isFalse();
    assertThat(store.replace(KEY, null, bytes("x"), soon())).isTrue();
    assertThat(store.get(KEY)).isEqualTo(bytes("x"));
  }

  @Test
  void oldKey_decryptsUntilNextWrite() throws Exception {
    sealing(Keys.ring("old")).put(KEY, PLAIN, soon());
    assertThat(store.get(KEY)).isEqualTo(PLAIN);
    assertThat(store.replace(KEY, PLAIN, bytes("next"), soon())).isTrue();
    assertThat(sealing(Keys.ring("new")).get(KEY)).isEqualTo(bytes("next"));
    assertThat(sealing(Keys.ring("old")).get(KEY)).isNull();
    assertThat(faults).containsExactly("unknown-key");
  }

  /** The existence of a sign-out counts even if it is unreadable. */
  @Test
  void unreadableEntry_exists() throws Exception {
    assertThat(store.getEvenIfUnreadable(KEY)).isNull();
    store.put(KEY, PLAIN, in(Duration.ofMinutes(1)));
    assertThat(store.getEvenIfUnreadable(KEY)).isEqualTo(PLAIN);
    assertThat(faults).isEmpty();
    byte[] sealed = inner.get(KEY);
    inner.put(KEY, sealed, soon());
    time.advance(Duration.ofMinutes(1));
    assertThat(store.getEvenIfUnreadable(KEY)).as("expired").isNull();
    inner.put(KEY, PLAIN, soon());
    assertThat(store.getEvenIfUnreadable(KEY)).isEmpty();
    assertThat(faults).containsExactly("not-sealed");
  }

  @Test
  void twoBytes_areUnreadable() throws Exception {
    inner.put(KEY, new byte[] {1, 0}, soon());
    assertThat(store.get(KEY)).isNull();
    assertThat(faults).containsExactly("truncated");
  }

  @Test
  void otherKeyWithSameId_isMiss() throws Exception {
    store.put(KEY, PLAIN, soon());
    byte[] other = Keys.key("other");
    assertThat(sealing(KeyRing.of("new", other)).get(KEY)).isNull();
    assertThat(faults).containsExactly("not-authentic");
  }

  @Test
  void eachKind_isLoggedOnceWithoutContent() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger(TokenStore.class);
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    logger.addAppender(appender);
    try {
      inner.put(KEY, PLAIN, soon());
      for (int i = 0; i < 10; i++) {
        assertThat(store.get(KEY)).isNull();
      }
    } finally {
      logger.detachAppender(appender);
    }
    assertThat(appender.list)
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.getFormattedMessage()).contains(KEY.text()).doesNotContain("eyJ"));
    assertThat(faults).hasSize(10);
  }
}
