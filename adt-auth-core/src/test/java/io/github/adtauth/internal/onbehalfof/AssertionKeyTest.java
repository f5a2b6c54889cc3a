package io.github.adtauth.internal.onbehalfof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssertionKeyTest {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private final Random random = new Random(11);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 47, 48, 49, 64, 65, 1_700})
  void keys_differInEveryCharacter(int length) {
    String token = token(length);
    AssertionKey key = new AssertionKey(token);

    assertThat(key).isEqualTo(new AssertionKey(new String(token.toCharArray())));
    assertThat(key).hasSameHashCodeAs(new AssertionKey(new String(token.toCharArray())));
    assertThat(key).isNotEqualTo(new AssertionKey(token + "A"));
    for (int i = 0; i < length; i++) {
      String other = token.substring(0, i) + "." + token.substring(i + 1);
      assertThat(new AssertionKey(other)).isNotEqualTo(key);
      assertThat(new AssertionKey(other).compareTo(key)).isNotZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 1_700})
  void hashes_ofSimilarTokens_areSpread(int length) {
    String token = token(length);
    Set<Integer> bySignature = new HashSet<>();
    Set<Integer> byClaims = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      String part = token(342);
      bySignature.add(new AssertionKey(token + part).hashCode());
      byClaims.add(new AssertionKey(part + token).hashCode());
    }

    assertThat(bySignature).hasSizeGreaterThan(9_990);
    assertThat(byClaims).hasSizeGreaterThan(9_990);
  }

  private String token(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }
}
