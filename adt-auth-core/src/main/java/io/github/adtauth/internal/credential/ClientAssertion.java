package io.github.adtauth.internal.credential;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.adtauth.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;

/**
 * Creates the signed JWTs that authenticate a client with a certificate (RFC 7523 3; Microsoft:
 * "Application authentication certificate credentials").
 */
final class ClientAssertion {
  private static final Duration LIFETIME = Duration.ofMinutes(10);

  private ClientAssertion() {}

  /** Returns a new assertion that is valid for ten minutes. */
  static Secret create(CertificateKey key, ClientAuthenticationRequest request)
      throws GeneralSecurityException, IOException {
    String content = base64(header(key).toString()) + "." + base64(claims(request).toString());
    byte[] signature = key.signer().sign(content.getBytes(StandardCharsets.US_ASCII));
    return Secret.of(content + "." + base64(signature));
  }

  private static JsonObject header(CertificateKey key) throws GeneralSecurityException {
    JsonObject header = new JsonObject();
    header.addProperty("typ", "JWT");
    header.addProperty("alg", key.signer().algorithm());
    byte[] certificate = key.certificate().getEncoded();
    header.addProperty("x5t#S256", thumbprint("SHA-256", certificate));
    if (key.signer().algorithm().equals("RS256")) {
      // Older deployments of Entra ID identify the certificate of an RS256 assertion by SHA-1.
      header.addProperty("x5t", thumbprint("SHA-1", certificate));
    }
    if (key.sendsChain()) {
      header.add("x5c", chain(key));
    }
    return header;
  }

  private static JsonArray chain(CertificateKey key) throws CertificateEncodingException {
    JsonArray chain = new JsonArray();
    for (X509Certificate certificate : key.chain()) {
      chain.add(Base64.getEncoder().encodeToString(certificate.getEncoded())); // RFC 7515 4.1.6
    }
    return chain;
  }

  private static JsonObject claims(ClientAuthenticationRequest request) {
    long now = request.clock().instant().getEpochSecond();
    JsonObject claims = new JsonObject();
    claims.addProperty("aud", request.tokenEndpoint().toString());
    claims.addProperty("iss", request.clientId());
    claims.addProperty("sub", request.clientId());
    claims.addProperty("jti", UUID.randomUUID().toString());
    claims.addProperty("nbf", now);
    claims.addProperty("iat", now);
    claims.addProperty("exp", now + LIFETIME.toSeconds());
    return claims;
  }

  private static String thumbprint(String algorithm, byte[] certificate)
      throws GeneralSecurityException {
    return base64(MessageDigest.getInstance(algorithm).digest(certificate));
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
