package io.github.adtauth.internal.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import io.github.adtauth.internal.text.FatalErrors;
import java.io.StringReader;

/** Parses JSON into Gson's tree, and does not report errors of the VM as syntax errors. */
public final class JsonTrees {
  private JsonTrees() {}

  /**
   * Reads the next value and leaves the rest in the reader.
   *
   * @throws JsonParseException if the text is malformed
   */
  public static JsonElement next(JsonReader reader) {
    try {
      return JsonParser.parseReader(reader);
    } catch (JsonParseException e) {
      FatalErrors.throwIfCauseOf(e);
      throw e;
    }
  }

  /**
   * Parses a single value, as leniently as Gson's {@code JsonParser}.
   *
   * @throws JsonParseException if the text is malformed
   */
  public static JsonElement lenient(String text) {
    try {
      return JsonParser.parseReader(new StringReader(text));
    } catch (JsonParseException e) {
      FatalErrors.throwIfCauseOf(e);
      throw e;
    }
  }
}
