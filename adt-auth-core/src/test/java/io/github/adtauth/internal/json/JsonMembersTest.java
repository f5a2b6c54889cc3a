package io.github.adtauth.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of {@link JsonMembers}. */
class JsonMembersTest {
  private final JsonObject json =
      JsonParser.parseString(
              """
              {"text": "a", "empty": "", "number": 1.50, "flag": true, "null": null,
               "object": {"x": "y"}, "array": ["a", 1, null, {"b": "c"}, ["d"], "e"]}
              """)
          .getAsJsonObject();

  @Test
  void stringMember_isReturned() {
    assertThat(JsonMembers.string(json, "text")).isEqualTo("a");
    assertThat(JsonMembers.string(json, "empty")).isEmpty();
    assertThat(JsonMembers.string(json, "text", "z")).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "null", "number", "flag", "object", "array"})
  void otherMember_isNotString(String name) {
    assertThat(JsonMembers.string(json, name)).isNull();
    assertThat(JsonMembers.string(json, name, "z")).isEqualTo("z");
  }

  @Test
  void scalar_isTextOfPrimitive() {
    assertThat(JsonMembers.scalar(json, "text")).isEqualTo("a");
    assertThat(JsonMembers.scalar(json, "number")).isEqualTo("1.50");
    assertThat(JsonMembers.scalar(json, "flag")).isEqualTo("true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "null", "object", "array"})
  void otherMember_isNotScalar(String name) {
    assertThat(JsonMembers.scalar(json, name)).isNull();
  }

  @Test
  void objectMember_isReturned() {
    assertThat(JsonMembers.object(json, "object")).isSameAs(json.get("object"));
    assertThat(JsonMembers.object(json, "array")).isNull();
    assertThat(JsonMembers.object(json, "null")).isNull();
    assertThat(JsonMembers.object(json, "missing")).isNull();
  }

  @Test
  void arrayMember_isFilteredByType() {
    assertThat(JsonMembers.array(json, "array")).hasSize(6);
    assertThat(JsonMembers.strings(json, "array")).containsExactly("a", "e");
    assertThat(JsonMembers.objects(json, "array"))
        .singleElement()
        .satisfies(object -> assertThat(JsonMembers.string(object, "b")).isEqualTo("c"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "null", "text", "number", "object"})
  void otherMember_isEmptyArray(String name) {
    assertThat(JsonMembers.array(json, name)).isEmpty();
    assertThat(JsonMembers.strings(json, name)).isEmpty();
    assertThat(JsonMembers.objects(json, name)).isEmpty();
  }
}
