package io.github.adtauth.internal.registration;

import io.github.adtauth.internal.files.SafeFiles;
import io.github.adtauth.internal.files.UntrustedFileException;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.registration.AppCredential;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of the PEM file of a certificate and its key. Another user may exchange the file at
 * any time. Therefore the read itself checks the owner, and all decisions use the certificate that
 * was read. Immutable.
 *
 * @param pem the path
 * @param certificate the certificate; null if there is no file, or others can change it
 * @param problem why others can change the file, and the fix; null if they cannot
 */
record KeyFile(Path pem, @Nullable X509Certificate certificate, @Nullable String problem) {
  private static final int LIMIT = 1 << 20;

  /** Reads the file of a credential; null unless the credential is a new certificate. */
  static @Nullable KeyFile of(@Nullable AppCredential credential) {
    return credential instanceof AppCredential.NewCertificate created ? read(created.pem()) : null;
  }

  /**
   * Reads the file, if it exists.
   *
   * @throws IllegalArgumentException if the file does not contain a certificate
   */
  static KeyFile read(Path pem) {
    try {
      byte[] bytes = SafeFiles.readTrusted(pem, LIMIT);
      return new KeyFile(pem, parse(bytes), null);
    } catch (NoSuchFileException e) {
      return new KeyFile(pem, null, null);
    } catch (UntrustedFileException e) {
      return new KeyFile(pem, null, e.problem());
    } catch (IOException | CertificateException e) {
      throw new IllegalArgumentException(
          "cannot read a certificate from " + Redactor.sanitizePath(pem), e);
    }
  }

  private static X509Certificate parse(byte[] bytes) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(bytes));
  }

  /** Returns whether there is a file, trusted or not. */
  boolean exists() {
    return certificate != null || problem != null;
  }
}
