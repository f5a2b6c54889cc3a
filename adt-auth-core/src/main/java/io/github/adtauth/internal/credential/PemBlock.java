package io.github.adtauth.internal.credential;

import io.github.adtauth.Secret;
import io.github.adtauth.internal.text.Redactor;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A block of a PEM text (RFC 7468 2): the data between the BEGIN and END lines of a label. */
final class PemBlock {
  private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");
  private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([^-\\r\\n]{1,60})-----");

  /**
   * {@code SEQUENCE { INTEGER 0, SEQUENCE { rsaEncryption, NULL }, OCTET STRING } }, no lengths.
   */
  private static final byte[] PKCS8_RSA = {
    2, 1, 0, 0x30, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
  };

  private final String label;
  private final byte[] der;

  private PemBlock(String label, byte[] der) {
    this.label = label;
    this.der = der;
  }

  String label() {
    return label;
  }

  static List<PemBlock> parse(String text) {
    if (text.contains("Proc-Type: 4,ENCRYPTED")) {
      throw new IllegalArgumentException(
          "its key uses the legacy PEM encryption; convert it with 'openssl pkcs8 -topk8 -v2"
              + " aes-256-cbc'");
    }
    List<PemBlock> blocks = new ArrayList<>();
    Matcher begin = BEGIN.matcher(text);
    while (begin.find()) {
      String label = begin.group(1);
      int end = text.indexOf("-----END " + label + "-----", begin.end());
      int next = text.indexOf("-----BEGIN ", begin.end());
      if (end < 0 || (next >= 0 && next < end)) {
        throw new IllegalArgumentException(
            "its " + displayLabel(label) + " has no END line: the file is truncated");
      }
      blocks.add(new PemBlock(label, decode(label, text.substring(begin.end(), end))));
    }
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException("its BEGIN line is damaged, or the file is truncated");
    }
    return blocks;
  }

  /** Decodes strictly. A lenient decoder would skip invalid characters and return a damaged key. */
  private static byte[] decode(String label, String base64) {
    try {
      return Base64.getDecoder().decode(WHITE_SPACE.matcher(base64).replaceAll(""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("its " + displayLabel(label) + " is not valid base64", e);
    }
  }

  private static String displayLabel(String label) {
    return Redactor.sanitizeId(label, 60);
  }

  byte[] der() {
    return der;
  }

  DerForm form() {
    return DerForm.of(der);
  }

  /** OpenSSL accepts the second label as well. */
  boolean isCertificate() {
    return label.equals("CERTIFICATE") || label.equals("X509 CERTIFICATE");
  }

  boolean isPrivateKey() {
    return label.endsWith("PRIVATE KEY");
  }

  X509Certificate certificate() throws GeneralSecurityException {
    DerForm form = form();
    if (form != DerForm.CERTIFICATE && form.description() != null) {
      throw new IllegalArgumentException("its " + label + " is " + form.description());
    }
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  PrivateKey privateKey(@Nullable Secret password) throws GeneralSecurityException {
    return switch (label) {
      case "PRIVATE KEY" -> rsa(der);
      case "RSA PRIVATE KEY" -> rsa(pkcs8(der));
      case "ENCRYPTED PRIVATE KEY" -> rsa(decrypted(password));
      default -> throw new IllegalArgumentException(unsupportedKey());
    };
  }

  private String unsupportedKey() {
    String conversion = UnsupportedFile.ofLabel(label);
    return conversion == null
        ? "its key is of type " + displayLabel(label) + ": Entra ID accepts only RSA keys"
        : conversion;
  }

  private byte[] decrypted(@Nullable Secret password) throws GeneralSecurityException {
    if (password == null) {
      throw new IllegalArgumentException("its key is encrypted: a password is required");
    }
    return EncryptedKey.decrypt(der, password);
  }

  private static PrivateKey rsa(byte[] pkcs8) throws GeneralSecurityException {
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (InvalidKeySpecException e) {
      throw new IllegalArgumentException(
          "its key is not an RSA key: Entra ID accepts only RSA keys", e);
    }
  }

  /** Wraps a key of PKCS #1, which {@code openssl genrsa} used to write (RFC 5208 5). */
  private static byte[] pkcs8(byte[] pkcs1) {
    byte[] octets = tagged(4, pkcs1);
    byte[] content = Arrays.copyOf(PKCS8_RSA, PKCS8_RSA.length + octets.length);
    System.arraycopy(octets, 0, content, PKCS8_RSA.length, octets.length);
    return tagged(0x30, content);
  }

  /** A length of two bytes is enough for every key. */
  private static byte[] tagged(int tag, byte[] content) {
    return ByteBuffer.allocate(content.length + 4)
        .put((byte) tag)
        .put((byte) 0x82)
        .putShort((short) content.length)
        .put(content)
        .array();
  }
}
