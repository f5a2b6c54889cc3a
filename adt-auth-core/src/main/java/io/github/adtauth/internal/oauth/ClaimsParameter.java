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
  private static final String CP1_CLAIMS = "{\"access_token\":{\"xms_cc\":{\"values\":[\"cp1\"]}}}";

  private ClaimsParameter() {}

  /**
   * Returns the requested claims with the client capability added. Everything else is unchanged,
   * including the digits of numbers.
   *
   * @param challengeClaims the claims that a challenge requested, or null if there was none
   * @param cp1 whether to declare the client capability
   * @return the value of the parameter, or null if the parameter must be omitted
   * @throws IllegalArgumentException if the requested claims are not a JSON object of claims,
   *     exceed 16 levels or 16 KB, or contain an unpaired surrogate and cannot be encoded again
   */
  public static @Nullable String withCapability(@Nullable String challengeClaims, boolean cp1) {
    if (challengeClaims == null) {
      return cp1 ? CP1_CLAIMS : null;
    }
    JsonObject claims = parse(challengeClaims);
    if (claims == null) {
      throw new IllegalArgumentException(
          "the requested claims are not a JSON object of at most 16 levels and 16 KB");
    }
    if (!cp1 || !addCapability(claims)) {
      return challengeClaims;
    }
    String extendedClaims = claims.toString();
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(extendedClaims)) {
      // Gson writes an escaped surrogate as a character, which UTF-8 cannot encode if unpaired.
      throw new IllegalArgumentException("the requested claims contain an unpaired surrogate");
    }
    return extendedClaims;
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
    // The number of characters is compared first, so that a huge text is never encoded.
    return text.length() > MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES
        ? null
        : StrictJson.parseObject(text, MAX_BYTES, MAX_DEPTH);
  }

  /** Adds the capability in place. Returns false if the claims already declare it. */
  private static boolean addCapability(JsonObject claims) {
    JsonObject xmsCc = getOrAddObject(getOrAddObject(claims, "access_token"), "xms_cc");
    JsonElement values = xmsCc.get("values");
    if (values == null || values.isJsonNull()) {
      values = new JsonArray();
      xmsCc.add("values", values);
    }
    if (!(values instanceof JsonArray capabilities)) {
      throw new IllegalArgumentException("the requested claims have an invalid xms_cc");
    }
    if (capabilities.contains(new JsonPrimitive(CP1))) {
      return false;
    }
    capabilities.add(CP1);
    return true;
  }

  /**
   * Returns the member with the given name, and adds an empty object if there is none. A null
   * member requests a claim in the default manner (OpenID Connect Core 5.5.1).
   */
  private static JsonObject getOrAddObject(JsonObject parent, String name) {
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
