package io.github.adtauth.internal.codes;

import static io.github.adtauth.internal.codes.CodeKind.BLOCKED;
import static io.github.adtauth.internal.codes.CodeKind.BY_ERROR;
import static io.github.adtauth.internal.codes.CodeKind.INTERACTION;
import static io.github.adtauth.internal.codes.CodeKind.SIGN_IN_ENDED;
import static io.github.adtauth.internal.codes.CodeKind.THROTTLED;
import static io.github.adtauth.internal.codes.CodeKind.TRANSIENT;

/** AADSTS codes for users, devices, policies, sign-ins and transient errors. */
final class UserCodes {
  private UserCodes() {}

  static void addTo(CodeTable table) {
    addInteraction(table);
    addAccounts(table);
    addPolicies(table);
    addSignIns(table);
    addTransientErrors(table);
  }

  private static void addInteraction(CodeTable table) {
    table.add(
        INTERACTION,
        null,
        "The user must provide additional verification: sign in again.",
        50076,
        50074,
        50079,
        50072,
        50078,
        50158,
        500121,
        700020);
    table.add(
        INTERACTION,
        null,
        "The user name or password is wrong: sign in again.",
        50126,
        50056,
        50064);
    table.add(
        INTERACTION,
        null,
        "The password has expired or must be changed: sign in in a browser and change it.",
        50055,
        50144,
        50135,
        50125);
    table.add(INTERACTION, null, "Nobody is signed in: sign in.", 50058, 16001, 16002, 160021);
  }

  private static void addAccounts(CodeTable table) {
    String step = "IDS";
    table.add(
        BLOCKED,
        step,
        "The account is not in this tenant: sign in with another one, invite it as a guest, or"
            + " correct the Tenant.",
        50020,
        16000,
        16003,
        50034,
        51004,
        50014,
        90072);
    table.add(
        BLOCKED,
        step,
        "This kind of account cannot sign in to the tenant: use one of its work or school"
            + " accounts, not a personal account.",
        500208);
    table.add(
        BLOCKED,
        null,
        "The user is not assigned to the application: assign the user, or set 'Assignment required'"
            + " to No under Enterprise applications.",
        50105);
    table.add(
        BLOCKED,
        null,
        "The account is locked after too many failed sign-ins, or the address is suspicious: wait,"
            + " or have an administrator unblock it.",
        50053);
    table.add(BLOCKED, null, "The account is disabled: an administrator can enable it.", 50057);
    table.add(
        BLOCKED,
        null,
        "A cross-tenant access policy or tenant restriction forbids the user to enter this tenant:"
            + " an administrator of the user's or of this tenant can allow it.",
        500212,
        500213,
        500021,
        500022,
        50002);
  }

  private static void addPolicies(CodeTable table) {
    table.add(
        BLOCKED,
        null,
        "Conditional access blocks this sign-in: an administrator can find the reason in the"
            + " sign-in log by the correlation id.",
        53003,
        530032,
        530035,
        530034,
        50131,
        53002);
    table.add(
        BLOCKED,
        null,
        "Conditional access requires a managed device: sign in in the browser of a device that is"
            + " registered with the tenant and compliant.",
        53000,
        53001,
        530003,
        50097,
        50129,
        50005,
        50127,
        50155,
        50187,
        135011);
    table.add(
        BLOCKED,
        null,
        "Conditional access demands token protection, which only the broker of a managed device"
            + " offers: an administrator can exempt the application.",
        530084);
    table.add(
        BLOCKED,
        null,
        "Conditional access blocks the device code flow: sign in with the browser instead.",
        530036);
    table.add(
        BLOCKED,
        null,
        "The user must register a second factor, but a policy or a risk forbids it here: do it from"
            + " a trusted device or location, or ask an administrator.",
        53004,
        53010);
    table.add(
        BLOCKED,
        null,
        "The user is blocked because of a risk in the home tenant: its administrator can dismiss"
            + " the risk.",
        53011);
  }

  private static void addSignIns(CodeTable table) {
    table.add(
        SIGN_IN_ENDED,
        null,
        "The sign-in has ended: sign in again.",
        50173,
        700082,
        700081,
        70008,
        70043,
        50085,
        50089,
        50139);
    table.add(
        SIGN_IN_ENDED,
        null,
        "The sign-in has ended because the password changed or expired: sign in again.",
        50132,
        50133);
    table.add(
        SIGN_IN_ENDED,
        "REDIRECT_URI",
        "The refresh token belongs to a single-page application and lasts one day: sign in again,"
            + " with a redirect URI under Mobile and desktop applications.",
        700084);
    table.add(
        BY_ERROR,
        null,
        "The code or token is no longer valid, or was issued for another application: sign in"
            + " again.",
        70000);
    table.add(
        BY_ERROR,
        null,
        "The authorization code has already been used: start again.",
        54005,
        501481);
    table.add(BY_ERROR, null, "The device code has expired: start again.", 70019, 70020);
    table.add(
        BY_ERROR, null, "The user has not finished signing in: finish it in the browser.", 70016);
    table.add(BY_ERROR, null, "The code was mistyped: try again.", 70018, 90119);
    table.add(BY_ERROR, null, "The device code has already been used: start again.", 90120);
  }

  private static void addTransientErrors(CodeTable table) {
    table.add(
        THROTTLED, null, "Too many requests: wait and try again.", 50196, 90055, 50166, 50088);
    table.add(
        TRANSIENT,
        null,
        "Entra ID has a transient error: try again.",
        90033,
        90024,
        50033,
        90006,
        90012,
        50087,
        90090,
        90091,
        40010,
        70012,
        80002,
        80005,
        80014);
  }
}
