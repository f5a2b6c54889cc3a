package io.github.adtauth.internal.cache;

import io.github.adtauth.token.AccessToken;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Creates the tokens that this library acquires. They are marked, because the providers of this
 * library cache them, and no other cache may keep them; see {@link ExternalTokenProvider}.
 * Stateless.
 */
public final class LibraryTokens {
  private LibraryTokens() {}

  /**
   * Returns a token.
   *
   * @param refreshAt when the issuer recommends a refresh, or null
   * @throws IllegalArgumentException if the value is not valid in a header
   */
  public static AccessToken of(String value, Instant expiresAt, @Nullable Instant refreshAt) {
    AccessToken token = AccessToken.of(value, expiresAt, refreshAt);
    return TokenInternals.instance().fromLibrary(token);
  }
}
