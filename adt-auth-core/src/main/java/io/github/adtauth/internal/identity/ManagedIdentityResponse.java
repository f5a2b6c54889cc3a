package io.github.adtauth.internal.identity;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.github.adtauth.internal.cache.LibraryTokens;
import io.github.adtauth.internal.json.JsonMembers;
import io.github.adtauth.internal.json.JsonTrees;
import io.github.adtauth.token.AccessToken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Parses responses of identity endpoints, which are untrusted input. Stateless. */
final class ManagedIdentityResponse {
  private static final long MAX_LIFETIME_SECONDS = Duration.ofDays(30).toSeconds();
  private static final int MAX_ERROR_LENGTH = 60;

  private ManagedIdentityResponse() {}

  /** Returns the token, or null if the response does not contain a valid one. */
  static @Nullable AccessToken parseToken(String body, Clock clock) {
    JsonObject json = parseObject(body);
    if (json == null) {
      return null;
    }
    String value = text(json, "access_token");
    Instant now = clock.instant();
    Instant expiresAt = expiresAt(json, now);
    if (value == null || expiresAt == null || !expiresAt.isAfter(now)) {
      return null;
    }
    Long refreshIn = number(json, "refresh_in");
    try {
      return LibraryTokens.of(
          value, expiresAt, refreshIn == null || refreshIn < 0 ? null : now.plusSeconds(refreshIn));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * Returns the {@code error} member, or null if it does not have the form of an error code. The
   * error description is ignored, because it may contain arbitrary text.
   */
  static @Nullable String parseError(String body) {
    JsonObject json = parseObject(body);
    String error = json == null ? null : text(json, "error");
    return error != null
            && error.length() <= MAX_ERROR_LENGTH
            && error.matches("[A-Za-z_. -]+[0-9]{0,8}")
        ? error
        : null;
  }

  private static @Nullable Instant expiresAt(JsonObject json, Instant now) {
    String expiresOn = text(json, "expires_on");
    Instant expiryTime = expiresOn == null ? null : ExpiryTime.parse(expiresOn);
    Long expiresIn = number(json, "expires_in");
    long untilExpiry = expiryTime == null ? 0 : expiryTime.getEpochSecond() - now.getEpochSecond();
    long lifetime = expiresIn == null ? 0 : expiresIn;
    // Use the earlier expiry. Platforms cache tokens for hours, so expires_in may be relative to
    // the issue time, and expires_on is misleading if the clock is wrong.
    long seconds =
        untilExpiry > 0 && lifetime > 0
            ? Math.min(untilExpiry, lifetime)
            : Math.max(untilExpiry, lifetime);
    return seconds <= 0 ? null : now.plusSeconds(Math.min(seconds, MAX_LIFETIME_SECONDS));
  }

  private static @Nullable JsonObject parseObject(String body) {
    try {
      return JsonTrees.lenient(body) instanceof JsonObject json ? json : null;
    } catch (JsonParseException e) {
      return null;
    }
  }

  private static @Nullable String text(JsonObject json, String name) {
    String value = JsonMembers.scalar(json, name);
    return value == null || value.isBlank() ? null : value;
  }

  /**
   * Returns an integer member, or null if it is absent. Identity endpoints encode numbers as
   * strings. Clamps the value, so that adding it to a time does not overflow.
   */
  private static @Nullable Long number(JsonObject json, String name) {
    String text = text(json, name);
    try {
      return text == null ? null : Math.max(-1, Math.min(Long.parseLong(text), 1L << 40));
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
