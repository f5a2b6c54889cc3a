package io.github.adtauth.signin;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import java.util.List;

/**
 * No account is current, so a {@link UserSignIn} has nobody to speak for: nobody has signed in, or
 * the current account has signed out. Another account never takes its place. Choose one of the
 * {@link #accounts()} with {@link UserSignIn#select}, use one with {@link UserSignIn#forAccount},
 * or call {@link UserSignIn#signIn()}.
 */
public final class NoCurrentAccountException extends InteractionRequiredException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // List.copyOf returns a serializable list
  private final List<Account> accounts;

  public NoCurrentAccountException(ErrorDetails details, List<Account> accounts) {
    super(details);
    this.accounts = List.copyOf(accounts);
  }

  /** Returns the accounts that are signed in, here and in the store; not in the message. */
  public List<Account> accounts() {
    return accounts;
  }

  @Override
  protected AdtException with(ErrorDetails copy) {
    return new NoCurrentAccountException(copy, accounts);
  }
}
