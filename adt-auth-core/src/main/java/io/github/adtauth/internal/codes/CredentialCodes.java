package io.github.adtauth.internal.codes;

import static io.github.adtauth.internal.codes.CodeKind.BY_ERROR;
import static io.github.adtauth.internal.codes.CodeKind.CREDENTIAL;
import static io.github.adtauth.internal.codes.CodeKind.INVALID_TOKEN;

import java.util.Set;

/** AADSTS codes for the application's credential and a web API's inbound token. */
final class CredentialCodes {
  private static final String STEP = "CREDENTIAL";

  private CredentialCodes() {}

  static void addTo(CodeTable table) {
    addSecretsAndCertificates(table);
    addFederatedCredentials(table);
    addTokens(table);
  }

  private static void addSecretsAndCertificates(CodeTable table) {
    table.add(BY_ERROR, STEP, "A public client must not send a credential: remove it.", 700025);
    table.add(CREDENTIAL, STEP, "The secret is wrong: use its Value, not its Secret ID.", 7000215);
    table.add(CREDENTIAL, STEP, "The secret has expired: create a new one.", 7000222);
    table.add(
        CREDENTIAL, STEP, "The client assertion is outside its lifetime: check the clock.", 700024);
    table.add(
        CREDENTIAL,
        STEP,
        "The certificate is not the registered one: upload it.",
        700027,
        7000274,
        50012);
    table.add(
        CREDENTIAL,
        STEP,
        "The certificate is revoked or expired: renew it.",
        7000214,
        7000277,
        1000502);
    table.add(
        CREDENTIAL,
        STEP,
        "The certificate's subject name is not the one that the application allows: use the"
            + " certificate that is registered.",
        700030);
    table.add(
        CREDENTIAL,
        STEP,
        "The client assertion does not belong to this application: its issuer and subject must be"
            + " the Client ID.",
        700021,
        50048);
    table.add(
        BY_ERROR,
        STEP,
        "The audience of the client assertion must be the token endpoint of this tenant; a scope"
            + " must name its API.",
        700023);
  }

  private static void addFederatedCredentials(CodeTable table) {
    table.add(
        CREDENTIAL,
        STEP,
        "No federated credential matches: issuer, subject and audience must match exactly.",
        70021,
        700211,
        700212,
        700213,
        7002121,
        7002137);
    table.add(
        CREDENTIAL,
        STEP,
        "The subject of the federated credential differs in upper and lower case: make it match"
            + " exactly.",
        7002138);
    table.add(
        CREDENTIAL,
        STEP,
        "Entra ID accepts its own tokens as federated tokens only if they are from a managed"
            + " identity: use a managed identity's token for api://AzureADTokenExchange, or"
            + " another issuer.",
        700222,
        700226,
        700229);
    table.add(
        CREDENTIAL,
        STEP,
        "The federated token is from another tenant, which this tenant does not accept: use a"
            + " managed identity of the application's own tenant, or a certificate.",
        700236);
    table.add(
        CREDENTIAL,
        STEP,
        "Entra ID cannot read the keys of the federated token's issuer: its"
            + " /.well-known/openid-configuration must be reachable from the internet.",
        90061);
  }

  private static void addTokens(CodeTable table) {
    String step = "EXPOSED_API";
    int[] invalid = {50013, 500133, 50027, 50006, 50099, 50120, 90016, 900384};
    table.add(
        INVALID_TOKEN,
        step,
        "The inbound token is not valid for this web API: respond with 401, and check the clock"
            + " and that the token was issued for this API.",
        invalid);
    table.add(
        INVALID_TOKEN,
        step,
        "The inbound token was issued for another audience: the client must request a scope of"
            + " this web API.",
        500131);
    table.add(INVALID_TOKEN, step, "The client sent an ID token: send the access token.", 240002);
    table.add(
        INVALID_TOKEN,
        step,
        "The inbound token is an application's: on-behalf-of needs a user's.",
        7000114);
    Set<Flow> withAssertion = Set.of(Flow.SERVICE, Flow.SESSION);
    String hint =
        "The client assertion or federated token is not valid: check its format, issuer, audience"
            + " and lifetime, the signing key and the clock.";
    table.addForFlows(withAssertion, INVALID_TOKEN, STEP, hint, invalid);
    table.addForFlows(withAssertion, INVALID_TOKEN, STEP, hint, 500131);
  }
}
