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
  private static final long MAX_SECONDS = Duration.ofDays(30).toSeconds();
  private static final int MAX_ERROR = 60;

  private ManagedIdentityResponse() {}

  /** Returns the token, or null if the response does not contain a valid one. */
  static @Nullable AccessToken token(String body, Clock clock) {
    JsonObject json = object(body);
    if (json == null) {
      return null;
    }
    String value = text(json, "access_token");
    Instant now = clock.instant();
    Instant expires = expiry(json, now);
    if (value == null || expires == null || !expires.isAfter(now)) {
      return null;
    }
    Long refreshIn = number(json, "refresh_in");
    try {
      return LibraryTokens.of(
          value, expires, refreshIn == null || refreshIn < 0 ? null : now.plusSeconds(refreshIn));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * Returns the {@code error} member, or null if it does not have the form of an error code. The
   * error description is never displayed.
   */
  static @Nullable String error(String body) {
    JsonObject json = object(body);
    String error = json == null ? null : text(json, "error");
    return error != null && error.length() <= MAX_ERROR && error.matches("[A-Za-z_. -]+[0-9]{0,8}")
        ? error
        : null;
  }

  private static @Nullable Instant expiry(JsonObject json, Instant now) {
    String expiresOn = text(json, "expires_on");
    Instant on = expiresOn == null ? null : ExpiryTime.parse(expiresOn);
    Long in = number(json, "expires_in");
    long untilOn = on == null ? 0 : on.getEpochSecond() - now.getEpochSecond();
    long life = in == null ? 0 : in;
    // Platforms cache tokens for hours, so expires_in may be counted from the issue time; and
    // expires_on misleads if a clock is wrong.
    long left = life > 0 && untilOn > 0 ? Math.min(life, untilOn) : Math.max(life, untilOn);
    return left <= 0 ? null : now.plusSeconds(Math.min(left, MAX_SECONDS));
  }

  private static @Nullable JsonObject object(String body) {
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

  /** Identity endpoints encode numbers as strings. */
  private static @Nullable Long number(JsonObject json, String name) {
    String text = text(json, name);
    try {
      return text == null ? null : Math.max(-1, Math.min(Long.parseLong(text), 1L << 40));
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
