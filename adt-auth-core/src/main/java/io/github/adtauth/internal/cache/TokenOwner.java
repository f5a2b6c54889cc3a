package io.github.adtauth.internal.cache;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Everything but the scopes that decides whose token it is: the cache key's first part. Immutable.
 *
 * @param authority base URL of the token service
 * @param tenant the directory the token is asked of
 * @param clientId the application that asks
 * @param principal whom the token speaks for
 */
public record TokenOwner(URI authority, String tenant, String clientId, Principal principal) {
  public static TokenOwner external() {
    return new TokenOwner(
        URI.create("external:provider"),
        "",
        "",
        new Principal(Principal.Kind.EXTERNAL, "provider"));
  }

  // Written out: the first use of what the compiler makes of a record costs a start tens of ms.

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
