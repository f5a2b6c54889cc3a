package io.github.adtauth.signin;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;

/**
 * A different user signed in than the required account. The sign-in was discarded: the accounts,
 * their tokens and the current account are unchanged. The account must still sign in ({@link
 * #accountId()}, {@link #claims()}).
 */
public final class DifferentUserException extends InteractionRequiredException {
  private static final long serialVersionUID = 1L;

  private final Account actualAccount;

  /** Creates an exception; applications need this for tests only. */
  public DifferentUserException(ErrorDetails details, Account actualAccount) {
    super(details);
    this.actualAccount = actualAccount;
  }

  /** Returns the account that signed in instead. The message does not contain it. */
  public Account actualAccount() {
    return actualAccount;
  }

  @Override
  protected AdtException with(ErrorDetails copy) {
    return new DifferentUserException(copy, actualAccount);
  }
}
