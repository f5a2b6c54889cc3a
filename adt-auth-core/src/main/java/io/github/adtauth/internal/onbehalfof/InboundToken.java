package io.github.adtauth.internal.onbehalfof;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.adtauth.internal.json.StrictJson;
import io.github.adtauth.onbehalfof.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the token that a web API received says of itself. Nothing of it is proven, so it may be
 * refused for what it says, never trusted for it. Immutable.
 *
 * @param user whose it is, or null where it does not say
 * @param issuedAt when it was issued, or the beginning of time where it does not say
 * @param expiresAt when it expires
 */
public record InboundToken(@Nullable UserId user, Instant issuedAt, Instant expiresAt) {
  private static final int MAX_LENGTH = 64 << 10;
  private static final int MAX_DEPTH = 16;
  private static final long LAST_SECOND = 253_402_300_799L; // of the year 9999
  private static final int MAX_ID_LENGTH = 128;
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final Pattern GUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** Returns the claims of a signed JWT (RFC 7519), or null if it is none. */
  public static @Nullable JsonObject claims(String token) {
    if (token.length() > MAX_LENGTH || !token.chars().allMatch(InboundToken::isBase64UrlOrDot)) {
      return null;
    }
    String[] parts = token.split("\\.", -1);
    return parts.length == 3 && areCanonical(parts) && decoded(parts[0]) != null
        ? decoded(parts[1])
        : null;
  }

  private static boolean areCanonical(String[] parts) {
    for (String part : parts) {
      if (!isCanonical(part)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns whether the unused bits of the last character are zero (RFC 4648 3.5). A decoder
   * ignores them, so one token would otherwise have several spellings: with a signature of 256
   * bytes sixteen, each with an exchange and a cache entry of its own.
   */
  private static boolean isCanonical(String base64url) {
    int unusedBits =
        switch (base64url.length() % 4) {
          case 0 -> 0;
          case 2 -> 0b1111;
          case 3 -> 0b11;
          default -> -1; // no number of bytes is encoded in so many characters
        };
    return !base64url.isEmpty()
        && unusedBits >= 0
        && (ALPHABET.indexOf(base64url.charAt(base64url.length() - 1)) & unusedBits) == 0;
  }

  /**
   * Reads what is kept of the claims; null if they name no time of expiry.
   *
   * @param tenant is kept in place of a text like it: there are many users, all of one tenant
   */
  public static @Nullable InboundToken of(JsonObject claims, String tenant) {
    Instant expiresAt = instant(claims, "exp");
    Instant issuedAt = instant(claims, "iat");
    String objectId = text(claims, "oid");
    String tenantId = text(claims, "tid");
    UserId user =
        objectId == null || tenantId == null || !isUnicode(objectId + tenantId)
            ? null
            : new UserId(objectId, tenantId.equalsIgnoreCase(tenant) ? tenant : tenantId);
    return expiresAt == null
        ? null
        : new InboundToken(user, issuedAt == null ? Instant.EPOCH : issuedAt, expiresAt);
  }

  /** Returns whether one of the two claims that identify a user is longer than any id. */
  static boolean hasOverlongId(JsonObject claims) {
    return isOverlong(text(claims, "oid")) || isOverlong(text(claims, "tid"));
  }

  private static boolean isOverlong(@Nullable String id) {
    return id != null && id.length() > MAX_ID_LENGTH;
  }

  /** Half a character has no bytes, and a key of a store is made of bytes. */
  private static boolean isUnicode(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /** Returns a claim that is a text and not blank, or null. */
  static @Nullable String text(JsonObject claims, String name) {
    JsonElement value = claims.get(name);
    return value != null
            && value.isJsonPrimitive()
            && value.getAsJsonPrimitive().isString()
            && !value.getAsString().isBlank()
        ? value.getAsString()
        : null;
  }

  /** Returns the audiences: one text or a list of them (RFC 7519 4.1.3). */
  static List<String> audiences(JsonObject claims) {
    JsonElement value = claims.get("aud");
    List<String> audiences = new ArrayList<>();
    if (value instanceof JsonArray list) {
      for (JsonElement element : list) {
        if (element.isJsonPrimitive()) {
          audiences.add(element.getAsString());
        }
      }
    } else if (value != null && value.isJsonPrimitive()) {
      audiences.add(value.getAsString());
    }
    return audiences;
  }

  /** Returns an upper bound of the bytes that the ids of the user take. */
  public int weight() {
    return user == null
        ? 0
        : Character.BYTES * (user.objectId().length() + user.tenantId().length());
  }

  /**
   * Returns the value of {@code X-AnchorMailbox}, by which Entra routes the exchange to where the
   * user is kept; null where object or tenant id is no GUID.
   */
  @Nullable String anchorMailbox() {
    return user != null && isGuid(user.objectId()) && isGuid(user.tenantId())
        ? "Oid:" + user.objectId() + "@" + user.tenantId()
        : null;
  }

  private static boolean isBase64UrlOrDot(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '.';
  }

  static boolean isGuid(String lowerCase) {
    return GUID.matcher(lowerCase).matches();
  }

  private static @Nullable JsonObject decoded(String base64url) {
    try {
      byte[] json = Base64.getUrlDecoder().decode(base64url);
      return StrictJson.object(new String(json, StandardCharsets.UTF_8), MAX_LENGTH, MAX_DEPTH);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Reads a NumericDate (RFC 7519 2); fractions are cut off. */
  private static @Nullable Instant instant(JsonObject claims, String name) {
    JsonElement value = claims.get(name);
    if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber()) {
      return null;
    }
    double seconds = value.getAsDouble();
    return seconds >= 0 && seconds <= LAST_SECOND ? Instant.ofEpochSecond((long) seconds) : null;
  }

  @Override
  public String toString() {
    return "InboundToken[expires " + expiresAt + "]";
  }
}
