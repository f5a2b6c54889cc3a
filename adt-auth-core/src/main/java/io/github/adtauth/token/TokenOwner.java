package io.github.adtauth.token;

import java.net.URI;

/**
 * Everything but the scopes that decides whose token it is: the cache key's first part. Immutable.
 *
 * @param authority base URL of the token service
 * @param tenant the directory the token is asked of
 * @param clientId the application that asks
 * @param principal whom the token speaks for
 */
public record TokenOwner(URI authority, String tenant, String clientId, Principal principal) {
  static TokenOwner external() {
    return new TokenOwner(
        URI.create("external:provider"),
        "",
        "",
        new Principal(Principal.Kind.EXTERNAL, "provider"));
  }
}
