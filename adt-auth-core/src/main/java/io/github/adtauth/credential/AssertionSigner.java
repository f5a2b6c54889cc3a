package io.github.adtauth.credential;

import java.io.IOException;
import java.security.GeneralSecurityException;

/**
 * Signs client assertions with a key that cannot be exported, such as one in a key vault, an HSM or
 * a smart card. Called for each token request, by several threads concurrently.
 */
@FunctionalInterface
public interface AssertionSigner {
  /**
   * Signs the bytes with {@link #algorithm()} (RFC 7518 3.3, 3.5).
   *
   * @throws GeneralSecurityException if the key cannot sign
   * @throws IOException if the key cannot be reached
   */
  byte[] sign(byte[] signingInput) throws GeneralSecurityException, IOException;

  /**
   * Returns the JWS algorithm. Defaults to {@code PS256}.
   *
   * @return {@code PS256} (RSASSA-PSS with SHA-256, MGF1 with SHA-256, a salt of 32 bytes) or
   *     {@code RS256} (RSASSA-PKCS1-v1_5 with SHA-256).
   */
  default String algorithm() {
    return "PS256";
  }
}
