package io.github.adtauth.testkit.standalone;

import io.github.adtauth.testkit.internal.Certificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
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
  private static final FileAttribute<?>[] OWNER_ONLY = attributes("rw-------");
  private static final FileAttribute<?>[] OWNER_ONLY_FOLDER = attributes("rwx------");

  /**
   * Reads the authority of a folder. Creates a new one if there is none or if it expires soon.
   *
   * @throws IOException if the files cannot be read or written, or other users could have planted
   *     them
   */
  static AuthorityFiles in(Path folder) throws IOException {
    Files.createDirectories(folder, OWNER_ONLY_FOLDER);
    requireOwn(folder);
    Path certificate = folder.resolve("ca.pem");
    Path key = folder.resolve(KEY);
    HeldCertificate authority =
        Files.exists(certificate) && Files.exists(key) ? read(certificate, key) : null;
    if (authority == null || expiresSoon(authority)) {
      authority = Certificates.newAuthority(VALIDITY_DAYS);
      replace(key, authority.privateKeyPkcs8Pem().getBytes(StandardCharsets.US_ASCII));
      replace(certificate, authority.certificatePem().getBytes(StandardCharsets.US_ASCII));
    }
    Path trustStore = folder.resolve("ca.p12");
    ByteArrayOutputStream store = new ByteArrayOutputStream();
    try {
      Certificates.signedBy(authority)
          .trustStore()
          .store(store, TRUST_STORE_PASSWORD.toCharArray());
    } catch (GeneralSecurityException e) {
      throw new IOException("Could not write " + trustStore, e);
    }
    replace(trustStore, store.toByteArray());
    return new AuthorityFiles(authority, certificate, trustStore);
  }

  /** Clients trust the authority, so nobody else may be able to exchange it. */
  private static void requireOwn(Path path) throws IOException {
    if (OWNER_ONLY.length == 0) {
      return; // a file system without POSIX permissions
    }
    PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class);
    Path mine = Files.createTempFile("local-azure", ".tmp");
    try {
      Set<PosixFilePermission> permissions = attributes.permissions();
      if (!attributes.owner().equals(Files.getOwner(mine))
          || permissions.contains(PosixFilePermission.GROUP_WRITE)
          || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
        throw new IOException(
            path
                + " belongs to another user, or others may write to it. Clients would trust what they"
                + " put there.");
      }
    } finally {
      Files.delete(mine);
    }
  }

  /** Replaces a file as a whole. A link in its place is not followed. */
  private static void replace(Path file, byte[] content) throws IOException {
    Path temporary = Files.createTempFile(file.resolveSibling(""), "ca", ".tmp", OWNER_ONLY);
    try {
      Files.write(temporary, content);
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static FileAttribute<?>[] attributes(String permissions) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
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
    requireOwn(certificate);
    requireOwn(key);
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
