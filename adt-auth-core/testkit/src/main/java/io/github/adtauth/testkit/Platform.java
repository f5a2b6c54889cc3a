package io.github.adtauth.testkit;

/** The platform of a registration that a redirect URI, a code or a refresh token belongs to. */
enum Platform {
  /** A single-page application: its page redeems codes itself, across origins. */
  SPA,
  /** A web application: whatever else its registration says, it has a credential. */
  WEB,
  /** A native application: it has no credential. */
  NATIVE,
  /** A web or a native application, as its registration says. Neither redeems across origins. */
  OTHER,
  /** Nobody knows, because the code or the refresh token was not issued here. */
  UNKNOWN
}
