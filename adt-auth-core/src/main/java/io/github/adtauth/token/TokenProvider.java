package io.github.adtauth.token;

import io.github.adtauth.AuthListener;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Provides access tokens for one principal. Implement it with a lambda to adapt another
 * authentication library.
 *
 * <p>Implementations must be thread-safe, must stop waiting when the calling thread is interrupted,
 * and must not prompt the user. See {@link TokenProviders} for providers that combine others.
 */
@FunctionalInterface
public interface TokenProvider {
  /**
   * Returns a token for the request. Blocks while a token is requested from the token service.
   *
   * @throws IOException if a network error occurs
   * @throws io.github.adtauth.CredentialUnavailableException if the credential of this provider is
   *     not available on this machine. A chain then tries its next provider
   * @throws io.github.adtauth.AdtException if the token service rejects the request. The type of
   *     the exception indicates how to recover
   */
  AccessToken token(TokenRequest request) throws IOException;

  /**
   * Returns a cached token that is still valid, or null if there is none. Does not block. The
   * default implementation returns null, for providers without a cache.
   */
  default @Nullable AccessToken cachedToken(TokenRequest request) {
    return null;
  }

  /**
   * Returns the listener of this provider. A client without its own listener notifies this one of
   * the challenges and retries of calls that use these tokens. The providers of {@code SignIn}
   * return the listener that was set there. A provider that wraps another one should return the
   * listener of the wrapped one. The default implementation returns {@link AuthListener#NONE}.
   */
  default AuthListener listener() {
    return AuthListener.NONE;
  }
}
