package io.github.adtauth.internal.identity;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.internal.json.StrictJson;
import io.github.adtauth.token.AccessToken;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in to a tool of the machine: the user of the first token whose claims can be read.
 * Thread-safe.
 */
final class Developer {
  private static final int LIMIT = 64 << 10;
  private static final int DEPTH = 16;

  private final AtomicReference<@Nullable String> first = new AtomicReference<>();

  /**
   * Remembers the user of the first token.
   *
   * @throws InteractionRequiredException if this token is not of the same user
   */
  void check(AccessToken token) {
    String user = user(token.value());
    String known = user == null ? first.get() : first.compareAndExchange(null, user);
    if (known != null && !known.equals(user)) {
      throw new InteractionRequiredException(
          ErrorDetails.of(
                  "A different user has signed in to the Azure CLI than the one whom this provider"
                      + " began with; the token was discarded.")
              .fix(
                  new Fix(
                      null,
                      "Run 'az login' as the same user, or restart the process to change the"
                          + " user.")));
    }
  }

  /** Returns the ids of the user and its tenant, or null if the token is not a JWT with both. */
  private static @Nullable String user(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3 || token.length() > LIMIT) {
      return null;
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(parts[1]);
      JsonObject claims =
          StrictJson.object(new String(bytes, StandardCharsets.UTF_8), LIMIT, DEPTH);
      return claims != null
              && claims.get("oid") instanceof JsonPrimitive oid
              && claims.get("tid") instanceof JsonPrimitive tid
          ? tid.getAsString() + " " + oid.getAsString()
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
