package io.github.adtauth.signin;

import io.github.adtauth.ConsentRequiredException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.Secret;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Gets access tokens for signed-in accounts with their refresh tokens, silently. Thread-safe. */
final class AccountRefresh {
  private final LoginContext context;
  private final TokenEndpoint endpoint;
  private final @Nullable AccountStore store;
  private final SignedInAccounts accounts;

  AccountRefresh(LoginContext context, @Nullable AccountStore store, SignedInAccounts accounts) {
    this.context = context;
    this.endpoint = new TokenEndpoint(context);
    this.store = store;
    this.accounts = accounts;
  }

  /**
   * Returns a new token.
   *
   * @throws InteractionRequiredException if the account has signed out, here or elsewhere; like
   *     each demand, it names the account
   */
  AccessToken refresh(SignedIn user, TokenRequest request) {
    Account account = user.account();
    Secret own = user.refreshToken();
    if (own == null) {
      throw ended(account.id());
    }
    Secret refreshToken = newest(user, own);
    if (refreshToken == null) {
      accounts.forget(user, own);
      throw ended(account.id());
    }
    TokenAnswer answer;
    try {
      answer = endpoint.refresh(refreshToken, request);
    } catch (InteractionRequiredException | ConsentRequiredException e) {
      throw e.forAccount(account.id());
    }
    checkSameUser(account, answer);
    Secret next = answer.refreshToken();
    if (next != null) {
      accounts.refreshed(user, own, next);
      store(account, refreshToken, next);
    }
    requireSignedIn(user);
    return answer.token().issuedTo(SignedInAccounts.principal(account));
  }

  static InteractionRequiredException ended(String accountId) {
    return new InteractionRequiredException(
        ErrorDetails.of("The sign-in of the account has ended: call signIn().")
            .accountId(accountId));
  }

  /** Returns the stored one: another process may have a newer one, or have signed the user out. */
  private @Nullable Secret newest(SignedIn user, Secret own) {
    if (store == null || !user.isStored()) {
      return own;
    }
    try {
      return store.refreshToken(user.account());
    } catch (IOException | RuntimeException e) {
      context.storeFault("read", e);
      return own;
    }
  }

  /** A response need not name the user (OpenID Connect Core 12.2), but must not name another. */
  private static void checkSameUser(Account expected, TokenAnswer answer) {
    Account actual = answer.account();
    if (actual != null && !expected.isSameUser(actual)) {
      throw NamedUser.differentUser(expected);
    }
    answer.named().require(expected);
  }

  /**
   * Checks after a request that the account is still signed in, here and in the store.
   *
   * @throws InteractionRequiredException if it signed out during the request: then the new token
   *     must not be used
   */
  private void requireSignedIn(SignedIn user) {
    Secret local = user.refreshToken();
    if (local != null && isRemoved(user)) {
      accounts.forget(user, local);
    }
    if (user.refreshToken() == null) {
      throw ended(user.account().id());
    }
  }

  private boolean isRemoved(SignedIn user) {
    if (store == null || !user.isStored()) {
      return false;
    }
    try {
      return store.refreshToken(user.account()) == null;
    } catch (IOException | RuntimeException e) {
      context.storeFault("read", e);
      return false;
    }
  }

  private void store(Account account, Secret used, Secret next) {
    if (store == null) {
      return;
    }
    try {
      store.replace(account, used, next);
    } catch (IOException | RuntimeException e) {
      context.storeFault("write", e);
    }
  }
}
