package io.github.adtauth.twins;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.fuzz.Fuzz;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Tests that any text is written as a single literal of the query. */
public class QueryLiteralFuzzTest {
  private static final String FRONT = "SELECT * FROM digitaltwins T WHERE T.name = ";
  private static final String BACK = " AND T.tenant = 'mine'";

  @TestFactory
  Stream<DynamicTest> literal() {
    return Fuzz.of("literal", QueryLiteralFuzzTest::fuzzerTestOneInput)
        .words("'", "\\", "\\'", "\\\\'", "\"", "?", " OR 1=1", "\u0000", "\u2019")
        .tests();
  }

  /** The input is a value, which is bound twice to a query. */
  public static void fuzzerTestOneInput(byte[] input) {
    String value = new String(input, UTF_8);
    String text = TwinQuery.of(FRONT + "?" + BACK, value).text();
    int end = endOfLiteral(text, FRONT.length());
    assertThat(text).startsWith(FRONT).endsWith(BACK);
    assertThat(text.substring(end)).isEqualTo(BACK);
    assertThat(read(text.substring(FRONT.length() + 1, end - 1))).isEqualTo(value);
    try {
      assertThat(TwinQuery.of(value, value, List.of(1, 2)).text()).contains("[1, 2]");
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("the query ");
    }
  }

  private static int endOfLiteral(String text, int quote) {
    assertThat(text.charAt(quote)).isEqualTo('\'');
    int i = quote + 1;
    while (text.charAt(i) != '\'') {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  private static String read(String literal) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      out.append(c == '\\' ? literal.charAt(++i) : c);
    }
    return out.toString();
  }
}
