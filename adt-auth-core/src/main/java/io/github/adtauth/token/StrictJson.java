package io.github.adtauth.token;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON that a stranger sent: RFC 8259 to the letter, bounded in size and depth. Stateless.
 */
public final class StrictJson {
  private StrictJson() {}

  /** Returns the object that the text is, or null if it is anything else. Numbers stay as text. */
  public static @Nullable JsonObject object(String text, int maxLength, int maxDepth) {
    if (text.length() > maxLength) {
      return null;
    }
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    reader.setNestingLimit(maxDepth);
    try {
      JsonElement element = JsonParser.parseReader(reader);
      return element.isJsonObject() && reader.peek() == JsonToken.END_DOCUMENT
          ? element.getAsJsonObject()
          : null;
    } catch (JsonParseException | IOException | IllegalStateException e) {
      return null;
    }
  }
}
