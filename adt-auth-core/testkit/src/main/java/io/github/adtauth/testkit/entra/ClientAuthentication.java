package io.github.adtauth.testkit.entra;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.internal.Json;
import io.github.adtauth.testkit.internal.Jwts;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Authenticates clients by secret, certificate or federated token (RFC 6749 2.3, RFC 7523 2.2). */
record ClientAuthentication(Clock clock) {
  private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  /**
   * Returns the value of {@code azpacr}: 0 for a public client, 1 for a secret, 2 for an assertion.
   */
  String authenticate(
      Registration client, boolean isPublic, Map<String, String> form, List<String> audiences) {
    String secret = form.get("client_secret");
    String assertion = form.get("client_assertion");
    if (isPublic) {
      if (secret != null || assertion != null) {
        throw invalidClient(
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
    throw missingCredential();
  }

  static EntraErrorException missingCredential() {
    return invalidClient(
        7000218,
        "The request body must contain the following parameter: 'client_assertion' or"
            + " 'client_secret'.");
  }

  private void checkSecret(Registration client, String presented) {
    for (Registration.Secret secret : client.secrets()) {
      if (secret.value().equals(presented)) {
        if (isExpired(secret.expires())) {
          throw invalidClient(
              7000222,
              "The provided client secret keys for app '"
                  + client.clientId()
                  + "' are expired. Visit the Azure portal to create new keys for your app.");
        }
        return;
      }
    }
    throw invalidClient(
        7000215,
        "Invalid client secret provided. Ensure the secret being sent in the request is the client"
            + " secret value, not the client secret ID, for a secret added to app '"
            + client.clientId()
            + "'.");
  }

  private void checkAssertion(
      Registration client, Map<String, String> form, String assertion, List<String> audiences) {
    if (!JWT_BEARER.equals(form.get("client_assertion_type"))) {
      throw EntraErrorException.missingParameter("client_assertion_type");
    }
    JsonObject claims = Jwts.claims(assertion);
    if (claims == null) {
      throw invalidClient(50027, "JWT token is invalid or malformed.");
    }
    if (!client.federatedCredentials().isEmpty() && !hasClaim(claims, "iss", client.clientId())) {
      checkFederated(client, claims, assertion);
      return;
    }
    if (!hasClaim(claims, "iss", client.clientId())
        || !hasClaim(claims, "sub", client.clientId())) {
      throw invalidClient(
          700021, "Client assertion application identifier doesn't match 'client_id' parameter.");
    }
    if (audiences.stream().noneMatch(audience -> hasClaim(claims, "aud", audience))) {
      throw invalidClient(700023, "Client assertion audience claim does not match Realm issuer.");
    }
    checkCertificate(client, assertion);
    checkLifetime(claims);
  }

  private void checkCertificate(Registration client, String assertion) {
    List<Registration.Certificate> used =
        client.certificates().stream()
            .filter(item -> Jwts.isSignedBy(assertion, item.key()))
            .toList();
    if (used.isEmpty()) {
      throw invalidClient(
          700027,
          "The certificate with identifier used to sign the client assertion is not registered on"
              + " application. [Reason - The key was not found.]");
    }
    if (used.stream().allMatch(item -> isExpired(item.expires()))) {
      throw invalidClient(
          700027,
          "The certificate with identifier used to sign the client assertion is expired on"
              + " application. [Reason - The key used is expired.]");
    }
  }

  private boolean isExpired(@Nullable Instant expires) {
    return expires != null && !clock.instant().isBefore(expires);
  }

  private void checkFederated(Registration client, JsonObject claims, String assertion) {
    var issuers =
        client.federatedCredentials().stream()
            .filter(c -> hasClaim(claims, "iss", c.issuer()))
            .toList();
    if (issuers.isEmpty()) {
      throw noMatchingCredential(700211, "issuer", claims, "iss");
    }
    var subjects = issuers.stream().filter(c -> hasClaim(claims, "sub", c.subject())).toList();
    if (subjects.isEmpty()) {
      throw noMatchingCredential(700213, "subject", claims, "sub");
    }
    var audiences = subjects.stream().filter(c -> hasClaim(claims, "aud", c.audience())).toList();
    if (audiences.isEmpty()) {
      throw noMatchingCredential(700212, "audience", claims, "aud");
    }
    if (audiences.stream().noneMatch(c -> Jwts.isSignedBy(assertion, c.key()))) {
      throw invalidClient(5000223, "The signature of the federated token is invalid.");
    }
    checkLifetime(claims);
  }

  private static EntraErrorException noMatchingCredential(
      int code, String kind, JsonObject claims, String name) {
    return invalidClient(
        code,
        "No matching federated identity record found for presented assertion "
            + kind
            + " '"
            + claims.get(name)
            + "'.");
  }

  private void checkLifetime(JsonObject claims) {
    long now = clock.instant().getEpochSecond();
    if (Json.number(claims, "exp", 0) <= now || Json.number(claims, "nbf", 0) > now + 300) {
      throw invalidClient(700024, "Client assertion is not within its valid time range.");
    }
  }

  private static boolean hasClaim(JsonObject claims, String name, String value) {
    return value.equals(Json.string(claims, name));
  }

  private static EntraErrorException invalidClient(int code, String text) {
    return new EntraErrorException("invalid_client", code, text);
  }
}
