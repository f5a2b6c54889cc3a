package io.github.adtauth.internal.registration;

import io.github.adtauth.internal.text.Redactor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import okhttp3.tls.HeldCertificate;

/**
 * Creates self-signed certificates. Entra ID trusts such a certificate because it is registered.
 * Stateless.
 */
public final class CertificateGenerator {
  private static final Duration SKEW = Duration.ofMinutes(5);

  private CertificateGenerator() {}

  /** Returns whether the optional dependency okhttp-tls is available. */
  public static boolean isAvailable() {
    try {
      Class.forName(
          "okhttp3.tls.HeldCertificate", false, CertificateGenerator.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Creates a key and a certificate, and writes both to a new file. */
  public static X509Certificate create(Path pem, String name, Duration lifetime, Clock clock) {
    long now = clock.millis();
    HeldCertificate certificate =
        new HeldCertificate.Builder()
            .rsa2048()
            .commonName(name)
            .serialNumber(new BigInteger(127, new SecureRandom()))
            .validityInterval(now - SKEW.toMillis(), now + lifetime.toMillis())
            .build();
    String text = certificate.certificatePem() + certificate.privateKeyPkcs8Pem();
    try {
      PrivateFile.write(pem, text.getBytes(StandardCharsets.US_ASCII), false);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write the certificate to " + Redactor.sanitizePath(pem), e);
    }
    return certificate.certificate();
  }

  /** Deletes a new certificate and its key. */
  static void discard(Path pem) {
    try {
      Files.deleteIfExists(pem);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot delete the certificate in " + Redactor.sanitizePath(pem), e);
    }
  }
}
