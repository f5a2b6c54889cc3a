package io.github.adtauth.credential;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import okhttp3.tls.HeldCertificate;

/** Creates certificates and tokens for tests. */
public final class TestKeys {
  private TestKeys() {}

  /** Returns a self-signed certificate that is valid from the given instant. */
  public static HeldCertificate selfSigned(String name, Instant from, Duration life) {
    return builder(name, from, life).build();
  }

  public static HeldCertificate.Builder builder(String name, Instant from, Duration life) {
    return new HeldCertificate.Builder()
        .rsa2048()
        .commonName(name)
        .validityInterval(from.toEpochMilli(), from.plus(life).toEpochMilli());
  }

  /** Returns key and certificate as PEM. */
  public static String pem(HeldCertificate certificate) {
    return certificate.privateKeyPkcs8Pem() + certificate.certificatePem();
  }

  /** Returns key and chain as PFX. */
  public static byte[] pfx(String password, HeldCertificate own, X509Certificate... issuers) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      Certificate[] chain = new Certificate[issuers.length + 1];
      chain[0] = own.certificate();
      System.arraycopy(issuers, 0, chain, 1, issuers.length);
      store.setKeyEntry("key", own.keyPair().getPrivate(), password.toCharArray(), chain);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      store.store(out, password.toCharArray());
      return out.toByteArray();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String block(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  /** Returns a workload token like that of a platform. */
  public static String federatedToken(
      HeldCertificate issuer, String iss, String sub, String aud, Instant expires) {
    JsonObject claims = new JsonObject();
    claims.addProperty("iss", iss);
    claims.addProperty("sub", sub);
    claims.addProperty("aud", aud);
    claims.addProperty("exp", expires.getEpochSecond());
    String content = base64("{\"alg\":\"RS256\"}") + "." + base64(claims.toString());
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(issuer.keyPair().getPrivate());
      signature.update(content.getBytes(StandardCharsets.US_ASCII));
      return content
          + "."
          + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
