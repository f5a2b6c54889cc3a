package io.github.adtauth.doctor;

import io.github.adtauth.internal.text.Ascii;

/**
 * What the doctor examines, from the outside in. Which of them apply depends on the {@link
 * SignInMethod}. Immutable and thread-safe.
 */
public enum Check {
  /** The settings are there and have the right form. */
  SETTINGS("settings"),
  /** The DNS knows the authority host. */
  ENTRA_NAME("name of Entra ID"),
  /** Entra ID answers over trusted TLS. */
  ENTRA_TLS("way to Entra ID"),
  /** This machine's clock agrees with Entra ID's. */
  CLOCK("clock"),
  /** The Tenant exists in this cloud. */
  TENANT("tenant"),
  /** The Client ID is known in the Tenant. */
  CLIENT("client"),
  /** The redirect URI is registered. */
  REDIRECT_URI("redirect URI"),
  /** The credential can be read and is within its dates. */
  CREDENTIAL_AVAILABLE("credential at hand"),
  /** Entra ID accepts the credential. */
  CREDENTIAL("credential"),
  /** The token that the web API received is fit for an exchange. */
  INBOUND_TOKEN("inbound token"),
  /** The application may sign users in without a credential. */
  PUBLIC_CLIENT("public client"),
  /** The application is permitted to ask for the resource. */
  PERMISSION("permission"),
  /** Somebody has consented to the permission. */
  CONSENT("consent"),
  /** A token is to be had at all. */
  SIGN_IN("sign-in"),
  /** The token is the right one: audience, tenant, scopes, lifetime. */
  TOKEN("token"),
  /** The DNS knows the instance. */
  INSTANCE_NAME("name of the instance"),
  /** What answers there is Digital Twins. */
  INSTANCE("instance"),
  /** The principal has a role on the instance. */
  ROLE("role"),
  /** Twins can be read. */
  READ("read"),
  /** Twins may be written. */
  WRITE("write");

  private final String title;

  Check(String title) {
    this.title = title;
  }

  /** Returns its name for people, such as {@code redirect URI}. */
  public String title() {
    return title;
  }

  /** Returns its name for tools, such as {@code redirect-uri}. */
  public String id() {
    return Ascii.toLowerCase(name()).replace('_', '-');
  }
}
