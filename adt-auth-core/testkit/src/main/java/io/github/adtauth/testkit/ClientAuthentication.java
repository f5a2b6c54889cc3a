package io.github.adtauth.testkit;

import com.google.gson.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides whether a client is who it says, by its secret or its certificate. */
record ClientAuthentication(Clock clock) {
  private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  /** Returns 0 for a public client, 1 for a secret and 2 for a certificate, as tokens say it. */
  String check(
      Registration client, boolean isPublic, Map<String, String> form, List<String> audiences) {
    String secret = form.get("client_secret");
    String assertion = form.get("client_assertion");
    if (isPublic) {
      if (secret != null || assertion != null) {
        throw refused(
            700025,
            "Client is public so neither 'client_assertion' nor 'client_secret' should be"
                + " presented.");
      }
      return "0";
    }
    if (secret != null) {
      checkSecret(client, secret);
      return "1";
    }
    if (assertion != null) {
      checkAssertion(client, form, assertion, audiences);
      return "2";
    }
    throw noCredential();
  }

  static EntraErrorException noCredential() {
    return refused(
        7000218,
        "The request body must contain the following parameter: 'client_assertion' or"
            + " 'client_secret'.");
  }

  private void checkSecret(Registration client, String presented) {
    for (Registration.Secret secret : client.secrets()) {
      if (secret.value().equals(presented)) {
        if (isOver(secret.expires())) {
          throw refused(
              7000222,
              "The provided client secret keys for app '"
                  + client.clientId()
                  + "' are expired. Visit the Azure portal to create new keys for your app.");
        }
        return;
      }
    }
    throw refused(
        7000215,
        "Invalid client secret provided. Ensure the secret being sent in the request is the client"
            + " secret value, not the client secret ID, for a secret added to app '"
            + client.clientId()
            + "'.");
  }

  private void checkAssertion(
      Registration client, Map<String, String> form, String assertion, List<String> audiences) {
    if (!JWT_BEARER.equals(form.get("client_assertion_type"))) {
      throw EntraErrorException.missing("client_assertion_type");
    }
    JsonObject claims = Jwts.claims(assertion);
    if (claims == null) {
      throw refused(50027, "JWT token is invalid or malformed.");
    }
    if (!client.federatedCredentials().isEmpty() && !holds(claims, "iss", client.clientId())) {
      checkFederated(client, claims, assertion);
      return;
    }
    if (!holds(claims, "iss", client.clientId()) || !holds(claims, "sub", client.clientId())) {
      throw refused(
          700021, "Client assertion application identifier doesn't match 'client_id' parameter.");
    }
    if (audiences.stream().noneMatch(audience -> holds(claims, "aud", audience))) {
      throw refused(700023, "Client assertion audience claim does not match Realm issuer.");
    }
    checkCertificate(client, assertion);
    checkLifetime(claims);
  }

  private void checkCertificate(Registration client, String assertion) {
    List<Registration.Certificate> used =
        client.certificates().stream().filter(one -> Jwts.signedBy(assertion, one.key())).toList();
    if (used.isEmpty()) {
      throw refused(
          700027,
          "The certificate with identifier used to sign the client assertion is not registered on"
              + " application. [Reason - The key was not found.]");
    }
    if (used.stream().allMatch(one -> isOver(one.expires()))) {
      throw refused(
          700027,
          "The certificate with identifier used to sign the client assertion is expired on"
              + " application. [Reason - The key used is expired.]");
    }
  }

  private boolean isOver(@Nullable Instant end) {
    return end != null && !clock.instant().isBefore(end);
  }

  private void checkFederated(Registration client, JsonObject claims, String assertion) {
    var issuers =
        client.federatedCredentials().stream().filter(c -> holds(claims, "iss", c.issuer()));
    var known = issuers.toList();
    if (known.isEmpty()) {
      throw noMatch(700211, "issuer", claims, "iss");
    }
    var subjects = known.stream().filter(c -> holds(claims, "sub", c.subject())).toList();
    if (subjects.isEmpty()) {
      throw noMatch(700213, "subject", claims, "sub");
    }
    var audiences = subjects.stream().filter(c -> holds(claims, "aud", c.audience())).toList();
    if (audiences.isEmpty()) {
      throw noMatch(700212, "audience", claims, "aud");
    }
    if (audiences.stream().noneMatch(c -> Jwts.signedBy(assertion, c.key()))) {
      throw refused(5000223, "The signature of the federated token does not hold.");
    }
    checkLifetime(claims);
  }

  private static EntraErrorException noMatch(int code, String what, JsonObject claims, String name) {
    return refused(
        code,
        "No matching federated identity record found for presented assertion "
            + what
            + " '"
            + claims.get(name)
            + "'.");
  }

  private void checkLifetime(JsonObject claims) {
    long now = clock.instant().getEpochSecond();
    if (!claims.has("exp")
        || claims.get("exp").getAsLong() <= now
        || (claims.has("nbf") && claims.get("nbf").getAsLong() > now + 300)) {
      throw refused(700024, "Client assertion is not within its valid time range.");
    }
  }

  private static boolean holds(JsonObject claims, String name, String value) {
    return claims.has(name) && claims.get(name).getAsString().equals(value);
  }

  private static EntraErrorException refused(int code, String text) {
    return new EntraErrorException("invalid_client", code, text);
  }
}
