package io.github.adtauth.internal.credential;

import java.io.IOException;

/** Creates the client authentications of a credential. Thread-safe. */
@FunctionalInterface
public interface ClientAuthenticationSource {
  /**
   * Returns the client authentication for one token request.
   *
   * @throws io.github.adtauth.CredentialException if the credential cannot be used
   * @throws IOException if a source or signer of the application is temporarily unavailable
   */
  ClientAuthentication authenticate(ClientAuthenticationRequest request) throws IOException;

  /**
   * Discards the cached credential. Returns whether a new client authentication may be accepted.
   */
  default boolean reload() {
    return false;
  }
}
