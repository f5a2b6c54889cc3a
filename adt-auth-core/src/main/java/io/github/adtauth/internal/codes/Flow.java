package io.github.adtauth.internal.codes;

/**
 * The flow in which Entra ID returned a code: some codes mean different things in different ones.
 */
public enum Flow {
  /** Authorization code, redeemed by a public client. */
  BROWSER("browser"),
  /** Device authorization grant. */
  DEVICE_CODE("device code"),
  /** Client credentials. */
  SERVICE("client credentials"),
  /** On-behalf-of. */
  ON_BEHALF_OF("on-behalf-of"),
  /** Refresh token of a public client. */
  REFRESH("refresh"),
  /** Refresh token of a web API's session, which is sent with the application's credential. */
  SESSION("session");

  private final String title;

  Flow(String title) {
    this.title = title;
  }

  /** Returns the title of this flow in the guide. */
  public String title() {
    return title;
  }
}
