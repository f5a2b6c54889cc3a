package io.github.adtauth.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.github.adtauth.fuzz.Fuzz;
import java.io.IOException;
import java.io.StringReader;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the reader with Gson's strict reader: both return the same tree or fail. */
public class JsonTreeReaderFuzzTest {
  private static final Pattern MISCOUNTED = Pattern.compile("[1-9][0-9]{20}");

  @TestFactory
  Stream<DynamicTest> twinsAndPages() {
    return Stream.of("twins", "strict-json", "json-text")
        .flatMap(
            corpus ->
                Fuzz.of(corpus, JsonTreeReaderFuzzTest::check)
                    .words("\\u00e9", "\\ud83d", "-0", "1e9", "1.", "[[", "{\"\":", "null", "\t")
                    .tests());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \t\r\n",
        "\ufeff{}",
        "\ufeff\ufeff{}",
        "null",
        "[true,false,null]",
        "True",
        "nul",
        "truex",
        "[1,]",
        "[,1]",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{a:1}",
        "{'a':1}",
        "{\"a\"=1}",
        "[1;2]",
        "[1] 2",
        "[1] // no",
        "{\"a\":1,\"b\":2,\"a\":3}",
        "{\"\":\"\"}",
        "{\"é\":\"é\",\"\\u00e9\":\"\\u00E9\"}",
        "\"\\ud83d\\ude00 \\\" \\\\ \\/ \\b\\f\\n\\r\\t\"",
        "\"\\ud83d\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\x\"",
        "\"\\'\"",
        "\"\\",
        "\"a\nb\"",
        "\"a\u0001b\"",
        "\"a\\n\u0001b\"",
        "{\"a\tb\":1}",
        "\"\u007f\u0080\u2028\ud83d\ude00\"",
        "\"open",
        "0",
        "-0",
        "-",
        "01",
        "-01",
        "00",
        "1.",
        ".5",
        "1.50",
        "1e",
        "1e+",
        "1E+05",
        "1e-7",
        "+1",
        "0x1",
        "NaN",
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "123456789012345678901234567890.123456789012345678901234567890",
        "1e999",
        "1\u0000",
        "[1\f]",
        "\u0661"
      })
  void oddTexts(String text) throws IOException {
    check(text.getBytes(UTF_8));
  }

  @Test
  void depthAndNumberLength_areLimitedLikeGson() throws IOException {
    for (int depth : new int[] {254, 255, 256, 100_000}) {
      check(("[".repeat(depth) + "]".repeat(depth)).getBytes(UTF_8));
      check(("{\"a\":".repeat(depth) + "1" + "}".repeat(depth)).getBytes(UTF_8));
    }
    for (int digits : new int[] {1022, 1023, 1024, 5000}) {
      check("9".repeat(digits).getBytes(UTF_8));
    }
  }

  @Test
  void longIntegers_areAccepted() throws IOException {
    for (String number : new String[] {"184467440737095516160", "1" + "0".repeat(70)}) {
      assertThat(
              JsonTreeReader.parse(number.getBytes(UTF_8), 1, JsonBudget.ofText(number.length()))
                  .getAsBigDecimal())
          .isEqualByComparingTo(number);
    }
  }

  @Test
  void manyNames_doNotCollide() throws IOException {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < 2_000; i++) {
      text.append("{\"n%d\":1,\"%dn\":2,\"nn%d\":3},".formatted(i, i, i));
    }
    check(text.append("0]").toString().getBytes(UTF_8));
  }

  private static void check(byte[] input) throws IOException {
    String text = new String(input, UTF_8);
    JsonElement expected = gson(text);
    JsonElement actual = ours(text);
    if (expected == null && actual != null && MISCOUNTED.matcher(text).find()) {
      return; // an error of Gson
    }
    assertThat(actual).isEqualTo(expected);
    assertThat(String.valueOf(actual)).isEqualTo(String.valueOf(expected));
  }

  private static JsonElement ours(String text) {
    try {
      return JsonTreeReader.parse(text.getBytes(UTF_8), 255, JsonBudget.ofText(text.length()));
    } catch (IOException e) {
      return null;
    }
  }

  private static JsonElement gson(String text) throws IOException {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    try {
      JsonElement tree = JsonParser.parseReader(reader);
      return reader.peek() == JsonToken.END_DOCUMENT ? tree : null;
    } catch (JsonParseException | MalformedJsonException e) {
      return null;
    }
  }

  /** Reads the input as JSON. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    check(input);
  }
}
