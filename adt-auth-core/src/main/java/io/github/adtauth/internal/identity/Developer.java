package io.github.adtauth.internal.identity;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.internal.json.JsonMembers;
import io.github.adtauth.internal.oauth.JwtClaims;
import io.github.adtauth.token.AccessToken;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The user who is signed in to a developer tool: the user of the first token whose claims can be
 * read. Thread-safe.
 */
final class Developer {
  private final AtomicReference<@Nullable String> firstUser = new AtomicReference<>();

  /**
   * Checks that the token belongs to the user of the first token.
   *
   * @throws InteractionRequiredException if it belongs to a different user
   */
  void check(AccessToken token) {
    String user = user(token.value());
    String expected = user == null ? firstUser.get() : firstUser.compareAndExchange(null, user);
    if (expected != null && !expected.equals(user)) {
      throw new InteractionRequiredException(
          ErrorDetails.of(
                  "A different user has signed in to the Azure CLI since the first token of this"
                      + " provider; the token was discarded.")
              .fix(
                  new Fix(
                      null,
                      "Run 'az login' as the same user, or restart the process to change the"
                          + " user.")));
    }
  }

  /** Returns the tenant ID and object ID, or null if the token is not a JWT with both. */
  private static @Nullable String user(String token) {
    JwtClaims claims = JwtClaims.parse(token);
    if (claims == null) {
      return null;
    }
    String tenantId = JsonMembers.scalar(claims.json(), "tid");
    String objectId = JsonMembers.scalar(claims.json(), "oid");
    return tenantId == null || objectId == null ? null : tenantId + " " + objectId;
  }
}
