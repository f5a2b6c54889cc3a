package io.github.adtauth.signin;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;

/**
 * A demand for one account was met by a different user. The sign-in was discarded: the accounts,
 * their tokens and the current account are as before, and the demand still stands ({@link
 * #accountId()}, {@link #claims()}).
 */
public final class DifferentUserException extends InteractionRequiredException {
  private static final long serialVersionUID = 1L;

  private final Account actualAccount;

  public DifferentUserException(ErrorDetails details, Account actualAccount) {
    super(details);
    this.actualAccount = actualAccount;
  }

  /** Returns the user who signed in instead; not in the message. */
  public Account actualAccount() {
    return actualAccount;
  }

  @Override
  protected AdtException with(ErrorDetails copy) {
    return new DifferentUserException(copy, actualAccount);
  }
}
