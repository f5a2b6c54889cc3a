package io.github.adtauth.twins;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.github.adtauth.fuzz.Fuzz;
import io.github.adtauth.fuzz.Shown;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Tests that an untrusted patch is sent unchanged or rejected. */
public class PatchFuzzTest {
  @TestFactory
  Stream<DynamicTest> patch() {
    return Fuzz.of("patch", PatchFuzzTest::fuzzerTestOneInput)
        .words("\"op\":", "\"path\":", "\"value\":", "\"add\"", "\"test\"", "/a~", "~01", "[[[[")
        .tests();
  }

  /** The input is a patch. */
  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, UTF_8);
    try {
      JsonPatch patch = JsonPatch.parse(text);
      assertThat(JsonPatch.parse(text).toString()).isEqualTo(patch.toString());
      assertThat(JsonParser.parseString(text).isJsonArray()).isTrue();
    } catch (IllegalArgumentException e) {
      Shown.check(e.getMessage());
    }
  }
}
