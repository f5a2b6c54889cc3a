package io.github.adtauth.signin;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import java.util.List;

/**
 * A {@link UserSignIn} has no current account, because no user has signed in or the current account
 * has signed out. Another account never becomes current automatically. Select one of the {@link
 * #accounts()} with {@link UserSignIn#select}, use one with {@link UserSignIn#forAccount}, or call
 * {@link UserSignIn#signIn()}.
 */
public final class NoCurrentAccountException extends InteractionRequiredException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // List.copyOf returns a serializable list
  private final List<Account> accounts;

  /** Creates an exception; applications need this for tests only. */
  public NoCurrentAccountException(ErrorDetails details, List<Account> accounts) {
    super(details);
    this.accounts = List.copyOf(accounts);
  }

  /**
   * Returns the signed-in accounts of this process and the store. The message does not contain
   * them.
   */
  public List<Account> accounts() {
    return accounts;
  }

  @Override
  protected AdtException with(ErrorDetails copy) {
    return new NoCurrentAccountException(copy, accounts);
  }
}
