package io.github.adtauth.internal.twins;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonSyntaxException;
import io.github.adtauth.internal.text.RequestSecrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the reasons why a field of a user's class cannot be read. */
class JsonBindingTest {
  private static String reason(String message) {
    return JsonBinding.fieldAndReason(
        "$.temperature", new JsonSyntaxException(message), new RequestSecrets());
  }

  @Test
  void linkOfGson_isRemoved() {
    assertThat(reason("not an int at path $.temperature\nSee https://github.com/google/gson#x\n"))
        .isEqualTo("field $.temperature: not an int at path $.temperature");
  }

  @Test
  void linkInsideMessage_isKept() {
    assertThat(reason("See https://example.com for help"))
        .isEqualTo("field $.temperature: See https://example.com for help");
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\n", "See https://", "See ", "\\", "%25", "&amp;"})
  void longHostileMessage_isBounded(String unit) {
    String message = "x" + unit.repeat(100_000) + "x";

    assertThat(reason(message)).startsWith("field $.temperature: ").hasSizeLessThan(600);
  }
}
