package io.github.adtauth.internal.codes;

import static io.github.adtauth.internal.codes.CodeKind.BY_ERROR;
import static io.github.adtauth.internal.codes.CodeKind.CONSENT;
import static io.github.adtauth.internal.codes.CodeKind.CONSENT_DECLINED;
import static io.github.adtauth.internal.codes.CodeKind.REGISTRATION;

import java.util.Set;

/** AADSTS codes for errors in the app registration, its consent or the settings. */
final class RegistrationCodes {
  private static final Set<Flow> CONFIDENTIAL =
      Set.of(Flow.SERVICE, Flow.ON_BEHALF_OF, Flow.SESSION);
  private static final String MOVE_REDIRECT_URI =
      "The redirect URI is registered under Web or Single-page application: move it to Mobile and"
          + " desktop applications.";

  private RegistrationCodes() {}

  static void addTo(CodeTable table) {
    addConsent(table);
    addPermissions(table);
    addApplication(table);
    addRedirectUris(table);
    addSettings(table);
    addRequests(table);
  }

  private static void addConsent(CodeTable table) {
    table.add(
        CONSENT,
        "CONSENT",
        "Nobody has consented to this application for the API: check that the permission is listed"
            + " (step 5), then grant consent.",
        65001);
    table.add(
        CONSENT_DECLINED,
        "CONSENT",
        "The user declined consent: sign in again, or grant admin consent.",
        65004);
    table.add(
        CONSENT,
        "CONSENT",
        "An administrator must consent: grant admin consent.",
        90094,
        90095,
        90093);
  }

  private static void addPermissions(CodeTable table) {
    String step = "API_PERMISSION";
    table.add(
        REGISTRATION,
        step,
        "The API is not among the permissions: add it, then consent.",
        65005,
        650056);
    table.add(
        REGISTRATION, step, "Add the permission and request the Digital Twins scope.", 650057);
    table.add(REGISTRATION, step, "The application needs at least User.Read.", 90008);
    table.add(
        REGISTRATION,
        step,
        "Digital Twins is not known in this tenant: check Tenant and scope, or create its service"
            + " principal with 'az ad sp create --id 0b07f429-9f4b-4714-9392-cc5e8e80c8b0'.",
        650052,
        650054,
        500011,
        50001);
    table.add(
        REGISTRATION,
        null,
        "The service principal of Digital Twins is disabled in this tenant: have an administrator"
            + " enable it under Enterprise applications, or renew the lapsed subscription.",
        500014);
  }

  private static void addApplication(CodeTable table) {
    table.add(
        REGISTRATION,
        "IDS",
        "The Client ID is not known in this tenant: check Client ID and Tenant.",
        700016,
        700011);
    table.add(
        REGISTRATION,
        null,
        "The application is disabled: have an administrator enable it under Enterprise applications"
            + " (Properties, 'Enabled for users to sign in').",
        7000112,
        70001,
        1000031);
    table.add(
        REGISTRATION,
        "NEW_REGISTRATION",
        "The application has no service principal in this tenant: create it with 'az ad sp create"
            + " --id' and the Client ID, or grant admin consent.",
        7000229);
    table.add(
        REGISTRATION,
        null,
        "The application is not assigned to the API: assign it an app role, or set 'Assignment"
            + " required' of the API to No under Enterprise applications.",
        501051);
    table.add(
        REGISTRATION,
        "NEW_REGISTRATION",
        "The Client ID is one of Microsoft's own applications: register an application of your"
            + " own.",
        65002);
  }

  private static void addRedirectUris(CodeTable table) {
    table.add(
        REGISTRATION,
        "REDIRECT_URI",
        "The redirect URI is not registered: add http://localhost under Mobile and desktop"
            + " applications, or sign in with a device code.",
        50011,
        500113,
        900971,
        500112,
        70004);
    table.add(REGISTRATION, "REDIRECT_URI", MOVE_REDIRECT_URI, 9002325, 9002327);
    table.add(
        REGISTRATION,
        "REDIRECT_URI",
        "A page in a browser can redeem codes only for redirect URIs under Single-page"
            + " application: move the page's redirect URI there. Other clients must not send an"
            + " Origin header.",
        9002326);
    table.add(
        BY_ERROR,
        "PUBLIC_CLIENT",
        "Entra ID expects a credential: allow public client flows for a desktop application, or"
            + " configure the credential of a service.",
        7000218,
        70002);
    table.addForFlows(
        Set.of(Flow.BROWSER), REGISTRATION, "REDIRECT_URI", MOVE_REDIRECT_URI, 7000218, 70002);
    table.addForFlows(
        CONFIDENTIAL,
        CodeKind.CREDENTIAL,
        "CREDENTIAL",
        "Entra ID received no credential, or a different one than is registered: configure a"
            + " secret, certificate or federated credential of this application.",
        7000218,
        70002);
  }

  private static void addSettings(CodeTable table) {
    String step = "IDS";
    table.add(
        REGISTRATION,
        step,
        "The Tenant does not exist in this cloud: use the Directory ID.",
        90002,
        900023);
    table.add(
        REGISTRATION,
        step,
        "Set the Tenant to the Directory ID instead of 'common'.",
        50194,
        9001023,
        90124,
        90130,
        9002332,
        90019,
        50059,
        50128,
        700005);
    table.add(
        REGISTRATION,
        step,
        "The Tenant belongs to another cloud: set the cloud to that of the Tenant, such as"
            + " Cloud.US_GOVERNMENT, and register the application there.",
        90038,
        900382,
        900383,
        90043,
        900432,
        90051,
        1000104,
        50049);
    table.add(
        BY_ERROR,
        null,
        "Request exactly the scope https://digitaltwins.azure.net/.default.",
        70011,
        28002,
        28003,
        700022,
        1002012);
  }

  private static void addRequests(CodeTable table) {
    table.add(BY_ERROR, "IDS", "A parameter is missing: check Client ID and scope.", 900144);
    table.add(
        BY_ERROR,
        null,
        "The request was malformed: report it with the correlation id.",
        90014,
        9002313,
        90023);
    table.addForFlows(
        Set.of(Flow.BROWSER),
        REGISTRATION,
        "REDIRECT_URI",
        "Entra ID does not accept the redirect URI or its platform: register http://localhost under"
            + " Mobile and desktop applications, not under Web or Single-page application.",
        90023);
    table.addForFlows(
        Set.of(Flow.REFRESH, Flow.SESSION),
        BY_ERROR,
        null,
        "The refresh token is damaged: sign in again.",
        9002313);
  }
}
