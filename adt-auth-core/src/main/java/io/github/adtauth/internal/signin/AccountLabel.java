package io.github.adtauth.internal.signin;

import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.signin.Account;

/** The user name of an account, as pages and logs display it. */
final class AccountLabel {
  private static final int MAX_LENGTH = 100;

  private AccountLabel() {}

  /** Returns one short line without control characters. */
  static String of(Account account) {
    String label = Redactor.sanitizeId(account.username(), MAX_LENGTH);
    return label.isEmpty() ? "an unnamed user" : label;
  }
}
