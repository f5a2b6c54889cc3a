package io.github.adtauth.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AsciiTest {
  @Test
  void asciiLetters_becomeLowerCase() {
    assertThat(Ascii.toLowerCase("aZ@[`{A-\u0130\u00c4\ud83d\ude00Z"))
        .isEqualTo("az@[`{a-\u0130\u00c4\ud83d\ude00z");
    assertThat(Ascii.toLowerCase("")).isEmpty();
  }

  @Test
  void lowerCaseText_isReturnedUnchanged() {
    String text = "contoso.example";
    assertThat(Ascii.toLowerCase(text)).isSameAs(text);
  }
}
