package io.github.adtauth.internal.entra;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.adtauth.Secret;
import io.github.adtauth.internal.json.StrictJson;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.token.AccessToken;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A granted token request (RFC 6749 5.1), read from foreign bytes.
 *
 * @param token the access token
 * @param refreshToken the refresh token, or null
 * @param user the user who signed in, or null if the response does not name one
 * @param named whom the response names, even if that is not enough for an account
 */
public record TokenResponse(
    AccessToken token,
    @Nullable Secret refreshToken,
    @Nullable IdTokenClaims user,
    TokenSubject named) {
  private static final int MAX_DIGITS = 18;
  private static final int MAX_USER_NAME = 256;
  private static final int MAX_ID = 256;
  private static final int MAX_LENGTH = 1 << 20;
  private static final int MAX_DEPTH = 32;
  private static final long MAX_LIFETIME = Duration.ofDays(30).toSeconds();

  /**
   * Reads the body of a granted request.
   *
   * @throws IllegalArgumentException if it is not one; the message holds nothing of the body
   */
  static TokenResponse parse(String body, Clock clock) {
    try {
      JsonObject json = object(body);
      if (!"bearer".equalsIgnoreCase(string(json, "token_type"))) {
        throw new IllegalArgumentException("token_type is not Bearer");
      }
      Instant now = clock.instant();
      Instant expiresAt = now.plusSeconds(seconds(json, "expires_in"));
      Instant refreshAt =
          json.has("refresh_in") ? now.plusSeconds(seconds(json, "refresh_in")) : null;
      AccessToken token = AccessToken.of(string(json, "access_token"), expiresAt, refreshAt);
      String refreshToken = optional(json, "refresh_token");
      JsonObject claims = idTokenClaims(json);
      String clientInfo = optional(json, "client_info");
      JsonObject home = clientInfo == null ? new JsonObject() : decoded(clientInfo);
      return new TokenResponse(
          token,
          refreshToken == null ? null : Secret.of(refreshToken),
          user(claims, home),
          new TokenSubject(
              optional(claims, "oid"),
              optional(claims, "tid"),
              optional(home, "uid"),
              optional(home, "utid")));
    } catch (IllegalStateException | UnsupportedOperationException e) {
      throw new IllegalArgumentException("it is not the JSON of a token");
    }
  }

  private static JsonObject object(String text) {
    JsonObject json = StrictJson.object(text, MAX_LENGTH, MAX_DEPTH);
    if (json == null) {
      throw new IllegalArgumentException("it is not the JSON of a token");
    }
    return json;
  }

  private static long seconds(JsonObject json, String name) {
    JsonElement value = json.get(name);
    String text = value == null || !value.isJsonPrimitive() ? "0" : value.getAsString();
    // Not left to the JDK: its exception would quote what a hostile answer put here.
    if (text.isEmpty() || text.length() > MAX_DIGITS || !isDigits(text)) {
      throw new IllegalArgumentException(name + " is not a number of seconds");
    }
    long seconds = Long.parseLong(text);
    if (seconds == 0) {
      throw new IllegalArgumentException(name + " is missing or not positive");
    }
    return Math.min(seconds, MAX_LIFETIME);
  }

  private static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static String string(JsonObject json, String name) {
    String value = optional(json, name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  private static @Nullable String optional(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value != null && value.isJsonPrimitive() && !value.getAsString().isBlank()
        ? value.getAsString()
        : null;
  }

  /** Returns the claims of the id token; none if there is no such token. */
  private static JsonObject idTokenClaims(JsonObject json) {
    String idToken = optional(json, "id_token");
    String[] parts = idToken == null ? new String[0] : idToken.split("\\.", -1);
    // Straight from the token endpoint over TLS: its signature need not be checked
    // (OpenID Connect Core 3.1.3.7, 6).
    return parts.length == 3 ? decoded(parts[1]) : new JsonObject();
  }

  private static @Nullable IdTokenClaims user(JsonObject claims, JsonObject home) {
    String subject = claim(claims, "sub", "");
    String objectId = claim(claims, "oid", subject);
    if (objectId.isEmpty()) {
      return null; // or all whom it does not name would be one
    }
    String tenantId = claim(claims, "tid", "");
    String id = claim(home, "uid", objectId) + "." + claim(home, "utid", tenantId);
    if (!isId(id) || !isId(objectId) || !isId(tenantId)) {
      throw new IllegalArgumentException("the id of the user does not have the form of one");
    }
    // Users choose these; where they are displayed, they must not pass for something else.
    String username =
        Redactor.sanitizeId(claim(claims, "preferred_username", subject), MAX_USER_NAME);
    String name = Redactor.sanitizeId(claim(claims, "name", username), MAX_USER_NAME);
    return new IdTokenClaims(id, objectId, tenantId, username, name);
  }

  /** Ids are kept, stored and displayed: GUIDs in Entra ID, and printable ASCII elsewhere. */
  private static boolean isId(String id) {
    return id.length() <= MAX_ID && id.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private static JsonObject decoded(String base64url) {
    String text = new String(Base64.getUrlDecoder().decode(base64url), StandardCharsets.UTF_8);
    return object(text);
  }

  private static String claim(JsonObject claims, String name, String otherwise) {
    String value = optional(claims, name);
    return value == null ? otherwise : value;
  }
}
