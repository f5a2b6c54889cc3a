package io.github.adtauth.credential;

import java.io.IOException;
import java.security.GeneralSecurityException;

/**
 * Signs with a key that does not leave its place: a key vault, an HSM, a smart card. Called for
 * each exchange, by several threads at once.
 */
@FunctionalInterface
public interface AssertionSigner {
  /**
   * Signs the bytes, by {@link #algorithm()} (RFC 7518 3.3, 3.5).
   *
   * @throws GeneralSecurityException if the key cannot sign
   * @throws IOException if the key cannot be reached
   */
  byte[] sign(byte[] signingInput) throws GeneralSecurityException, IOException;

  /**
   * Returns {@code PS256} (RSASSA-PSS with SHA-256, MGF1 with SHA-256, a salt of 32 bytes) or
   * {@code RS256} (RSASSA-PKCS1-v1_5 with SHA-256).
   */
  default String algorithm() {
    return "PS256";
  }
}
