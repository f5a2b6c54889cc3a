package io.github.adtauth.testkit;

import com.google.gson.JsonObject;
import java.time.Instant;

/**
 * Another issuer of tokens, such as a Kubernetes cluster, that an application's federated
 * credential may trust. Immutable, thread-safe.
 *
 * @param issuer its address
 */
public record FederatedIssuer(String issuer) {
  private static final String AUDIENCE = "api://AzureADTokenExchange";

  /** Returns the federated credential that trusts this issuer's tokens of one subject. */
  public Registration.FederatedCredential credential(String subject) {
    return credential(subject, AUDIENCE);
  }

  /** Returns the federated credential that trusts tokens of one subject for one audience. */
  public Registration.FederatedCredential credential(String subject, String audience) {
    return new Registration.FederatedCredential(issuer, subject, audience, Jwts.publicKey());
  }

  /** Returns a token of a subject. */
  public String token(String subject, Instant expires) {
    return token(subject, AUDIENCE, expires);
  }

  /** Returns a token of a subject for an audience. */
  public String token(String subject, String audience, Instant expires) {
    JsonObject claims = new JsonObject();
    claims.addProperty("iss", issuer);
    claims.addProperty("sub", subject);
    claims.addProperty("aud", audience);
    claims.addProperty("exp", expires.getEpochSecond());
    return Jwts.sign(claims);
  }
}
