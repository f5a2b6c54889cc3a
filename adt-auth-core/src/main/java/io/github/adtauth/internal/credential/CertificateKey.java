package io.github.adtauth.internal.credential;

import io.github.adtauth.credential.AssertionSigner;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A certificate and the signer of its key. Immutable; thread-safe if the signer is.
 *
 * @param chain the certificate, followed by the certificates of its issuers
 * @param sendsChain whether each assertion contains the chain
 */
public record CertificateKey(
    AssertionSigner signer, List<X509Certificate> chain, boolean sendsChain) {
  private static final Set<String> ALGORITHMS = Set.of("PS256", "RS256");
  private static final byte[] SAMPLE = {1, 2, 3, 4};

  /**
   * Creates a key.
   *
   * @throws IllegalArgumentException if the chain is empty or the algorithm is not supported
   */
  public CertificateKey {
    Objects.requireNonNull(signer, "signer");
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("the certificate is missing");
    }
    if (!ALGORITHMS.contains(signer.algorithm())) {
      throw new IllegalArgumentException(
          "the signer's algorithm must be PS256 or RS256: " + signer.algorithm());
    }
  }

  /**
   * Returns a key that signs in memory.
   *
   * @throws IllegalArgumentException if the key is not an RSA key or does not match the certificate
   */
  public static CertificateKey of(PrivateKey key, List<X509Certificate> chain) {
    Objects.requireNonNull(key, "key");
    if (!key.getAlgorithm().startsWith("RSA")) {
      throw new IllegalArgumentException("the key must be an RSA key: " + key.getAlgorithm());
    }
    CertificateKey certificateKey = new CertificateKey(data -> sign(key, data), chain, false);
    certificateKey.requireMatch(key);
    return certificateKey;
  }

  CertificateKey sendingChain() {
    return new CertificateKey(signer, chain, true);
  }

  X509Certificate certificate() {
    return chain.get(0);
  }

  static boolean matches(PrivateKey key, X509Certificate certificate) {
    if (key instanceof RSAKey rsa && certificate.getPublicKey() instanceof RSAKey certified) {
      return rsa.getModulus().equals(certified.getModulus());
    }
    // A key on a token or smart card does not expose its modulus, so verify a signature.
    try {
      Signature verifier = pss();
      verifier.initVerify(certificate.getPublicKey());
      verifier.update(SAMPLE);
      return verifier.verify(sign(key, SAMPLE));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private void requireMatch(PrivateKey key) {
    if (!matches(key, certificate())) {
      throw new IllegalArgumentException(
          "the key does not match the certificate "
              + certificate().getSubjectX500Principal().getName());
    }
  }

  private static byte[] sign(PrivateKey key, byte[] data) throws GeneralSecurityException {
    Signature signature = pss();
    signature.initSign(key);
    signature.update(data);
    return signature.sign();
  }

  private static Signature pss() throws GeneralSecurityException {
    Signature signature = Signature.getInstance("RSASSA-PSS");
    signature.setParameter(
        new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    return signature;
  }
}
