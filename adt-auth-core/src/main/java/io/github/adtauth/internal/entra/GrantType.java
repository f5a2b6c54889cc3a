package io.github.adtauth.internal.entra;

/** The ways to ask the token endpoint. */
public enum GrantType {
  /** RFC 6749 4.4. */
  CLIENT_CREDENTIALS,
  /** RFC 7523 2.1 as Entra's on-behalf-of. */
  ON_BEHALF_OF,
  /** RFC 6749 4.1 with RFC 7636. */
  AUTHORIZATION_CODE,
  /** RFC 8628. */
  DEVICE_CODE,
  /** RFC 6749 6, sent by a public client. */
  REFRESH_TOKEN,
  /** RFC 6749 6 with the credential of a web API, for a session. */
  SESSION
}
