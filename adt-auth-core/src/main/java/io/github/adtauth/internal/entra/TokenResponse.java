package io.github.adtauth.internal.entra;

import com.google.gson.JsonObject;
import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Secret;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.internal.cache.LibraryTokens;
import io.github.adtauth.internal.json.JsonMembers;
import io.github.adtauth.internal.json.StrictJson;
import io.github.adtauth.internal.oauth.JwtClaims;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.token.AccessToken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A successful response of the token endpoint (RFC 6749 5.1). Immutable.
 *
 * @param token the access token
 * @param refreshToken the refresh token, or null
 * @param user the user who signed in, or null if the response does not name one
 * @param subject the identifiers of the user, even if they do not suffice for an account
 */
public record TokenResponse(
    AccessToken token,
    @Nullable Secret refreshToken,
    @Nullable IdTokenClaims user,
    TokenSubject subject) {
  private static final int MAX_DIGITS = 18;
  private static final int MAX_USER_NAME = 256;
  private static final int MAX_ID = 256;
  private static final int MAX_LENGTH = 1 << 20;
  private static final int MAX_DEPTH = 32;
  private static final long MAX_LIFETIME = Duration.ofDays(30).toSeconds();

  /**
   * Parses a response of the token endpoint.
   *
   * @throws AdtException if it is not a successful response, whatever its status
   */
  public static TokenResponse parse(
      GrantType grant, TokenEndpointResponse response, TokenClientContext context) {
    if (response.status() != 200 || TokenErrorResponse.parse(response.body()) != null) {
      throw TokenErrorMapper.toException(grant, response, context);
    }
    RequestSecretRedactor redactor = RequestSecretRedactor.of(response.requestForm());
    try {
      return parse(response.body(), context.timing().clock(), redactor);
    } catch (IllegalArgumentException e) {
      throw new UnexpectedResponseException(
          ErrorDetails.of("Invalid token response: " + e.getMessage() + ".")
              .status(response.status())
              .correlationId(redactor.headers(response.headers()).get("client-request-id")));
    }
  }

  /**
   * Parses the body of a successful response.
   *
   * @param redactor removes the request's secrets from the user's names, which are logged
   * @throws IllegalArgumentException if it is invalid; the message does not quote the body
   */
  static TokenResponse parse(String body, Clock clock, RequestSecretRedactor redactor) {
    JsonObject json = StrictJson.object(body, MAX_LENGTH, MAX_DEPTH);
    if (json == null) {
      throw new IllegalArgumentException("not a JSON object");
    }
    if (!"bearer".equalsIgnoreCase(required(json, "token_type"))) {
      throw new IllegalArgumentException("token_type is not Bearer");
    }
    Instant now = clock.instant();
    Instant expiresAt = now.plusSeconds(seconds(json, "expires_in"));
    Instant refreshAt =
        json.has("refresh_in") ? now.plusSeconds(seconds(json, "refresh_in")) : null;
    AccessToken token = LibraryTokens.of(required(json, "access_token"), expiresAt, refreshAt);
    String refreshToken = optional(json, "refresh_token");
    JsonObject claims = idTokenClaims(json);
    JsonObject clientInfo = clientInfo(json);
    return new TokenResponse(
        token,
        refreshToken == null ? null : Secret.of(refreshToken),
        user(claims, clientInfo, redactor),
        new TokenSubject(
            optional(claims, "oid"),
            optional(claims, "tid"),
            optional(clientInfo, "uid"),
            optional(clientInfo, "utid")));
  }

  private static long seconds(JsonObject json, String name) {
    String text = JsonMembers.scalar(json, name);
    if (text == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    // Checked before parsing, because the JDK's exception would quote untrusted input.
    if (text.isEmpty() || text.length() > MAX_DIGITS || !isDigits(text)) {
      throw new IllegalArgumentException(name + " is not a number of seconds");
    }
    long seconds = Long.parseLong(text);
    if (seconds == 0) {
      throw new IllegalArgumentException(name + " is not positive");
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

  private static String required(JsonObject json, String name) {
    String value = optional(json, name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  private static @Nullable String optional(JsonObject json, String name) {
    String value = JsonMembers.scalar(json, name);
    return value == null || value.isBlank() ? null : value;
  }

  /** Returns the claims of the ID token; an empty object if there is no ID token. */
  private static JsonObject idTokenClaims(JsonObject json) {
    String idToken = optional(json, "id_token");
    String[] parts = idToken == null ? new String[0] : idToken.split("\\.", -1);
    // The token comes directly from the token endpoint over TLS, so its signature need not be
    // verified (OpenID Connect Core 3.1.3.7, 6). An encrypted ID token has five parts.
    return parts.length == 3 ? claims(JwtClaims.parsePart(parts[1]), "id_token") : new JsonObject();
  }

  private static JsonObject clientInfo(JsonObject json) {
    String clientInfo = optional(json, "client_info");
    return clientInfo == null
        ? new JsonObject()
        : claims(JwtClaims.parsePart(clientInfo), "client_info");
  }

  private static JsonObject claims(@Nullable JwtClaims claims, String name) {
    if (claims == null) {
      throw new IllegalArgumentException(name + " is malformed");
    }
    return claims.json();
  }

  private static @Nullable IdTokenClaims user(
      JsonObject claims, JsonObject clientInfo, RequestSecretRedactor redactor) {
    String subject = claim(claims, "sub", "");
    String objectId = claim(claims, "oid", subject);
    if (objectId.isEmpty()) {
      return null; // otherwise all users without an ID would share one account
    }
    String tenantId = claim(claims, "tid", "");
    String id = claim(clientInfo, "uid", objectId) + "." + claim(clientInfo, "utid", tenantId);
    if (!isId(id) || !isId(objectId) || !isId(tenantId)) {
      throw new IllegalArgumentException("the user ID contains unsupported characters");
    }
    // Users choose these names, so they may contain control and bidirectional characters. A token
    // service may quote the request in them.
    String username =
        Redactor.sanitizeId(
            redactor.text(claim(claims, "preferred_username", subject)), MAX_USER_NAME);
    String name =
        Redactor.sanitizeId(redactor.text(claim(claims, "name", username)), MAX_USER_NAME);
    return new IdTokenClaims(id, objectId, tenantId, username, name);
  }

  /** IDs are stored and displayed. They are GUIDs in Entra ID and printable ASCII elsewhere. */
  private static boolean isId(String id) {
    return id.length() <= MAX_ID && id.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private static String claim(JsonObject claims, String name, String defaultValue) {
    String value = optional(claims, name);
    return value == null ? defaultValue : value;
  }
}
