package io.github.adtauth.credential;

import io.github.adtauth.Secret;
import io.github.adtauth.internal.text.Redactor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a certificate and its key from PFX (RFC 7292) or PEM (RFC 7468). */
final class CertificateReader {
  private static final int DER_SEQUENCE = 0x30;

  private CertificateReader() {}

  /**
   * Reads it; which of the two it is, the bytes tell.
   *
   * @throws IllegalArgumentException with a sentence, if there is no certificate with its RSA key
   */
  static SigningIdentity read(byte[] bytes, @Nullable Secret password) {
    try {
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      if (text.contains("-----BEGIN ")) {
        return pem(text, password);
      }
      if (bytes.length > 0 && bytes[0] == DER_SEQUENCE) {
        return pfx(bytes, password);
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "it cannot be read (" + Redactor.sanitize(String.valueOf(e.getMessage()), 200) + ")", e);
    }
    throw new IllegalArgumentException("it is neither PFX nor PEM, or was written half");
  }

  private static SigningIdentity pem(String text, @Nullable Secret password)
      throws GeneralSecurityException {
    List<X509Certificate> certificates = new ArrayList<>();
    PrivateKey key = null;
    for (PemBlock block : PemBlock.all(text)) {
      if (block.label().equals("CERTIFICATE")) {
        certificates.add(block.certificate());
      } else if (block.isPrivateKey()) {
        if (key != null) {
          throw new IllegalArgumentException("there are two private keys in it");
        }
        key = block.privateKey(password);
      }
    }
    if (key == null) {
      throw new IllegalArgumentException("there is no private key in it, only the certificate");
    }
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("there is no certificate in it, only the private key");
    }
    PrivateKey ours = key;
    int leaf = 0;
    while (leaf < certificates.size() && !SigningIdentity.isPair(ours, certificates.get(leaf))) {
      leaf++;
    }
    Collections.swap(certificates, 0, leaf == certificates.size() ? 0 : leaf);
    return SigningIdentity.of(ours, certificates);
  }

  private static SigningIdentity pfx(byte[] bytes, @Nullable Secret password)
      throws GeneralSecurityException {
    char[] word = password == null ? new char[0] : password.reveal().toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(new ByteArrayInputStream(bytes), word);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          e.getCause() instanceof UnrecoverableKeyException
              ? password == null ? "it needs a password" : "the password is wrong"
              : "it is no PFX, or was written half",
          e);
    }
    for (String alias : Collections.list(store.aliases())) {
      if (store.getKey(alias, word) instanceof PrivateKey key) {
        List<X509Certificate> chain = new ArrayList<>();
        Certificate[] kept = store.getCertificateChain(alias);
        if (kept == null) {
          throw new IllegalArgumentException("there is no certificate in it, only the private key");
        }
        for (Certificate certificate : kept) {
          chain.add((X509Certificate) certificate);
        }
        return SigningIdentity.of(key, chain);
      }
    }
    throw new IllegalArgumentException("there is no private key in it, only the certificate");
  }
}
