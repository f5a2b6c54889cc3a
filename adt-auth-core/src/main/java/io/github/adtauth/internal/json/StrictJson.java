package io.github.adtauth.internal.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON that a stranger sent: RFC 8259 to the letter, bounded in size, depth and what it
 * becomes. Stateless.
 */
public final class StrictJson {
  /** As deep as Gson reads unless it is told otherwise. */
  private static final int MAX_DEPTH = 255;

  private StrictJson() {}

  /** Returns the object that the text is, or null if it is anything else. Numbers stay as text. */
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
   * Returns the value that the text is, null in JSON's sense if it is blank. Numbers stay as text.
   *
   * @param maxLength how long a text the caller accepts; what it may become follows from that
   * @throws MalformedJsonException if it is not JSON, or nested deeper than 255
   * @throws IOException if it has too many values
   */
  public static JsonElement value(String text, long maxLength) throws IOException {
    return JsonTreeReader.parse(text, MAX_DEPTH, JsonBudget.ofText(maxLength));
  }
}
