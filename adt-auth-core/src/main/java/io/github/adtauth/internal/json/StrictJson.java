package io.github.adtauth.internal.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Parses untrusted JSON strictly (RFC 8259), with limits for its length, its depth and the size of
 * the tree. Stateless.
 */
public final class StrictJson {
  /** The default nesting limit of Gson. */
  private static final int MAX_DEPTH = 255;

  private StrictJson() {}

  /** Parses an object; returns null for any other text. Numbers are kept as text. */
  public static @Nullable JsonObject object(String text, int maxLength, int maxDepth) {
    if (text.length() > maxLength) {
      return null;
    }
    try {
      JsonBudget budget = JsonBudget.ofText(maxLength);
      return JsonTreeReader.parse(text, maxDepth, budget) instanceof JsonObject object
          ? object
          : null;
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * Parses a value. Returns JSON null for blank text. Numbers are kept as text.
   *
   * @param maxLength the maximum length of texts, which also determines the limit of the tree
   * @throws MalformedJsonException if the text is not JSON, or is nested deeper than 255
   * @throws IOException if the text has too many values
   */
  public static JsonElement value(String text, long maxLength) throws IOException {
    return JsonTreeReader.parse(text, MAX_DEPTH, JsonBudget.ofText(maxLength));
  }
}
