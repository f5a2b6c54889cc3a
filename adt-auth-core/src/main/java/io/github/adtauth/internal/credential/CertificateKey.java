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
 * A certificate and what signs for it. Immutable and thread-safe, if the signer is.
 *
 * @param chain the certificate first, then those of its issuers
 * @param sendsChain whether the chain goes with each assertion
 */
public record CertificateKey(
    AssertionSigner signer, List<X509Certificate> chain, boolean sendsChain) {
  private static final Set<String> ALGORITHMS = Set.of("PS256", "RS256");
  private static final byte[] SAMPLE = {1, 2, 3, 4};

  public CertificateKey {
    Objects.requireNonNull(signer, "signer");
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("the certificate is missing");
    }
    if (!ALGORITHMS.contains(signer.algorithm())) {
      throw new IllegalArgumentException("a signer signs PS256 or RS256");
    }
  }

  /**
   * Pairs a key with its certificate.
   *
   * @throws IllegalArgumentException if they are no pair, or not of RSA
   */
  public static CertificateKey of(PrivateKey key, List<X509Certificate> chain) {
    Objects.requireNonNull(key, "key");
    if (!key.getAlgorithm().startsWith("RSA")) {
      throw new IllegalArgumentException(
          "the key is of " + key.getAlgorithm() + ": Entra ID takes RSA keys only");
    }
    CertificateKey identity = new CertificateKey(data -> signed(key, data), chain, false);
    identity.checkPair(key);
    return identity;
  }

  CertificateKey sendingChain() {
    return new CertificateKey(signer, chain, true);
  }

  X509Certificate certificate() {
    return chain.get(0);
  }

  static boolean isPair(PrivateKey key, X509Certificate certificate) {
    if (key instanceof RSAKey ours && certificate.getPublicKey() instanceof RSAKey theirs) {
      return ours.getModulus().equals(theirs.getModulus());
    }
    // A key of a token or card says nothing of itself: only what it signs does.
    try {
      Signature verifier = pss();
      verifier.initVerify(certificate.getPublicKey());
      verifier.update(SAMPLE);
      return verifier.verify(signed(key, SAMPLE));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private void checkPair(PrivateKey key) {
    if (!isPair(key, certificate())) {
      throw new IllegalArgumentException(
          "the key is not that of the certificate "
              + certificate().getSubjectX500Principal().getName());
    }
  }

  private static byte[] signed(PrivateKey key, byte[] data) throws GeneralSecurityException {
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
