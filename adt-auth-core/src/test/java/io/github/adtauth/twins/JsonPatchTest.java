package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonNull;
import com.google.gson.JsonParser;
import io.github.adtauth.internal.twins.TwinJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPatchTest {
  private static String text(JsonPatch patch) {
    return new TwinJson(null).patch(patch).toString();
  }

  @Test
  void path_escapesNames() {
    assertThat(JsonPatch.path("a/b", "~c", "", "d~1")).isEqualTo("/a~1b/~0c//d~01");
    assertThat(text(JsonPatch.create().remove(JsonPatch.path("a/b"))))
        .isEqualTo("[{\"op\":\"remove\",\"path\":\"/a~1b\"}]");
    assertThatIllegalArgumentException().isThrownBy(JsonPatch::path);
  }

  @Test
  void document_isParsedUnchanged() {
    String document =
        "[{\"op\":\"add\",\"path\":\"/a\",\"value\":{\"x\":[1.10]}},"
            + "{\"op\":\"replace\",\"path\":\"/b/c~1d\",\"value\":\"v\"},"
            + "{\"op\":\"remove\",\"path\":\"/e\"}]";

    assertThat(JsonParser.parseString(text(JsonPatch.parse(document))))
        .isEqualTo(JsonParser.parseString(document));
    assertThat(text(JsonPatch.parse("[]"))).isEqualTo("[]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"test", "move", "copy", "ADD", ""})
  void unsupportedOperation_isRejectedImmediately(String op) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> JsonPatch.parse("[{\"op\":\"" + op + "\",\"path\":\"/a\",\"from\":\"/b\"}]"))
        .withMessageContaining("add, replace or remove");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[7]",
        "[null]",
        "[{}]",
        "[{\"op\":\"remove\"}]",
        "[{\"op\":\"add\",\"path\":\"/a\"}]",
        "[{\"op\":[],\"path\":\"/a\"}]",
        "[{\"op\":\"remove\",\"path\":\"a\"}]",
        "[{\"op\":\"remove\",\"path\":\"/a~2\"}]",
        "[{\"op\":\"remove\",\"path\":\"/a~\"}]",
        "[{\"op\":\"remove\",\"path\":\"\"}]"
      })
  void invalidPatch_isRejected(String document) {
    assertThatIllegalArgumentException().isThrownBy(() -> JsonPatch.parse(document));
  }

  @Test
  void longPath_isValidated() {
    String path = "/a~0".repeat(100_000);

    assertThat(JsonPatch.create().remove(path).toString()).contains("remove");
    assertThatIllegalArgumentException().isThrownBy(() -> JsonPatch.create().remove(path + "~"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"op\":null,\"path\":\"/a\"}]",
        "[{\"op\":{},\"path\":\"/a\"}]",
        "[{\"op\":\"remove\",\"path\":null}]",
        "[{\"op\":\"remove\",\"path\":{\"a\":1}}]"
      })
  void changeWithInvalidTypes_isNamed(String document) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonPatch.parse(document))
        .withMessageContaining("change 1");
  }

  @Test
  void nullValue_isRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonPatch.parse("[{\"op\":\"add\",\"path\":\"/a\",\"value\":null}]"))
        .withMessageContaining("/a");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonPatch.create().replace("/a", JsonNull.INSTANCE));
  }

  @Test
  void documentOfManyChanges_isParsedInLinearTime() {
    String change = "{\"op\":\"remove\",\"path\":\"/a\"},";

    JsonPatch patch = JsonPatch.parse("[" + change.repeat(50_000).replaceFirst(",$", "") + "]");

    assertThat(new TwinJson(null).patch(patch)).hasSize(50_000);
  }
}
