package io.github.adtauth.testkit.entra;

/** The platform of a redirect URI, code or refresh token. */
enum Platform {
  /** A single-page application, whose page redeems codes in cross-origin requests. */
  SPA,
  /** A web application, which always authenticates with a credential. */
  WEB,
  /** A native application, which has no credential. */
  NATIVE,
  /**
   * A web or native application, depending on its registration. Neither sends cross-origin
   * requests.
   */
  OTHER,
  /** Unknown, because the code or refresh token was not issued here. */
  UNKNOWN
}
