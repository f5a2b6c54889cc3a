package io.github.adtauth.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.adtauth.fuzz.Fuzz;
import io.github.adtauth.internal.oauth.ClaimsParameter;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Any text yields null, or an object that survives a round trip. */
public class StrictJsonFuzzTest {
  private static final int LONGEST = 20_000;
  private static final int DEEPEST = 16;

  @TestFactory
  Stream<DynamicTest> strictJson() {
    return Fuzz.of("strict-json", StrictJsonFuzzTest::fuzzerTestOneInput)
        .words("{", "}", "[", "]", "\"a\":", "\"access_token\":", "\"xms_cc\":", "{\"values\":[]}")
        .words("\"cp1\"", "TRUE", "01", "1.", "'a'", "#", "/*", "NaN", "\t", "\u00A0")
        .tests();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, UTF_8);
    JsonObject read = StrictJson.parseObject(text, LONGEST, DEEPEST);
    if (read != null) {
      assertThat(text.length()).isLessThanOrEqualTo(LONGEST);
      // A parser may ignore a byte order mark (RFC 8259 8.1).
      String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
      assertThat(json.strip()).startsWith("{").endsWith("}");
      assertThat(depth(read)).isLessThanOrEqualTo(DEEPEST);
      assertThat(text).doesNotContain("NaN{");
      String written = read.toString();
      // Gson does not escape an unpaired surrogate, which cannot be encoded.
      if (UTF_8.newEncoder().canEncode(written)) {
        JsonObject again = StrictJson.parseObject(written, Integer.MAX_VALUE, DEEPEST);
        assertThat(again).as("written and read again").isEqualTo(read);
      }
    }
    claims(text);
  }

  private static void claims(String text) {
    if (!ClaimsParameter.isClaims(text)) {
      return;
    }
    assertThat(ClaimsParameter.withCapability(text, false)).isEqualTo(text);
    JsonObject sent =
        StrictJson.parseObject(ClaimsParameter.withCapability(text, true), 1 << 20, DEEPEST);
    JsonObject demanded = StrictJson.parseObject(text, 1 << 20, DEEPEST);
    demanded.remove("access_token");
    demanded.asMap().forEach((name, value) -> assertThat(sent.get(name)).isEqualTo(value));
  }

  private static int depth(JsonElement element) {
    Stream<JsonElement> inner =
        element.isJsonObject()
            ? element.getAsJsonObject().asMap().values().stream()
            : element.isJsonArray() ? element.getAsJsonArray().asList().stream() : null;
    return inner == null ? 0 : 1 + inner.mapToInt(StrictJsonFuzzTest::depth).max().orElse(0);
  }
}
