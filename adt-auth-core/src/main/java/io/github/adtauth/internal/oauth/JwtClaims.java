package io.github.adtauth.internal.oauth;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.internal.json.JsonMembers;
import io.github.adtauth.internal.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a JWT (RFC 7519), read without verifying the signature: they may be displayed, and
 * a token may be rejected because of them, but they must not be trusted. Immutable.
 */
public final class JwtClaims {
  private static final int MAX_LENGTH = 64 << 10;
  private static final int MAX_DEPTH = 16;
  // The reader of the token response has already limited its size.
  private static final int MAX_PART_LENGTH = 1 << 20;
  private static final int MAX_PART_DEPTH = 32;
  private static final double LAST_SECOND = 253_402_300_799d; // of the year 9999
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private final JsonObject json;

  private JwtClaims(JsonObject json) {
    this.json = json;
  }

  /** Returns the claims of a signed JWT in compact form, or null if the text is not one. */
  public static @Nullable JwtClaims parse(String token) {
    if (token.length() > MAX_LENGTH) {
      return null;
    }
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3
        || decode(parts[0], MAX_LENGTH, MAX_DEPTH) == null
        || !isCanonical(parts[2])) {
      return null;
    }
    JsonObject json = decode(parts[1], MAX_LENGTH, MAX_DEPTH);
    return json == null ? null : new JwtClaims(json);
  }

  /** Decodes a base64url-encoded object such as {@code client_info}; returns null if malformed. */
  public static @Nullable JwtClaims parsePart(String base64url) {
    int length = base64url.length();
    while (length > 0 && base64url.charAt(length - 1) == '=') {
      length--; // some servers add padding, which RFC 7515 section 2 omits
    }
    JsonObject json = decode(base64url.substring(0, length), MAX_PART_LENGTH, MAX_PART_DEPTH);
    return json == null ? null : new JwtClaims(json);
  }

  /** Returns the claims as JSON, without copying them. */
  public JsonObject json() {
    return json;
  }

  /** Returns a claim that is a string and not blank, or null. */
  public @Nullable String string(String name) {
    String value = JsonMembers.string(json, name);
    return value == null || value.isBlank() ? null : value;
  }

  /** Returns the strings of a claim that is one string or an array (RFC 7519 4.1.3). */
  public List<String> strings(String name) {
    if (json.get(name) instanceof JsonArray) {
      return JsonMembers.strings(json, name);
    }
    String value = string(name);
    return value == null ? List.of() : List.of(value);
  }

  /** Returns a claim that is a NumericDate (RFC 7519 2) without fractions, or null. */
  public @Nullable Instant instant(String name) {
    if (!(json.get(name) instanceof JsonPrimitive value) || !value.isNumber()) {
      return null;
    }
    double seconds = value.getAsDouble();
    return seconds >= 0 && seconds <= LAST_SECOND ? Instant.ofEpochSecond((long) seconds) : null;
  }

  private static @Nullable JsonObject decode(String base64url, int maxLength, int maxDepth) {
    if (!isCanonical(base64url)) {
      return null;
    }
    byte[] bytes = Base64.getUrlDecoder().decode(base64url);
    return StrictJson.parseObject(new String(bytes, StandardCharsets.UTF_8), maxLength, maxDepth);
  }

  /**
   * Returns whether the text is base64url without padding, and the unused bits of its last
   * character are zero (RFC 4648 3.5). Decoders ignore those bits, so one token would otherwise
   * have several spellings, each with a cache entry of its own.
   */
  private static boolean isCanonical(String base64url) {
    for (int i = 0; i < base64url.length(); i++) {
      if (ALPHABET.indexOf(base64url.charAt(i)) < 0) {
        return false;
      }
    }
    int unusedBits =
        switch (base64url.length() % 4) {
          case 0 -> 0;
          case 2 -> 0b1111;
          case 3 -> 0b11;
          default -> -1; // a remainder of 1 encodes no byte
        };
    return !base64url.isEmpty()
        && unusedBits >= 0
        && (ALPHABET.indexOf(base64url.charAt(base64url.length() - 1)) & unusedBits) == 0;
  }

  /** Returns a string that omits the claims, which are personal data. */
  @Override
  public String toString() {
    return "JwtClaims";
  }
}
