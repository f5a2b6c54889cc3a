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
    return new Registration.FederatedCredential(issuer, subject, AUDIENCE, Jwts.publicKey());
  }

  /** Returns a token of a subject. */
  public String token(String subject, Instant expires) {
    JsonObject claims = new JsonObject();
    claims.addProperty("iss", issuer);
    claims.addProperty("sub", subject);
    claims.addProperty("aud", AUDIENCE);
    claims.addProperty("exp", expires.getEpochSecond());
    return Jwts.sign(claims);
  }
}
