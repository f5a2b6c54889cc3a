package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {
  @Test
  void trim_removesInvisibleCharacters() {
    for (char c = 0; c < Character.MAX_VALUE; c++) {
      boolean unseen =
          Character.isSpaceChar(c)
              || Character.getType(c) == Character.FORMAT
              || (c >= '\t' && c <= '\r');
      assertThat(Placeholders.trim(c + "a" + c + "a" + c))
          .as("U+%04x", (int) c)
          .isEqualTo(unseen ? "a" + c + "a" : c + "a" + c + "a" + c);
    }
  }

  @Test
  @Timeout(10)
  void trim_takesLinearTime() {
    String value = "a" + " ".repeat(1 << 20) + "b";
    assertThat(Placeholders.trim(" " + value + "\udb40\udc20")).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "<a>|placeholder",
        "a<b>c|placeholder",
        "{a}|placeholder",
        "a{b}c|placeholder",
        "#{a}#|placeholder",
        "$(a)|placeholder",
        "a$(b)c|placeholder",
        "%A_1%|placeholder",
        "\"a\"|must not be quoted",
        "'a'|must not be quoted",
        "`a`|must not be quoted",
        "„a“|must not be quoted",
        "«a»|must not be quoted",
        "(1f0c2a44-7b1d-4a0e-9c58-0e6f1f6d2b11)|must not be in brackets",
        "@Microsoft.KeyVault(SecretUri=https://a.vault.azure.net/secrets/b)|Key Vault",
      })
  void wrappedValue_isRejected(String value, String words) {
    assertThatThrownBy(() -> Placeholders.reject(value, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "-._~:/", "é", "%é%", "%a", "a%", "a>b<c", "}{", "\"", "a'b'c", "$a"})
  void otherValue_isAccepted(String value) {
    assertThatCode(() -> Placeholders.reject(value, false)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a<b>c", "a{b}c", "a$(b)c", "~a.B-9_"})
  void secretWithPlaceholderInside_isAccepted(String value) {
    assertThatCode(() -> Placeholders.reject(value, true)).doesNotThrowAnyException();
  }
}
