package io.github.adtauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyRingTest {
  @Test
  void firstKey_isCurrent() throws Exception {
    KeyRing ring = KeyRing.parse(" " + Keys.text("b") + ",\n" + Keys.text("a") + "\n");
    assertThat(ring.currentId()).isEqualTo("b");
    assertThat(ring.currentKey().getEncoded()).isEqualTo(Keys.key("b"));
    assertThat(ring.key("a").getEncoded()).isEqualTo(Keys.key("a"));
    assertThat(ring.key("c")).isNull();
  }

  @Test
  void key_isCopiedAndNotPrinted() throws Exception {
    byte[] key = Keys.key("a");
    KeyRing ring = KeyRing.of("a", key);
    key[0] ^= 1;
    assertThat(ring.currentKey().getEncoded()).isEqualTo(Keys.key("a"));
    assertThat(ring).hasToString("KeyRing[a]");
  }

  @Test
  void invalidKey_messageNamesPositionOnly() throws Exception {
    String good = Keys.text("a") + ",";
    String shortKey = Base64.getEncoder().encodeToString(new byte[31]);
    for (String bad :
        List.of("c4n4ry", "b:", "b:c4n4ry!", "b:" + shortKey, "c4n4ry/:" + shortKey + "AA")) {
      assertThatThrownBy(() -> KeyRing.parse(good + bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("key 2")
          .hasMessageNotContaining("c4n4ry")
          .hasNoCause();
    }
    assertThatThrownBy(() -> KeyRing.parse("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> KeyRing.parse(good + Keys.text("a")))
        .hasMessageContaining("the same id as an earlier one");
    assertThatThrownBy(() -> KeyRing.of("a b", new byte[32]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Keys.ring("a", "a")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isBounded() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 33; i++) {
      text.append(Keys.text("k" + i)).append(',');
    }
    assertThatThrownBy(() -> KeyRing.parse(text.toString())).hasMessageContaining("more than 32");
  }
}
