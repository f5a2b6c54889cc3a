package io.github.adtauth.internal.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Parses untrusted JSON strictly (RFC 8259), with limits on its length, its nesting depth and the
 * size of the tree. Stateless.
 */
public final class StrictJson {
  /** The default nesting limit of Gson. */
  private static final int MAX_DEPTH = 255;

  private StrictJson() {}

  /**
   * Parses a JSON object. Returns null if the text is malformed, exceeds a limit or is not an
   * object. Numbers are kept as text.
   */
  public static @Nullable JsonObject parseObject(String text, int maxLength, int maxDepth) {
    if (text.length() > maxLength) {
      return null;
    }
    try {
      JsonBudget budget = JsonBudget.ofText(maxLength);
      return JsonTreeReader.parse(bytes(text), maxDepth, budget) instanceof JsonObject object
          ? object
          : null;
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * Parses a JSON value in UTF-8. Returns {@code JsonNull} if it is blank. Numbers are kept as
   * text.
   *
   * @param maxLength the maximum length of such texts, which determines the size limit of the tree
   * @throws MalformedJsonException if the text is malformed or nested more than 255 levels deep
   * @throws IOException if the tree exceeds its size limit
   */
  public static JsonElement parse(byte[] json, long maxLength) throws IOException {
    return JsonTreeReader.parse(json, MAX_DEPTH, JsonBudget.ofText(maxLength));
  }

  /** Parses a JSON value like {@link #parse(byte[], long)}. */
  public static JsonElement parse(String text, long maxLength) throws IOException {
    return parse(bytes(text), maxLength);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
