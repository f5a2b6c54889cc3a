package io.github.adtauth.credential;

import io.github.adtauth.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
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
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** One block of a PEM text (RFC 7468 2): what stands between BEGIN and END of a label. */
final class PemBlock {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*+)-----END \\1-----");

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

  static List<PemBlock> all(String text) {
    if (text.contains("Proc-Type: 4,ENCRYPTED")) {
      throw new IllegalArgumentException(
          "its key is encrypted the old way; convert it with 'openssl pkcs8 -topk8 -v2 aes-256-cbc'");
    }
    List<PemBlock> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      try {
        blocks.add(
            new PemBlock(block.group(1), Base64.getMimeDecoder().decode(block.group(2).strip())));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("its " + block.group(1) + " is no base64", e);
      }
    }
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException("it ends before its END line: it was written half");
    }
    return blocks;
  }

  boolean isPrivateKey() {
    return label.endsWith("PRIVATE KEY");
  }

  X509Certificate certificate() throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  PrivateKey privateKey(@Nullable Secret password) throws GeneralSecurityException {
    return switch (label) {
      case "PRIVATE KEY" -> rsa(der);
      case "RSA PRIVATE KEY" -> rsa(pkcs8(der));
      case "ENCRYPTED PRIVATE KEY" -> rsa(decrypted(password));
      default ->
          throw new IllegalArgumentException(
              "its key is an " + label + ": Entra ID takes RSA keys only");
    };
  }

  private byte[] decrypted(@Nullable Secret password) throws GeneralSecurityException {
    if (password == null) {
      throw new IllegalArgumentException("its key is encrypted: it needs a password");
    }
    PBEKeySpec word = new PBEKeySpec(password.reveal().toCharArray());
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
      // For PBES2 the parameters print as the name of the scheme, and only they know it.
      String scheme =
          info.getAlgName().equals("PBES2") || info.getAlgName().contains("1.5.13")
              ? info.getAlgParameters().toString()
              : info.getAlgName();
      Cipher cipher = Cipher.getInstance(scheme);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(scheme).generateSecret(word),
          info.getAlgParameters());
      return info.getKeySpec(cipher).getEncoded();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the JDK cannot read how its key is encrypted; convert it with"
              + " 'openssl pkcs8 -topk8 -v2 aes-256-cbc'",
          e);
    } catch (InvalidKeySpecException e) {
      throw new IllegalArgumentException("the password is wrong", e);
    } finally {
      word.clearPassword();
    }
  }

  private static PrivateKey rsa(byte[] pkcs8) throws GeneralSecurityException {
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (InvalidKeySpecException e) {
      throw new IllegalArgumentException("its key is no RSA key; Entra ID takes no other", e);
    }
  }

  /** Wraps a key of PKCS #1, which {@code openssl genrsa} used to write (RFC 5208 5). */
  private static byte[] pkcs8(byte[] pkcs1) {
    byte[] octets = tagged(4, pkcs1);
    byte[] content = Arrays.copyOf(PKCS8_RSA, PKCS8_RSA.length + octets.length);
    System.arraycopy(octets, 0, content, PKCS8_RSA.length, octets.length);
    return tagged(0x30, content);
  }

  /** Two bytes of length do for every key there is. */
  private static byte[] tagged(int tag, byte[] content) {
    return ByteBuffer.allocate(content.length + 4)
        .put((byte) tag)
        .put((byte) 0x82)
        .putShort((short) content.length)
        .put(content)
        .array();
  }
}
