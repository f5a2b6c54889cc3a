package io.github.adtauth.internal.signin;

import io.github.adtauth.ConsentRequiredException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.Secret;
import io.github.adtauth.internal.cache.TokenInternals;
import io.github.adtauth.internal.entra.SignInLog;
import io.github.adtauth.internal.entra.TokenClientContext;
import io.github.adtauth.internal.entra.TokenEndpoint;
import io.github.adtauth.internal.entra.TokenResponse;
import io.github.adtauth.internal.entra.TokenSubject;
import io.github.adtauth.internal.error.ErrorInternals;
import io.github.adtauth.internal.onbehalfof.ReplacementReader;
import io.github.adtauth.signin.Account;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Acquires access tokens for signed-in accounts with their refresh tokens, without a prompt.
 * Thread-safe.
 */
final class AccountRefresh {
  private final TokenClientContext context;
  private final SignInLog log;
  private final TokenEndpoint endpoint;
  private final @Nullable AccountStore store;
  private final SignedInAccounts accounts;

  AccountRefresh(
      TokenClientContext context, @Nullable AccountStore store, SignedInAccounts accounts) {
    this.context = context;
    this.log = new SignInLog(context);
    this.endpoint = new TokenEndpoint(context);
    this.store = store;
    this.accounts = accounts;
  }

  /**
   * Returns a new token.
   *
   * @throws InteractionRequiredException if the account has signed out, here or in another process;
   *     the exception names the account
   */
  AccessToken refresh(SignedInUser user, TokenRequest request) {
    Account account = user.account();
    Tokens tokens = read(user);
    TokenResponse response;
    try {
      response = redeem(account, tokens, request);
    } catch (InteractionRequiredException e) {
      tokens = readReplacement(user, tokens, e);
      response = redeem(account, tokens, request);
    }
    checkSameUser(account, response);
    Secret next = response.refreshToken();
    if (next != null) {
      accounts.refreshed(user, tokens.local, next);
      store(user, tokens.current, next);
    }
    requireSignedIn(user);
    return TokenInternals.instance()
        .issuedTo(response.token(), SignedInAccounts.principal(account));
  }

  static InteractionRequiredException ended(String accountId) {
    return new InteractionRequiredException(
        ErrorDetails.of("The sign-in of the account has ended: call signIn().")
            .accountId(accountId));
  }

  private TokenResponse redeem(Account account, Tokens tokens, TokenRequest request) {
    try {
      return endpoint.refresh(tokens.current, request);
    } catch (InteractionRequiredException | ConsentRequiredException e) {
      throw ErrorInternals.instance().forAccount(e, account.id());
    }
  }

  /**
   * Reads the refresh token of a user. Falls back to the local one if the store is unavailable.
   *
   * @throws InteractionRequiredException if the account has signed out, here or in another process
   */
  private Tokens read(SignedInUser user) {
    Secret local = requireLocal(user);
    Secret current;
    try {
      current = current(user, local);
    } catch (IOException | RuntimeException e) {
      log.storeFailed("read", e);
      current = local;
    }
    return tokens(user, local, current);
  }

  /** Returns the refresh token that another process or thread has written in the meantime. */
  private Tokens readReplacement(
      SignedInUser user, Tokens rejected, InteractionRequiredException rejection) {
    return ReplacementReader.read(
        context,
        rejection,
        () -> {
          Secret local = requireLocal(user);
          Tokens tokens = tokens(user, local, current(user, local));
          return tokens.current.equals(rejected.current) ? null : tokens;
        });
  }

  private static Secret requireLocal(SignedInUser user) {
    Secret local = user.refreshToken();
    if (local == null) {
      throw ended(user.account().id());
    }
    return local;
  }

  /** Returns the stored refresh token, which another process may have renewed or removed. */
  private @Nullable Secret current(SignedInUser user, Secret local) throws IOException {
    if (store == null || !user.isStored()) {
      return local;
    }
    Secret outdated = user.outdated();
    if (outdated != null) {
      store.replace(user.account(), outdated, local); // the earlier write failed
      user.setOutdated(null);
    }
    return store.refreshToken(user.account());
  }

  private Tokens tokens(SignedInUser user, Secret local, @Nullable Secret current) {
    if (current == null) {
      accounts.forget(user, local);
      throw ended(user.account().id());
    }
    return new Tokens(local, current);
  }

  /**
   * A response need not name the user (OpenID Connect Core 12.2), but must not name a different
   * one.
   */
  private static void checkSameUser(Account expected, TokenResponse response) {
    Account actual = SignedInUser.account(response);
    if (actual != null && !expected.isSameUser(actual)) {
      throw TokenSubject.differentAccount(expected.id());
    }
    response.subject().requireAccount(expected.id());
  }

  /**
   * Checks after a request that the account is still signed in, here and in the store.
   *
   * @throws InteractionRequiredException if it signed out during the request: then the new token
   *     must not be used
   */
  private void requireSignedIn(SignedInUser user) {
    Secret local = user.refreshToken();
    if (local != null && isRemoved(user)) {
      accounts.forget(user, local);
    }
    if (user.refreshToken() == null) {
      throw ended(user.account().id());
    }
  }

  private boolean isRemoved(SignedInUser user) {
    if (store == null || !user.isStored()) {
      return false;
    }
    try {
      return store.refreshToken(user.account()) == null;
    } catch (IOException | RuntimeException e) {
      log.storeFailed("read", e);
      return false;
    }
  }

  private void store(SignedInUser user, Secret used, Secret next) {
    if (store == null) {
      return;
    }
    try {
      store.replace(user.account(), used, next);
    } catch (IOException | RuntimeException e) {
      if (user.outdated() == null) {
        user.setOutdated(used);
      }
      log.storeFailed("write", e);
    }
  }

  /** The refresh token of this process, and the stored one, which is redeemed and replaced. */
  private static final class Tokens {
    final Secret local;
    final Secret current;

    Tokens(Secret local, Secret current) {
      this.local = local;
      this.current = current;
    }
  }
}
