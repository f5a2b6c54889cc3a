package io.github.adtauth;

/**
 * A step of registering an application with Microsoft Entra ID, in the order of the portal. Every
 * error that a registration can cause names one. Immutable and thread-safe, as enums are.
 */
public enum RegistrationStep {
  /** The application is registered in the tenant. */
  NEW_REGISTRATION(1, "App registrations → New registration"),
  /** Redirect URI of a public client; {@code http://localhost} for sign-in with the browser. */
  REDIRECT_URI(
      2,
      "Authentication → Redirect URI configuration → Add Redirect URI (in some tenants Add a"
          + " platform) → Mobile and desktop applications → add http://localhost"),
  /** The application may sign in without a credential. */
  PUBLIC_CLIENT(
      3,
      "Authentication → Settings (in some tenants Advanced settings) → Allow public client flows →"
          + " Yes"),
  /** Client ID and Tenant are copied. */
  IDS(
      4,
      "Overview → Application (client) ID is the Client ID, Directory (tenant) ID is the Tenant"),
  /** The application is permitted to ask for Digital Twins. */
  API_PERMISSION(
      5,
      "API permissions → APIs my organization uses → Azure Digital Twins (once Azure Smart Spaces"
          + " Service, 0b07f429-9f4b-4714-9392-cc5e8e80c8b0) → delegated Read.Write"),
  /** Somebody has agreed to the permission. */
  CONSENT(6, "API permissions → Grant admin consent"),
  /** A secret, certificate or federated credential; for services and on-behalf-of. */
  CREDENTIAL(7, "Certificates & secrets"),
  /** The web API's own scope, which its clients ask for; for on-behalf-of. */
  EXPOSED_API(8, "Expose an API → api://{Client ID} with a scope such as access_as_user"),
  /** Digital Twins itself lets the user or application in. */
  INSTANCE_ROLE(
      9, "Digital Twins instance → Access control (IAM) → role Azure Digital Twins Data Owner");

  private final int number;
  private final String instruction;

  RegistrationStep(int number, String instruction) {
    this.number = number;
    this.instruction = instruction;
  }

  /** Returns the number of the step, from 1. */
  public int number() {
    return number;
  }

  /** Returns where in the portal it is done. */
  public String instruction() {
    return instruction;
  }

  @Override
  public String toString() {
    return "step " + number() + " (" + instruction + ")";
  }
}
