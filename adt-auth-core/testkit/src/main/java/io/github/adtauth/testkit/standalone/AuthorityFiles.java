package io.github.adtauth.testkit.standalone;

import io.github.adtauth.testkit.internal.Certificates;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import okhttp3.tls.HeldCertificate;

/**
 * The files of a certificate authority: the certificate for clients in two formats, and the private
 * key, which only the user can read. Immutable.
 *
 * @param certificate the PEM-encoded certificate
 * @param trustStore a PKCS #12 trust store that contains only the certificate
 */
record AuthorityFiles(HeldCertificate authority, Path certificate, Path trustStore) {
  static final String TRUST_STORE_PASSWORD = "changeit";

  private static final String KEY = "ca.key";
  private static final long VALIDITY_DAYS = 3650;
  private static final Duration MIN_REMAINING = Duration.ofDays(30);
  private static final FileAttribute<?>[] OWNER_ONLY =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
          ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
          }
          : new FileAttribute<?>[0];

  /** Reads the authority of a folder. Creates a new one if there is none or if it expires soon. */
  static AuthorityFiles in(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path certificate = folder.resolve("ca.pem");
    Path key = folder.resolve(KEY);
    HeldCertificate authority =
        Files.exists(certificate) && Files.exists(key) ? read(certificate, key) : null;
    if (authority == null || expiresSoon(authority)) {
      authority = Certificates.newAuthority(VALIDITY_DAYS);
      Files.deleteIfExists(key);
      Files.createFile(key, OWNER_ONLY);
      Files.writeString(key, authority.privateKeyPkcs8Pem());
      Files.writeString(certificate, authority.certificatePem());
    }
    Path trustStore = folder.resolve("ca.p12");
    try (OutputStream out = Files.newOutputStream(trustStore)) {
      Certificates.signedBy(authority).trustStore().store(out, TRUST_STORE_PASSWORD.toCharArray());
    } catch (GeneralSecurityException e) {
      throw new IOException("Could not write " + trustStore, e);
    }
    return new AuthorityFiles(authority, certificate, trustStore);
  }

  /** Deletes the files. */
  void delete() throws IOException {
    Path folder = certificate.resolveSibling("");
    for (Path file : new Path[] {certificate, trustStore, certificate.resolveSibling(KEY)}) {
      Files.deleteIfExists(file);
    }
    Files.deleteIfExists(folder);
  }

  private static HeldCertificate read(Path certificate, Path key) throws IOException {
    try {
      return HeldCertificate.decode(
          Files.readString(certificate, StandardCharsets.US_ASCII)
              + Files.readString(key, StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      throw new IOException(
          certificate
              + " and "
              + key
              + " are not a certificate and its private key. Delete them to"
              + " create a new certificate authority.",
          e);
    }
  }

  private static boolean expiresSoon(HeldCertificate authority) {
    return authority
        .certificate()
        .getNotAfter()
        .toInstant()
        .isBefore(Instant.now().plus(MIN_REMAINING));
  }
}
