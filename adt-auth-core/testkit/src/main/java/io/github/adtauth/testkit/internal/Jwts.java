package io.github.adtauth.testkit.internal;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Signs and verifies JSON Web Tokens (RS256) with one key per JVM. */
public final class Jwts {
  private static final KeyPair KEY = newKey();
  private static final String KEY_ID = sha256(((RSAPublicKey) KEY.getPublic()).getEncoded());

  private Jwts() {}

  public static RSAPublicKey publicKey() {
    return (RSAPublicKey) KEY.getPublic();
  }

  public static String sign(JsonObject claims) {
    return sign(claims, KEY);
  }

  /** Signs with an unpublished key under the key ID of the published one. */
  public static String signWithUnpublishedKey(JsonObject claims) {
    return sign(claims, UnpublishedKey.KEY);
  }

  public static boolean isSignedByEntra(String jwt) {
    return isSignedBy(jwt, KEY.getPublic());
  }

  public static boolean isSignedBy(String jwt, PublicKey key) {
    int dot = jwt.lastIndexOf('.');
    JsonObject header = part(jwt, 0);
    if (header == null || dot < 0 || !header.has("alg")) {
      return false;
    }
    try {
      Signature verifier = algorithm(header.get("alg").getAsString());
      verifier.initVerify(key);
      verifier.update(jwt.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
      return verifier.verify(Base64.getUrlDecoder().decode(jwt.substring(dot + 1)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static Signature algorithm(String alg) throws GeneralSecurityException {
    if (alg.equals("PS256")) {
      Signature signature = Signature.getInstance("RSASSA-PSS");
      signature.setParameter(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
      return signature;
    }
    if (alg.equals("RS256")) {
      return Signature.getInstance("SHA256withRSA");
    }
    throw new GeneralSecurityException("algorithm not accepted: " + alg);
  }

  public static @Nullable JsonObject claims(String jwt) {
    return part(jwt, 1);
  }

  private static @Nullable JsonObject part(String jwt, int index) {
    String[] parts = jwt.split("\\.", -1);
    if (parts.length != 3) {
      return null;
    }
    return Json.parse(decodeBase64(parts[index]));
  }

  public static JsonObject jwks() {
    RSAPublicKey key = publicKey();
    JsonObject jwk = new JsonObject();
    jwk.addProperty("kty", "RSA");
    jwk.addProperty("use", "sig");
    jwk.addProperty("alg", "RS256");
    jwk.addProperty("kid", KEY_ID);
    jwk.addProperty("n", unsigned(key.getModulus()));
    jwk.addProperty("e", unsigned(key.getPublicExponent()));
    JsonArray keys = new JsonArray();
    keys.add(jwk);
    JsonObject jwks = new JsonObject();
    jwks.add("keys", keys);
    return jwks;
  }

  static String sha256(byte[] bytes) {
    try {
      return base64(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  public static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  public static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Returns the decoded text, or an empty string if it is not valid base64url. */
  public static String decodeBase64(String encoded) {
    try {
      return new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static String sign(JsonObject claims, KeyPair key) {
    JsonObject header = new JsonObject();
    header.addProperty("typ", "JWT");
    header.addProperty("alg", "RS256");
    header.addProperty("kid", KEY_ID);
    String content = base64(header.toString()) + "." + base64(claims.toString());
    try {
      Signature signer = Signature.getInstance("SHA256withRSA");
      signer.initSign(key.getPrivate());
      signer.update(content.getBytes(StandardCharsets.US_ASCII));
      return content + "." + base64(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int sign = bytes[0] == 0 ? 1 : 0;
    return base64(Arrays.copyOfRange(bytes, sign, bytes.length));
  }

  private static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class UnpublishedKey {
    private static final KeyPair KEY = newKey();
  }
}
