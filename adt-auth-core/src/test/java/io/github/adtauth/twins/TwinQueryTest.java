package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwinQueryTest {
  private static String bound(@Nullable Object value) {
    return TwinQuery.of("?", value).text();
  }

  @Test
  void values_areBoundInOrder() {
    assertThat(
            TwinQuery.of("SELECT * FROM digitaltwins T WHERE T.t > ? AND T.name = ?", 25, "Roof")
                .text())
        .isEqualTo("SELECT * FROM digitaltwins T WHERE T.t > 25 AND T.name = 'Roof'");
  }

  @Test
  void string_isEscaped() {
    assertThat(bound("D'Souza")).isEqualTo("'D\\'Souza'");
    assertThat(bound("\\")).isEqualTo("'\\\\'");
    assertThat(bound("\\' OR 1=1 --")).isEqualTo("'\\\\\\' OR 1=1 --'");
    assertThat(bound("?")).isEqualTo("'?'");
  }

  @Test
  void boundValue_isNotSearchedForPlaceholders() {
    assertThat(TwinQuery.of("? ?", "?", 1).text()).isEqualTo("'?' 1");
  }

  @Test
  void numbers_areWrittenPlainly() {
    assertThat(bound(1.5f)).isEqualTo("1.5");
    assertThat(bound(1e-7)).isEqualTo("0.00000010");
    assertThat(bound(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
    assertThat(bound(new BigDecimal("0.1"))).isEqualTo("0.1");
    assertThat(bound(new BigInteger("12345678901234567890"))).isEqualTo("12345678901234567890");
  }

  @Test
  void nonFiniteOrHugeNumbers_areRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> bound(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> bound(Float.POSITIVE_INFINITY));
    assertThatIllegalArgumentException().isThrownBy(() -> bound(new BigDecimal("1e999999999")));
  }

  @Test
  void otherTypes_haveLiterals() {
    assertThat(bound(true)).isEqualTo("true");
    assertThat(bound(Instant.parse("2025-05-02T18:51:14Z"))).isEqualTo("'2025-05-02T18:51:14Z'");
    assertThat(bound(List.of("a", "b'"))).isEqualTo("['a', 'b\\'']");
    assertThat(bound(List.of(1, 2))).isEqualTo("[1, 2]");
  }

  @Test
  void valuesWithoutLiteral_areRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bound(new Object[] {null}[0]))
        .withMessageContaining("IS_NULL");
    assertThatIllegalArgumentException().isThrownBy(() -> bound(Arrays.asList("a", null)));
    assertThatIllegalArgumentException().isThrownBy(() -> bound(List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> bound(List.of(List.of(1))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bound('x'))
        .withMessageContaining("Character");
  }

  @Test
  void questionMarksWithinQuotes_areText() {
    assertThat(TwinQuery.of("WHERE a = 'who?' AND b = \"it's?\" AND c = ?", 1).text())
        .isEqualTo("WHERE a = 'who?' AND b = \"it's?\" AND c = 1");
    assertThat(TwinQuery.of("a = 'it\\'s ?' AND b = ?", 1).text())
        .isEqualTo("a = 'it\\'s ?' AND b = 1");
  }

  @Test
  void wrongNumberOfValues_isRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TwinQuery.of("a = ? AND b = ?", 1))
        .withMessageContaining("2 '?'")
        .withMessageContaining("1 values");
    assertThatIllegalArgumentException().isThrownBy(() -> TwinQuery.of("a", 1));
    assertThatIllegalArgumentException().isThrownBy(() -> TwinQuery.of("a = '?'", 1));
  }

  @Test
  void queryEndingWithinQuotes_isRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> TwinQuery.of("a = 'b"));
    assertThatIllegalArgumentException().isThrownBy(() -> TwinQuery.of("a = 'b\\"));
  }

  @Test
  void pageSize_mustBePositive() {
    assertThat(TwinQuery.of("a").pageSize(5).pageSize()).isEqualTo(5);
    assertThatIllegalArgumentException().isThrownBy(() -> TwinQuery.of("a").pageSize(0));
  }

  @Test
  void toString_containsQuery() {
    assertThat(TwinQuery.of("a = ?", 1)).hasToString("TwinQuery[a = 1]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"temperature", "T.temperature", "T.thermostat.setPoint", "T.$dtId", "a_1"})
  void identifier_isNameOfProperty(String name) {
    assertThat(TwinQuery.identifier(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a'",
        "a;b",
        "a.",
        ".a",
        "a..b",
        "1a",
        "a-b",
        "a OR 1=1",
        "a)",
        "ä",
        "[[a]]",
        "a\n",
        "T.$",
        "?"
      })
  void invalidIdentifier_isRejected(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> TwinQuery.identifier(name));
  }

  @Test
  void longIdentifier_isCheckedInLinearTime() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TwinQuery.identifier("a".repeat(1_000_000)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TwinQuery.identifier("a.".repeat(500_000) + "a"));
  }

  @Test
  void continuation_hasTokenAndNoText() {
    assertThat(TwinQuery.fromContinuationToken("token").text()).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> TwinQuery.fromContinuationToken(" "));
  }
}
