package io.github.adtauth.endtoend;

import io.github.adtauth.Cloud;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Defines a realm with two users of a web API, their token issuer, and a job with a certificate.
 */
final class KeycloakRealm {
  static final String TENANT = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
  static final String CLIENT = "11111111-2222-3333-4444-555555555555";
  static final String SECRET = "s3cret-of-the-web-api";
  static final String JOB = "22222222-3333-4444-5555-666666666666";
  static final String ISSUER = "https://issuer.example/" + TENANT;
  static final String SCOPE = Cloud.DIGITAL_TWINS_SCOPE;
  static final String[] SCOPES = {SCOPE, "profile", "offline_access"};
  static final String ALICE = "aaaaaaaa-0000-0000-0000-000000000001";
  static final String BOB = "aaaaaaaa-0000-0000-0000-000000000002";

  private KeycloakRealm() {}

  static Map<String, Object> of(PublicKey issuerKey, X509Certificate certificate) {
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getEncoder().encodeToString(issuerKey.getEncoded())
            + "\n-----END PUBLIC KEY-----";
    return Map.of(
        "realm", TENANT,
        "enabled", true,
        "roles", Map.of("realm", List.of(Map.of("name", "offline_access"))),
        "clientScopes", Stream.of(SCOPES).map(KeycloakRealm::scope).toList(),
        "identityProviders",
            List.of(
                Map.of(
                    "alias",
                    "clients",
                    "providerId",
                    "jwt-authorization-grant",
                    "enabled",
                    true,
                    "config",
                    Map.of(
                        "issuer", ISSUER,
                        "useJwksUrl", "false",
                        "publicKeySignatureVerifier", pem,
                        "jwtAuthorizationGrantEnabled", "true",
                        "jwtAuthorizationGrantAssertionReuseAllowed", "true"))),
        "clients",
            List.of(
                Map.of(
                    "clientId",
                    JOB,
                    "publicClient",
                    false,
                    "serviceAccountsEnabled",
                    true,
                    "clientAuthenticatorType",
                    "client-jwt",
                    "attributes",
                    Map.of(
                        "token.endpoint.auth.signing.alg",
                        "PS256",
                        "jwt.credential.certificate",
                        Base64.getEncoder().encodeToString(encoded(certificate)))),
                Map.of(
                    "clientId",
                    CLIENT,
                    "secret",
                    SECRET,
                    "publicClient",
                    false,
                    "fullScopeAllowed",
                    true,
                    "optionalClientScopes",
                    List.of(SCOPES),
                    "protocolMappers",
                    List.of(userName()),
                    "attributes",
                    Map.of(
                        "oauth2.jwt.authorization.grant.enabled", "true",
                        "oauth2.jwt.authorization.grant.idp", "clients"))),
        "users", List.of(user("alice", ALICE), user("bob", BOB)));
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> scope(String name) {
    return Map.of(
        "name",
        name,
        "protocol",
        "openid-connect",
        "attributes",
        Map.of("include.in.token.scope", "true"));
  }

  /** Returns the mapper that adds the user name to the access token. */
  private static Map<String, Object> userName() {
    return Map.of(
        "name", "user name",
        "protocol", "openid-connect",
        "protocolMapper", "oidc-usermodel-attribute-mapper",
        "config",
            Map.of(
                "user.attribute", "username",
                "claim.name", "preferred_username",
                "jsonType.label", "String",
                "access.token.claim", "true"));
  }

  private static Map<String, Object> user(String name, String oid) {
    return Map.of(
        "username",
        name,
        "enabled",
        true,
        "realmRoles",
        List.of("offline_access"),
        "email",
        name + "@contoso.example",
        "firstName",
        name,
        "lastName",
        name,
        "federatedIdentities",
        List.of(Map.of("identityProvider", "clients", "userId", oid, "userName", name)));
  }
}
