package io.github.adtauth.internal.credential;

import java.io.IOException;

/** Where the proofs of a credential come from. Thread-safe. */
@FunctionalInterface
public interface ClientAuthenticationSource {
  ClientAuthentication proof(ClientAuthenticationRequest request) throws IOException;

  /** Reads again what it is made from; tells whether another proof may be accepted. */
  default boolean reload() {
    return false;
  }
}
