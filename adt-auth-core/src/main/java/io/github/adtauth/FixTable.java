package io.github.adtauth;

import static io.github.adtauth.RegistrationStep.API_PERMISSION;
import static io.github.adtauth.RegistrationStep.CONSENT;
import static io.github.adtauth.RegistrationStep.CREDENTIAL;
import static io.github.adtauth.RegistrationStep.EXPOSED_API;
import static io.github.adtauth.RegistrationStep.IDS;
import static io.github.adtauth.RegistrationStep.PUBLIC_CLIENT;
import static io.github.adtauth.RegistrationStep.REDIRECT_URI;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one table of hints: AADSTS code to what to do about it. */
final class FixTable {
  static final Map<Integer, Fix> BY_CODE = table();

  private FixTable() {}

  private static Map<Integer, Fix> table() {
    Map<Integer, Fix> t = new HashMap<>();
    // Consent
    put(
        t,
        CONSENT,
        "Nobody has consented to this application for the API: see that the permission is listed"
            + " (step 5), then grant consent.",
        65001);
    put(t, CONSENT, "The user declined consent: sign in again, or grant admin consent.", 65004);
    put(t, CONSENT, "An administrator must consent: grant admin consent.", 90094, 90095);
    // Application and settings
    put(t, API_PERMISSION, "The API is not among the permissions: add it, then consent.", 65005);
    put(t, API_PERMISSION, "The API is not among the permissions: add it, then consent.", 650056);
    put(t, API_PERMISSION, "Add the permission and ask for the Digital Twins scope.", 650057);
    put(t, API_PERMISSION, "The application needs at least User.Read.", 90008);
    put(
        t,
        API_PERMISSION,
        "Digital Twins is not known in this tenant: check Tenant and scope, or create its service"
            + " principal with 'az ad sp create --id 0b07f429-9f4b-4714-9392-cc5e8e80c8b0'.",
        650052,
        650054,
        500011);
    put(
        t,
        REDIRECT_URI,
        "The redirect URI is not registered: add http://localhost under Mobile and desktop"
            + " applications, or sign in with a device code.",
        50011,
        500113,
        900971);
    put(
        t,
        PUBLIC_CLIENT,
        "Entra expects a credential: allow public client flows for a desktop application, or"
            + " configure the credential of a service.",
        7000218,
        70002);
    put(t, CREDENTIAL, "A public client sends no credential: remove it.", 700025);
    put(t, IDS, "The Client ID is not known in this tenant: check Client ID and Tenant.", 700016);
    put(t, IDS, "The Client ID is not known in this tenant: check Client ID and Tenant.", 700011);
    put(t, IDS, "The Tenant does not exist in this cloud: use the Directory ID.", 90002, 900023);
    put(t, IDS, "Set the Tenant to the Directory ID instead of 'common'.", 50194, 9001023);
    put(
        t,
        IDS,
        "The account is not in this tenant: sign in with another, invite it as a guest, or correct"
            + " the Tenant.",
        50020,
        16000,
        50034,
        51004);
    put(
        t,
        null,
        "The user is not assigned to the application: assign the user, or set 'Assignment required'"
            + " to No under Enterprise applications.",
        50105);
    put(t, null, "Ask for exactly https://digitaltwins.azure.net/.default.", 70011, 28002, 700022);
    put(t, IDS, "A parameter is missing: check Client ID and scope.", 900144);
    put(t, null, "The request was malformed: report it with the correlation id.", 90014, 9002313);
    // On behalf of
    put(
        t,
        EXPOSED_API,
        "The inbound token is not valid for this web API: answer 401, check that the token was"
            + " issued for it and the clock.",
        50013,
        500133);
    put(
        t,
        EXPOSED_API,
        "The inbound token was issued for another audience: the client must ask for a scope of this"
            + " web API.",
        500131);
    put(t, EXPOSED_API, "The client sent an id token: send the access token.", 240002);
    put(
        t,
        EXPOSED_API,
        "The inbound token is an application's: on-behalf-of needs a user's.",
        7000114);
    // Credential of the application
    put(t, CREDENTIAL, "The secret is wrong: use its Value, not its Secret ID.", 7000215);
    put(t, CREDENTIAL, "The secret has expired: make a new one.", 7000222);
    put(t, CREDENTIAL, "The client assertion is outside its lifetime: check the clock.", 700024);
    put(t, CREDENTIAL, "The certificate is not the registered one: upload it.", 700027, 7000274);
    put(t, CREDENTIAL, "The certificate is revoked or expired: renew it.", 7000214);
    put(t, CREDENTIAL, "The certificate is revoked or expired: renew it.", 7000277, 1000502);
    put(
        t,
        CREDENTIAL,
        "No federated credential matches: issuer, subject and audience must be equal to the letter.",
        70021,
        700211,
        700212,
        700213);
    // The user
    put(t, null, "More proof is asked of the user: sign in again.", 50076, 50074, 50079, 50072);
    put(t, null, "More proof is asked of the user: sign in again.", 50078);
    put(
        t,
        null,
        "Conditional access blocks this sign-in: an administrator finds the reason in the sign-in"
            + " log by the correlation id.",
        53003,
        530032,
        53000,
        53001,
        530035);
    put(t, null, "The sign-in has ended: sign in again.", 50173, 700082, 70008, 70043);
    put(t, null, "The device code has expired: start again.", 70019, 70020);
    put(t, null, "The user has not finished signing in: finish it in the browser.", 70016);
    put(t, null, "The code was typed wrongly: try again.", 70018);
    // Load
    put(t, null, "Too many requests: wait and try again.", 50196, 90055);
    String passing = "Entra ID has a passing fault: try again.";
    put(t, null, passing, 90033, 90024, 50033, 90006, 90012, 50087, 90090, 90091, 40010);
    return Map.copyOf(t);
  }

  private static void put(
      Map<Integer, Fix> table, @Nullable RegistrationStep step, String remedy, int... codes) {
    Fix fix = new Fix(step, remedy);
    for (int code : codes) {
      table.put(code, fix);
    }
  }
}
