package io.github.adtauth.credential;

import io.github.adtauth.Secret;
import java.io.IOException;

/**
 * Supplies tokens of another issuer that a federated credential of the application trusts. Called
 * for each token request, by several threads concurrently. The tokens are not cached.
 */
@FunctionalInterface
public interface FederatedTokenSource {
  /**
   * Returns a valid token.
   *
   * @throws IOException if the token is temporarily unavailable
   */
  Secret token() throws IOException;
}
