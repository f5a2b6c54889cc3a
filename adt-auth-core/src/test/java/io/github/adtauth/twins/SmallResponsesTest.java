package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that responses of any size are read to the same values. */
class SmallResponsesTest extends TwinsServerFixture {
  record Room(
      @SerializedName("$dtId") String id,
      @SerializedName("$etag") String etag,
      double temperature,
      String notes) {}

  @ParameterizedTest
  @ValueSource(ints = {200, 8_191, 8_192, 8_193, 8_194, 20_000})
  void twinOfAnySize_isReadEquallyAsEveryType(int bytes) {
    String start = "{\"$dtId\":\"a\",\"temperature\":21.5,\"notes\":\"ö";
    String end = "\",\"$etag\":\"W/\\\"1\\\"\"}";
    int rest = bytes - (start + end).getBytes(StandardCharsets.UTF_8).length;
    String notes = "ö" + "n".repeat(rest);
    for (int i = 0; i < 3; i++) {
      server.json(200, start + "n".repeat(rest) + end);
    }

    assertThat(twins.getTwin("a", Room.class)).isEqualTo(new Room("a", "W/\"1\"", 21.5, notes));
    assertThat(twins.getTwin("a", JsonObject.class).get("notes").getAsString()).isEqualTo(notes);
    assertThat(twins.getTwin("a", DigitalTwin.class).id()).isEqualTo("a");
  }

  @Test
  void etagHeader_isUsedIfBodyHasNone() {
    server.json(200, "{\"$dtId\":\"a\"}", "ETag", "W/\"2\"");
    server.json(200, "{\"$dtId\":\"a\",\"$etag\":\"W/\\\"1\\\"\"}", "ETag", "W/\"2\"");

    assertThat(twins.getTwin("a", Room.class).etag()).isEqualTo("W/\"2\"");
    assertThat(twins.getTwin("a", Room.class).etag()).isEqualTo("W/\"1\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"$dtId\":\"a\",\"temperature\":1,\"temperature\":21.5}",
        "{\"temperature\":21.5,\"notes\":null,\"$dtId\":\"a\"}",
        "{\"nested\":{\"$dtId\":\"b\",\"temperature\":1},\"$dtId\":\"a\",\"temperature\":21.5}"
      })
  void duplicateOrNestedMember_isReadAsInTree(String body) {
    server.json(200, body);

    Room room = twins.getTwin("a", Room.class);

    assertThat(room.id()).isEqualTo("a");
    assertThat(room.temperature()).isEqualTo(21.5);
  }

  @Test
  void mismatchedType_isNamed() {
    server.json(200, "{\"$dtId\":\"a\",\"temperature\":\"warm\"}");
    server.json(200, "{\"$dtId\":\"a\",\"temperature\":\"warm\"}");

    assertThat(
            catchThrowableOfType(
                IllegalArgumentException.class, () -> twins.getTwin("a", Room.class)))
        .hasMessageContaining("cannot be read as " + Room.class.getName())
        .hasCauseInstanceOf(IOException.class)
        .hasRootCauseMessage("java.lang.NumberFormatException");
    Object map = twins.getTwin("a", Map.class);
    assertThat(map).isEqualTo(Map.of("$dtId", "a", "temperature", "warm"));
  }
}
