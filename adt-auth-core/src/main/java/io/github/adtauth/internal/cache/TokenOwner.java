package io.github.adtauth.internal.cache;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The owner of a token: the part of the cache key without the scopes. Immutable.
 *
 * @param authority the base URL of the token service
 * @param tenant the directory that issues the token
 * @param clientId the application that requests the token
 * @param principal the identity that the token represents
 */
public record TokenOwner(URI authority, String tenant, String clientId, Principal principal) {
  /** Returns the owner of the tokens of a custom provider. */
  public static TokenOwner external() {
    return new TokenOwner(
        URI.create("external:provider"),
        "",
        "",
        new Principal(Principal.Kind.EXTERNAL, "provider"));
  }

  // Written out, because the first use of generated record methods delays start-up by tens of ms.

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof TokenOwner that
            && principal.equals(that.principal)
            && clientId.equals(that.clientId)
            && tenant.equals(that.tenant)
            && authority.equals(that.authority));
  }

  @Override
  public int hashCode() {
    return 31 * (31 * (31 * authority.hashCode() + tenant.hashCode()) + clientId.hashCode())
        + principal.hashCode();
  }
}
