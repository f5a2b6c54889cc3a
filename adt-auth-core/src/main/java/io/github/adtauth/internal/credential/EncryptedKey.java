package io.github.adtauth.internal.credential;

import io.github.adtauth.Secret;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Decrypts a private key that a password protects (RFC 5958 3). */
final class EncryptedKey {
  private static final String CONVERT = "convert it with 'openssl pkcs8 -topk8 -v2 aes-256-cbc'";

  /** The JDK's name for PBES2 (RFC 8018). */
  private static final Pattern PBES2 = Pattern.compile("PBEWithHmac(SHA[0-9/]+)AndAES_(\\d{3})");

  private static final int DER_SEQUENCE = 0x30;

  private EncryptedKey() {}

  /**
   * Returns the PKCS #8 bytes of the key.
   *
   * @throws IllegalArgumentException if the password is wrong or the encryption is not supported
   */
  static byte[] decrypt(byte[] der, Secret password) throws GeneralSecurityException {
    EncryptedPrivateKeyInfo info;
    try {
      info = new EncryptedPrivateKeyInfo(der);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the JDK does not support the encryption of its key; " + CONVERT, e);
    }
    AlgorithmParameters parameters = info.getAlgParameters();
    // On JDK 17, only the string form of the PBES2 parameters contains the scheme.
    Matcher pbes2 = PBES2.matcher(parameters == null ? "" : parameters.toString());
    try {
      byte[] key =
          parameters != null && pbes2.matches()
              ? decrypt(info, parameters, pbes2, password)
              : decrypt(info, password);
      if (key.length == 0 || key[0] != DER_SEQUENCE) {
        throw wrongPassword(password, null); // the padding was valid by chance
      }
      return key;
    } catch (BadPaddingException e) {
      throw wrongPassword(password, e);
    }
  }

  /**
   * Derives the key as OpenSSL does, from the bytes of the password in UTF-8. The JDK's factories
   * for the whole scheme accept only ASCII on JDK 17.
   */
  private static byte[] decrypt(
      EncryptedPrivateKeyInfo info, AlgorithmParameters parameters, Matcher pbes2, Secret password)
      throws GeneralSecurityException {
    PBEParameterSpec pbe = parameters.getParameterSpec(PBEParameterSpec.class);
    AlgorithmParameterSpec iv = pbe.getParameterSpec();
    PBEKeySpec word =
        new PBEKeySpec(
            password.reveal().toCharArray(),
            pbe.getSalt(),
            pbe.getIterationCount(),
            Integer.parseInt(pbes2.group(2)));
    try {
      SecretKey derived =
          SecretKeyFactory.getInstance("PBKDF2WithHmac" + pbes2.group(1)).generateSecret(word);
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(derived.getEncoded(), "AES"), iv);
      return cipher.doFinal(info.getEncryptedData());
    } finally {
      word.clearPassword();
    }
  }

  /** Decrypts by an older scheme. */
  private static byte[] decrypt(EncryptedPrivateKeyInfo info, Secret password)
      throws GeneralSecurityException {
    String scheme = info.getAlgName();
    PBEKeySpec word = new PBEKeySpec(password.reveal().toCharArray());
    try {
      Cipher cipher = Cipher.getInstance(scheme);
      SecretKey key = SecretKeyFactory.getInstance(scheme).generateSecret(word);
      cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
      return cipher.doFinal(info.getEncryptedData());
    } catch (InvalidKeySpecException | BadPaddingException e) {
      if (Passwords.isAscii(password)) {
        throw wrongPassword(password, e);
      }
      throw new IllegalArgumentException(
          "the password is wrong, or is not ASCII, which this JDK ("
              + Runtime.version().feature()
              + ") requires for keys encrypted with "
              + scheme
              + "; "
              + CONVERT,
          e);
    } finally {
      word.clearPassword();
    }
  }

  private static IllegalArgumentException wrongPassword(
      Secret password, @Nullable Exception cause) {
    return new IllegalArgumentException(
        Passwords.isAscii(password)
            ? "the password is wrong"
            : "the password is wrong (non-ASCII characters were encoded as UTF-8)",
        cause);
  }
}
