package io.github.adtauth.testkit.entra;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.internal.Jwts;
import java.time.Instant;

/**
 * An external token issuer, such as a Kubernetes cluster, that a federated credential may trust.
 * Immutable and thread-safe.
 *
 * @param issuer the issuer URL
 */
public record FederatedIssuer(String issuer) {
  private static final String AUDIENCE = "api://AzureADTokenExchange";

  /** Returns a federated credential that trusts this issuer's tokens for a subject. */
  public Registration.FederatedCredential credential(String subject) {
    return credential(subject, AUDIENCE);
  }

  /** Returns a federated credential that trusts this issuer's tokens for a subject and audience. */
  public Registration.FederatedCredential credential(String subject, String audience) {
    return new Registration.FederatedCredential(issuer, subject, audience, Jwts.publicKey());
  }

  /** Returns a token for a subject. */
  public String token(String subject, Instant expires) {
    return token(subject, AUDIENCE, expires);
  }

  /** Returns a token for a subject and audience. */
  public String token(String subject, String audience, Instant expires) {
    JsonObject claims = new JsonObject();
    claims.addProperty("iss", issuer);
    claims.addProperty("sub", subject);
    claims.addProperty("aud", audience);
    claims.addProperty("exp", expires.getEpochSecond());
    return Jwts.sign(claims);
  }
}
