package io.github.adtauth.internal.registration;

import io.github.adtauth.internal.files.SafeFiles;
import io.github.adtauth.internal.text.Redactor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import okhttp3.tls.HeldCertificate;

/** Makes a certificate that signs for itself; Entra trusts it because it is registered. */
public final class CertificateMaker {
  private static final int LIMIT = 1 << 20;
  private static final Duration SKEW = Duration.ofMinutes(5);

  private CertificateMaker() {}

  /** Tells whether what makes certificates is there: it is an optional dependency. */
  public static boolean isAvailable() {
    try {
      Class.forName("okhttp3.tls.HeldCertificate", false, CertificateMaker.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  public static X509Certificate make(Path pem, String name, Duration life, Clock clock) {
    long now = clock.millis();
    HeldCertificate made =
        new HeldCertificate.Builder()
            .rsa2048()
            .commonName(name)
            .serialNumber(new BigInteger(127, new SecureRandom()))
            .validityInterval(now - SKEW.toMillis(), now + life.toMillis())
            .build();
    String text = made.certificatePem() + made.privateKeyPkcs8Pem();
    try {
      OwnerFile.write(pem, text.getBytes(StandardCharsets.US_ASCII), false);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the certificate cannot be kept in " + Redactor.sanitizePath(pem), e);
    }
    return made.certificate();
  }

  /** Deletes a new certificate and its key that cannot be used. */
  static void discard(Path pem) {
    try {
      Files.deleteIfExists(pem);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the certificate in " + Redactor.sanitizePath(pem) + " cannot be deleted", e);
    }
  }

  static X509Certificate read(Path pem) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(SafeFiles.read(pem, LIMIT)));
    } catch (IOException | CertificateException e) {
      throw new IllegalArgumentException(
          "there is no certificate to read in " + Redactor.sanitizePath(pem), e);
    }
  }
}
