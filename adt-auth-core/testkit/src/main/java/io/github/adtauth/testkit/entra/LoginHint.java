package io.github.adtauth.testkit.entra;

import io.github.adtauth.testkit.internal.Jwts;

/**
 * The {@code login_hint} of an authorization request, which is a user name or the opaque value of
 * the optional claim {@code login_hint}.
 */
final class LoginHint {
  private static final String OPAQUE = "O.";

  private LoginHint() {}

  /** Returns the value of the optional claim. */
  static String of(FakeUser user) {
    return OPAQUE + Jwts.base64(user.upn());
  }

  /** Returns the user name of a hint, or an empty string if it is not valid. */
  static String userName(String hint) {
    return hint.startsWith(OPAQUE) ? Jwts.decodeBase64(hint.substring(OPAQUE.length())) : hint;
  }
}
