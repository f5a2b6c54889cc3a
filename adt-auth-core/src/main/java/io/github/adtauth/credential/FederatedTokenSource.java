package io.github.adtauth.credential;

import io.github.adtauth.Secret;
import java.io.IOException;

/**
 * Supplies tokens from an external identity provider that a federated credential of the application
 * trusts. Entra ID accepts such a token in place of a client secret.
 *
 * <p>Implementations must be thread-safe. The library calls {@link #token()} for each token request
 * and does not cache the result.
 *
 * @see ClientCredential#federatedToken(FederatedTokenSource)
 */
@FunctionalInterface
public interface FederatedTokenSource {
  /**
   * Returns a token that has not expired.
   *
   * @throws IOException if the token is temporarily unavailable
   */
  Secret token() throws IOException;
}
