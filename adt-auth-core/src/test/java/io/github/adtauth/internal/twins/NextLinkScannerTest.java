package io.github.adtauth.internal.twins;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NextLinkScannerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "{\"value\":[],\"next\":\"a\"}|a",
        "{ \"next\" \t: \"a\" , \"value\" : [ ] }|a",
        "{\"next\":\"a\",\"next\":\"b\"}|b",
        "{\"next\":\"{\\\"t\\\":\\\"x\\\\\\\\\\\"}\"}|{\"t\":\"x\\\\\"}",
        "{\"value\":[{\"next\":\"inner\"},\"next\"],\"next\":\"a\"}|a",
        "{\"x\":\"next\",\"next\":\"a\"}|a",
        "{\"value\":[\"}]\\\"\"],\"next\":\"a\"}|a",
        "{\"value\":[], \"next\" :\t\"{\\\"t\\\":\\\"x\\\\\\\"}\" } |{\"t\":\"x\\\"}",
        "{\"next\":\"a\",\"\\\"next\":\"b\"}|a",
        "{\"next\":\"a\",\"other\":\"b\"}|a",
      })
  void lastStringOfOutermostObject_isFound(String json, String next) {
    assertThat(NextLinkScanner.find(json, "next")).isEqualTo(next);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"next\":null}",
        "{\"next\":\"\"}",
        "{\"next\":[\"a\"]}",
        "{\"next\":\"a\",\"next\":null}",
        "{\"value\":[{\"next\":\"a\"}]}",
        "[{\"next\":\"a\"}]",
        "{\"next",
        "{\"next\"",
        "{\"next\":",
        "{\"next\":\"a",
        "{\"next\":\"a\\",
        "{\"next\":\"a\\\"}",
        "{\"next\",\"a\"}",
        "]]]{\"next\":\"a\"}",
      })
  void otherJson_hasNoLink(String json) {
    assertThat(NextLinkScanner.find(json, "next")).isNull();
  }

  @Test
  void anyText_doesNotThrow() {
    Random random = new Random(5);
    String pieces = "{}[]\"\\:,n e\n";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(40); j > 0; j--) {
        text.append(
            random.nextInt(5) == 0 ? "\"n\"" : pieces.charAt(random.nextInt(pieces.length())));
      }
      String link = NextLinkScanner.find(text.toString(), "n");
      assertThat(link).satisfiesAnyOf(l -> assertThat(l).isNull(), l -> assertThat(l).isNotEmpty());
    }
  }
}
