package io.github.adtauth.internal.oauth;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.internal.json.StrictJson;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The {@code claims} parameter (OpenID Connect Core 5.5): what a challenge demanded, together with
 * the client capability {@code cp1}, by which an application says that it understands challenges.
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
   * Adds the capability to the demanded claims; everything else stays as it was, numbers to the
   * letter.
   *
   * @return null if nothing was demanded and there is no capability to state
   * @throws IllegalArgumentException if the demand is not a JSON object of claims, is deeper than
   *     16 or larger than 16 KB, or has half of a surrogate pair to be written anew
   */
  public static @Nullable String withCapability(@Nullable String challengeClaims, boolean cp1) {
    if (challengeClaims == null) {
      return cp1 ? CAPABILITY_ALONE : null;
    }
    JsonObject claims = parse(challengeClaims);
    if (claims == null) {
      throw new IllegalArgumentException(
          "the demanded claims are not a JSON object of at most 16 levels and 16 KB");
    }
    if (!cp1 || !addCapability(claims)) {
      return challengeClaims;
    }
    String sent = claims.toString();
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(sent)) {
      // Escaped it came; written as it is, another character would go out for it.
      throw new IllegalArgumentException("the demanded claims have half a character in them");
    }
    return sent;
  }

  /** Tells whether the text is a demand that {@link #withCapability} takes. */
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
        : StrictJson.object(text, MAX_BYTES, MAX_DEPTH);
  }

  private static boolean addCapability(JsonObject claims) {
    JsonObject xmsCc = member(member(claims, "access_token"), "xms_cc");
    JsonElement values = xmsCc.get("values");
    if (values == null || values.isJsonNull()) {
      values = new JsonArray();
      xmsCc.add("values", values);
    }
    if (!(values instanceof JsonArray list)) {
      throw new IllegalArgumentException("the demanded claims have a wrong xms_cc");
    }
    if (list.contains(new JsonPrimitive(CP1))) {
      return false;
    }
    list.add(CP1);
    return true;
  }

  /** Returns a member that is an object; null asks for a claim without saying more (5.5.1). */
  private static JsonObject member(JsonObject parent, String name) {
    JsonElement member = parent.get(name);
    if (member == null || member.isJsonNull()) {
      member = new JsonObject();
      parent.add(name, member);
    }
    if (!(member instanceof JsonObject object)) {
      throw new IllegalArgumentException("the demanded claims have a wrong " + name);
    }
    return object;
  }
}
