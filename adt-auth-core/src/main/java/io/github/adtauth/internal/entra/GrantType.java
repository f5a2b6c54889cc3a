package io.github.adtauth.internal.entra;

/** The grant types of token requests. */
public enum GrantType {
  /** The client credentials grant (RFC 6749 4.4). */
  CLIENT_CREDENTIALS,
  /** The JWT bearer grant (RFC 7523 2.1), which Entra ID uses for on-behalf-of. */
  ON_BEHALF_OF,
  /** The authorization code grant (RFC 6749 4.1) with PKCE (RFC 7636). */
  AUTHORIZATION_CODE,
  /** The device authorization grant (RFC 8628). */
  DEVICE_CODE,
  /** The refresh of a public client (RFC 6749 6). */
  REFRESH_TOKEN,
  /** The refresh of a session, with the credential of the web API (RFC 6749 6). */
  SESSION
}
