package io.github.adtauth;

/**
 * A step of registering an application with Microsoft Entra ID, in the order of the portal. Every
 * error that the registration can cause names its step.
 */
public enum RegistrationStep {
  /** Register the application in the tenant. */
  NEW_REGISTRATION(1, "App registrations → New registration"),
  /** Add the redirect URI of a public client: {@code http://localhost} for browser sign-in. */
  REDIRECT_URI(
      2,
      "Authentication → Redirect URI configuration → Add Redirect URI (in some tenants Add a"
          + " platform) → Mobile and desktop applications → add http://localhost"),
  /** Allow the application to sign in without a credential. */
  PUBLIC_CLIENT(
      3,
      "Authentication → Settings (in some tenants Advanced settings) → Allow public client flows →"
          + " Yes"),
  /** Copy the Client ID and the Tenant. */
  IDS(
      4,
      "Overview → Application (client) ID is the Client ID, Directory (tenant) ID is the Tenant"),
  /** Add the permission to access Digital Twins. */
  API_PERMISSION(
      5,
      "API permissions → APIs my organization uses → Azure Digital Twins (once Azure Smart Spaces"
          + " Service, 0b07f429-9f4b-4714-9392-cc5e8e80c8b0) → delegated Read.Write"),
  /** Grant consent to the permission. */
  CONSENT(6, "API permissions → Grant admin consent"),
  /** Add a secret, certificate or federated credential; for services and on-behalf-of. */
  CREDENTIAL(7, "Certificates & secrets"),
  /** Expose the scope of the web API that its clients request; for on-behalf-of. */
  EXPOSED_API(8, "Expose an API → api://{Client ID} with a scope such as access_as_user"),
  /** Assign a role on the Digital Twins instance to the user or application. */
  INSTANCE_ROLE(
      9, "Digital Twins instance → Access control (IAM) → role Azure Digital Twins Data Owner");

  private final int number;
  private final String instruction;

  RegistrationStep(int number, String instruction) {
    this.number = number;
    this.instruction = instruction;
  }

  /** Returns the number of the step, starting at 1. */
  public int number() {
    return number;
  }

  /** Returns the path to the page in the portal, and the action there. */
  public String instruction() {
    return instruction;
  }

  @Override
  public String toString() {
    return "step " + number() + " (" + instruction + ")";
  }
}
