package io.github.adtauth.doctor;

import io.github.adtauth.internal.text.Ascii;

/**
 * The checks of a {@link Doctor}, in the order in which they run. Which of them apply depends on
 * the {@link SignInMethod}.
 */
public enum Check {
  /** The settings are present and valid. */
  SETTINGS("settings"),
  /** The host name of Entra ID can be resolved. */
  ENTRA_NAME("DNS of Entra ID"),
  /** Entra ID responds over trusted TLS. */
  ENTRA_TLS("TLS of Entra ID"),
  /** This machine's clock agrees with Entra ID's. */
  CLOCK("clock"),
  /** The tenant exists in this cloud. */
  TENANT("tenant"),
  /** The Client ID is registered in the tenant. */
  CLIENT("client"),
  /** The redirect URI is registered. */
  REDIRECT_URI("redirect URI"),
  /** The credential can be read and is currently valid. */
  CREDENTIAL_AVAILABLE("local credential"),
  /** Entra ID accepts the credential. */
  CREDENTIAL("credential"),
  /** The token that the web API received can be exchanged. */
  INBOUND_TOKEN("inbound token"),
  /** The application may sign users in without a credential. */
  PUBLIC_CLIENT("public client"),
  /** The application has the permission for the resource. */
  PERMISSION("permission"),
  /** The user or an administrator has consented to the permission. */
  CONSENT("consent"),
  /** A token can be acquired. */
  SIGN_IN("sign-in"),
  /** The audience, tenant, scopes and lifetime of the token are right. */
  TOKEN("token"),
  /** The host name of the instance can be resolved. */
  INSTANCE_NAME("DNS of the instance"),
  /** The endpoint is a Digital Twins instance. */
  INSTANCE("instance"),
  /** The principal has a role on the instance. */
  ROLE("role"),
  /** Twins can be read. */
  READ("read"),
  /** Twins can be written. */
  WRITE("write");

  private final String title;

  Check(String title) {
    this.title = title;
  }

  /** Returns the name for people, such as {@code redirect URI}. */
  public String title() {
    return title;
  }

  /** Returns the name for tools, such as {@code redirect-uri}. */
  public String id() {
    return Ascii.toLowerCase(name()).replace('_', '-');
  }
}
