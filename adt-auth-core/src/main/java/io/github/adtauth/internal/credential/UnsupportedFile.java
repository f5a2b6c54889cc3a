package io.github.adtauth.internal.credential;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Names unsupported formats of key files, and how to convert them. */
final class UnsupportedFile {
  private static final String KEYTOOL =
      "; convert it with 'keytool -importkeystore -deststoretype PKCS12' to a PFX";
  private static final int PREFIX = 64;

  private UnsupportedFile() {}

  /** Returns the format of a file and how to convert it, or null if it is none of these formats. */
  static @Nullable String description(byte[] bytes) {
    String start =
        new String(bytes, 0, Math.min(bytes.length, PREFIX), StandardCharsets.ISO_8859_1);
    if (start.startsWith("\u00fe\u00ed\u00fe\u00ed")) {
      return "it is a Java key store (JKS)" + KEYTOOL;
    } else if (start.startsWith("\u00ce\u00ce\u00ce\u00ce")) {
      return "it is a Java key store (JCEKS)" + KEYTOOL;
    } else if (isWideText(start)) {
      return "it is UTF-16 text; save it as UTF-8 or ASCII";
    } else if (start.startsWith("PuTTY-User-Key-File")) {
      return "it is a PuTTY key; export it with PuTTYgen as an OpenSSH key, convert that with"
          + " 'ssh-keygen -p -m PKCS8' and append the certificate";
    } else if (start.startsWith("PK\u0003\u0004")) {
      return "it is a zip archive; unpack it";
    }
    return ofDocument(start.strip());
  }

  private static @Nullable String ofDocument(String start) {
    if (start.startsWith("{") || start.startsWith("[")) {
      return "it is JSON; write the certificate and its key as PEM";
    } else if (start.startsWith("<")) {
      return "it is XML or HTML; write the certificate and its key as PEM";
    }
    return null;
  }

  /** Wide text has a byte order mark, or every other byte is zero. */
  private static boolean isWideText(String start) {
    if (start.startsWith("\u00ff\u00fe") || start.startsWith("\u00fe\u00ff")) {
      return true;
    }
    if (start.length() < 4) {
      return false;
    }
    boolean isLittleEndian = isZeroAt(start, 1, 3) && !isZeroAt(start, 0, 2);
    boolean isBigEndian = isZeroAt(start, 0, 2) && start.charAt(1) >= ' ' && start.charAt(3) >= ' ';
    return isLittleEndian || isBigEndian;
  }

  private static boolean isZeroAt(String start, int first, int second) {
    return start.charAt(first) == 0 && start.charAt(second) == 0;
  }

  /**
   * Returns how to convert a PEM block with this label, or null if its type is supported or
   * unknown.
   */
  static @Nullable String ofLabel(String label) {
    return switch (label) {
      case "TRUSTED CERTIFICATE" ->
          "its certificate has the label TRUSTED CERTIFICATE; convert it with 'openssl x509'";
      case "PKCS7", "CMS", "PKCS #7 SIGNED DATA" -> "it is " + DerForm.PKCS7.description();
      case "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST" ->
          "it is " + DerForm.REQUEST.description();
      case "OPENSSH PRIVATE KEY" ->
          "its key is an OpenSSH key; convert it with 'ssh-keygen -p -m PKCS8'";
      case "PUBLIC KEY", "RSA PUBLIC KEY", "SSH2 PUBLIC KEY" ->
          "it is a public key; Entra ID needs the certificate and the private key";
      case "PGP PRIVATE KEY BLOCK", "PGP PUBLIC KEY BLOCK" ->
          "it is an OpenPGP key; Entra ID needs an X.509 certificate with its private key";
      default -> null;
    };
  }
}
