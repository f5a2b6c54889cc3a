package io.github.adtauth.internal.credential;

import io.github.adtauth.Secret;
import io.github.adtauth.internal.text.Redactor;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a certificate and its key from PFX (RFC 7292) or PEM (RFC 7468), which may be encoded in
 * base64. For other formats, the exception describes how to convert them.
 */
public final class CertificateReader {
  private static final int DER_SEQUENCE = 0x30;

  /** The maximum number of nested base64 encodings. */
  private static final int MAX_LAYERS = 3;

  private CertificateReader() {}

  /**
   * Reads PFX or PEM data; the format is detected.
   *
   * @throws IllegalArgumentException if the data does not contain a certificate and its RSA key
   */
  public static CertificateKey read(byte[] bytes, @Nullable Secret password) {
    byte[] plain = bytes;
    byte[] decoded = CertificateText.decoded(plain);
    for (int i = 0; decoded != null && i < MAX_LAYERS; i++) {
      plain = decoded;
      decoded = CertificateText.decoded(plain);
    }
    try {
      return readPlain(plain, password);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "it cannot be read (" + Redactor.sanitize(String.valueOf(e.getMessage()), 200) + ")", e);
    }
  }

  private static CertificateKey readPlain(byte[] bytes, @Nullable Secret password)
      throws GeneralSecurityException {
    String pem = CertificateText.pem(bytes);
    if (pem != null) {
      return pem(pem, password);
    }
    String unsupported = UnsupportedFile.description(bytes);
    if (unsupported != null) {
      throw new IllegalArgumentException(unsupported);
    }
    String other = DerForm.of(bytes).description();
    if (other != null) {
      throw new IllegalArgumentException("it is " + other);
    }
    if (bytes.length > 0 && bytes[0] == DER_SEQUENCE) {
      return PfxFile.read(bytes, password);
    }
    throw new IllegalArgumentException("it is neither PFX nor PEM, or is truncated");
  }

  private static CertificateKey pem(String text, @Nullable Secret password)
      throws GeneralSecurityException {
    List<PemBlock> blocks = PemBlock.parse(text);
    if (blocks.size() == 1 && blocks.get(0).form() == DerForm.PFX) {
      return PfxFile.read(blocks.get(0).der(), password); // the output of 'certutil -encode'
    }
    List<X509Certificate> certificates = new ArrayList<>();
    PrivateKey key = null;
    for (PemBlock block : blocks) {
      if (block.isCertificate()) {
        certificates.add(block.certificate());
      } else if (block.isPrivateKey()) {
        if (key != null) {
          throw new IllegalArgumentException("it contains two private keys");
        }
        key = block.privateKey(password);
      }
    }
    if (key == null || certificates.isEmpty()) {
      throw new IllegalArgumentException(
          missingMessage(blocks, key == null, certificates.isEmpty()));
    }
    PrivateKey privateKey = key;
    int leaf = 0;
    while (leaf < certificates.size()
        && !CertificateKey.matches(privateKey, certificates.get(leaf))) {
      leaf++;
    }
    Collections.swap(certificates, 0, leaf == certificates.size() ? 0 : leaf);
    return CertificateKey.of(privateKey, certificates);
  }

  private static String missingMessage(
      List<PemBlock> blocks, boolean noKey, boolean noCertificate) {
    for (PemBlock block : blocks) {
      String unsupported = UnsupportedFile.ofLabel(block.label());
      if (unsupported != null) {
        return unsupported;
      }
    }
    if (noKey && noCertificate) {
      return "it contains neither a certificate nor a private key, only "
          + Redactor.sanitizeId(blocks.get(0).label(), 60);
    }
    return noKey
        ? "it contains no private key, only the certificate"
        : "it contains no certificate, only the private key";
  }
}
