package io.github.adtauth.internal.oauth;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.internal.json.StrictJson;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The {@code claims} parameter (OpenID Connect Core 5.5): the claims that a challenge requested,
 * and the client capability {@code cp1}, which declares that the application handles challenges.
 * Stateless.
 */
public final class ClaimsParameter {
  private static final int MAX_BYTES = 16 * 1024;
  private static final int MAX_DEPTH = 16;
  private static final String CP1 = "cp1";
  private static final String CAPABILITY_ALONE =
      "{\"access_token\":{\"xms_cc\":{\"values\":[\"cp1\"]}}}";

  private ClaimsParameter() {}

  /**
   * Adds the client capability to the requested claims. Everything else is unchanged, including the
   * digits of numbers.
   *
   * @return the claims, or null if there are neither requested claims nor a capability
   * @throws IllegalArgumentException if the requested claims are not a JSON object of claims, have
   *     more than 16 levels or 16 KB, or must be rewritten and contain an unpaired surrogate
   */
  public static @Nullable String withCapability(@Nullable String challengeClaims, boolean cp1) {
    if (challengeClaims == null) {
      return cp1 ? CAPABILITY_ALONE : null;
    }
    JsonObject claims = parse(challengeClaims);
    if (claims == null) {
      throw new IllegalArgumentException(
          "the requested claims are not a JSON object of at most 16 levels and 16 KB");
    }
    if (!cp1 || !addCapability(claims)) {
      return challengeClaims;
    }
    String sent = claims.toString();
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(sent)) {
      // UTF-8 cannot encode an unpaired surrogate that was escaped in the input.
      throw new IllegalArgumentException("the requested claims contain an unpaired surrogate");
    }
    return sent;
  }

  /** Returns whether the text is a claims request that {@link #withCapability} accepts. */
  public static boolean isClaims(String text) {
    try {
      withCapability(text, true);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static @Nullable JsonObject parse(String text) {
    return text.length() > MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES
        ? null
        : StrictJson.parseObject(text, MAX_BYTES, MAX_DEPTH);
  }

  private static boolean addCapability(JsonObject claims) {
    JsonObject xmsCc = member(member(claims, "access_token"), "xms_cc");
    JsonElement values = xmsCc.get("values");
    if (values == null || values.isJsonNull()) {
      values = new JsonArray();
      xmsCc.add("values", values);
    }
    if (!(values instanceof JsonArray list)) {
      throw new IllegalArgumentException("the requested claims have an invalid xms_cc");
    }
    if (list.contains(new JsonPrimitive(CP1))) {
      return false;
    }
    list.add(CP1);
    return true;
  }

  /** Returns an object member; null requests a claim without further requirements (5.5.1). */
  private static JsonObject member(JsonObject parent, String name) {
    JsonElement member = parent.get(name);
    if (member == null || member.isJsonNull()) {
      member = new JsonObject();
      parent.add(name, member);
    }
    if (!(member instanceof JsonObject object)) {
      throw new IllegalArgumentException("the requested claims have an invalid " + name);
    }
    return object;
  }
}
