package io.github.adtauth.internal.codes;

/** The kind of error of an AADSTS code. */
public enum CodeKind {
  /** The OAuth {@code error} determines the kind of error; the code only selects the hint. */
  BY_ERROR("By the OAuth error"),
  /** Consent is missing. */
  CONSENT("Consent"),
  /** The user declined consent. */
  CONSENT_DECLINED("Declined consent"),
  /** The registration or the settings are wrong. */
  REGISTRATION("Registration and settings"),
  /** The application's credential is wrong. */
  CREDENTIAL("Credential of the application"),
  /** A JWT is not valid: the inbound token of a web API, otherwise the application's assertion. */
  INVALID_TOKEN("Invalid token or assertion"),
  /** The user can resolve it by signing in. */
  INTERACTION("The user has to act"),
  /** The account or device is not allowed; signing in again does not change that. */
  BLOCKED("Account, device or policy"),
  /** The sign-in has expired or was revoked. */
  SIGN_IN_ENDED("Ended sign-ins"),
  /** Too many requests. */
  THROTTLED("Throttling"),
  /** Entra ID could not process the request at the moment. */
  TRANSIENT("Transient errors");

  private final String title;

  CodeKind(String title) {
    this.title = title;
  }

  /** Returns the title of this kind in the guide. */
  public String title() {
    return title;
  }

  /** Returns whether the same request may succeed later. */
  public boolean isTransient() {
    return this == THROTTLED || this == TRANSIENT;
  }
}
