package io.github.adtauth.credential;

import io.github.adtauth.Secret;
import java.io.IOException;

/**
 * Gives a token of another issuer that the application's federated credential trusts. Called for
 * each exchange, by several threads at once; what it gives is not kept.
 */
@FunctionalInterface
public interface FederatedTokenSource {
  /**
   * Returns a token that is valid now.
   *
   * @throws IOException if it cannot be had at the moment
   */
  Secret token() throws IOException;
}
