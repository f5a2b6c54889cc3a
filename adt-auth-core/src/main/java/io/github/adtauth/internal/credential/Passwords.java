package io.github.adtauth.internal.credential;

import io.github.adtauth.Secret;

/** Restrictions of the JDK on passwords. Stateless. */
final class Passwords {
  private Passwords() {}

  /** Returns whether the factories of JDK 17 accept the password. */
  static boolean isAscii(Secret password) {
    return password.reveal().chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }
}
