package io.github.adtauth.token;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON that a stranger sent: RFC 8259 to the letter, bounded in size and depth. Stateless.
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
      return TextTree.parse(text, maxDepth) instanceof JsonObject object ? object : null;
    } catch (MalformedJsonException e) {
      return null;
    }
  }

  /**
   * Returns the value that the text is, null in JSON's sense if it is blank. Numbers stay as text.
   *
   * @throws MalformedJsonException if it is not JSON, or nested deeper than 255
   */
  public static JsonElement value(String text) throws MalformedJsonException {
    return TextTree.parse(text, MAX_DEPTH);
  }
}
