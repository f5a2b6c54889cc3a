package io.github.adtauth.internal.credential;

import io.github.adtauth.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a certificate and its key from PFX (PKCS #12, RFC 7292). */
final class PfxFile {
  private static final String TO_PEM = "convert it with 'openssl pkcs12 -nodes' to PEM";

  /** The object identifier of a private key that is not encrypted, 1.2.840.113549.1.12.10.1.1. */
  private static final String KEY_BAG =
      new String(
          new byte[] {
            6, 11, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 12, 10, 1, 1
          },
          StandardCharsets.ISO_8859_1);

  private PfxFile() {}

  /**
   * Reads PFX data.
   *
   * @throws IllegalArgumentException if the data does not contain a certificate and its RSA key
   */
  static CertificateKey read(byte[] bytes, @Nullable Secret password)
      throws GeneralSecurityException {
    char[] passwordChars = password == null ? new char[0] : password.reveal().toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(new ByteArrayInputStream(bytes), passwordChars);
    } catch (IOException e) {
      throw new IllegalArgumentException(reason(e, password), e);
    }
    List<X509Certificate> certificates = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.getKey(alias, passwordChars) instanceof PrivateKey key) {
        Certificate[] chain = store.getCertificateChain(alias);
        return chain == null || chain.length == 0
            ? findByPublicKey(key, store)
            : CertificateKey.of(key, x509(List.of(chain)));
      }
      certificates.addAll(x509(List.of(store.getCertificate(alias))));
    }
    if (new String(bytes, StandardCharsets.ISO_8859_1).contains(KEY_BAG)) {
      throw new IllegalArgumentException(
          "its private key is not encrypted, which the JDK does not support in a PFX; " + TO_PEM);
    }
    throw new IllegalArgumentException(
        certificates.isEmpty()
            ? "it contains no private key that the JDK can read"
            : "it contains no private key, only the certificate");
  }

  private static String reason(IOException failure, @Nullable Secret password) {
    if (!isPasswordError(failure)) {
      return "it is not a PFX, or is truncated";
    } else if (password == null) {
      return "a password is required";
    } else if (Passwords.isAscii(password)) {
      return "the password is wrong";
    }
    return "the password is not ASCII, and this JDK ("
        + Runtime.version().feature()
        + ") accepts only ASCII passwords for this PFX; or it is wrong. Export the PFX with another"
        + " password, or "
        + TO_PEM;
  }

  private static boolean isPasswordError(IOException failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof UnrecoverableKeyException || t instanceof InvalidKeySpecException) {
        return true;
      }
    }
    return false;
  }

  /** The key does not name its certificate, so certificates are compared by their public keys. */
  private static CertificateKey findByPublicKey(PrivateKey key, KeyStore store)
      throws GeneralSecurityException {
    for (String alias : Collections.list(store.aliases())) {
      if (store.getCertificate(alias) instanceof X509Certificate certificate
          && CertificateKey.matches(key, certificate)) {
        return CertificateKey.of(key, List.of(certificate));
      }
    }
    // The JDK hides certificates that no key refers to.
    throw new IllegalArgumentException(
        "no certificate in it is linked to its private key (localKeyID); if there is one, "
            + TO_PEM);
  }

  private static List<X509Certificate> x509(List<Certificate> chain) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Certificate certificate : chain) {
      certificates.add((X509Certificate) certificate);
    }
    return certificates;
  }
}
