package io.github.adtauth.internal.signin;

import io.github.adtauth.Secret;
import io.github.adtauth.internal.cache.TokenCache;
import io.github.adtauth.internal.cache.TokenOwner;
import io.github.adtauth.internal.entra.IdTokenClaims;
import io.github.adtauth.internal.entra.TokenResponse;
import io.github.adtauth.signin.Account;
import io.github.adtauth.token.TokenProvider;
import org.jspecify.annotations.Nullable;

/**
 * A user and its refresh token. Without a refresh token, the user is signed out. If the user signs
 * in again, the same object and its token provider are reused. Changed only by {@link
 * LocalAccounts}, under its lock; readable by any thread.
 */
final class SignedInUser {
  private final TokenProvider provider;
  private volatile Account account;
  private volatile boolean stored;
  private volatile @Nullable Secret refreshToken;
  private volatile @Nullable Secret outdated;

  SignedInUser(Account account, TokenCache cache, TokenOwner owner, AccountRefresh refresh) {
    this.account = account;
    provider = cache.provider(owner, request -> refresh.refresh(this, request));
  }

  /** Returns the account that a token response names, or null if it names none. */
  static @Nullable Account account(TokenResponse response) {
    IdTokenClaims user = response.user();
    return user == null
        ? null
        : new Account(user.id(), user.objectId(), user.tenantId(), user.username(), user.name());
  }

  void signIn(Account newAccount, @Nullable Secret newToken, boolean isStored) {
    account = newAccount;
    refreshToken = newToken;
    stored = isStored;
    outdated = null;
  }

  void signOut() {
    refreshToken = null;
  }

  void refreshed(Secret next) {
    refreshToken = next;
  }

  TokenProvider provider() {
    return provider;
  }

  Account account() {
    return account;
  }

  boolean isStored() {
    return stored;
  }

  /** Returns the outdated refresh token in the store, if writing a newer one failed. */
  @Nullable Secret outdated() {
    return outdated;
  }

  void setOutdated(@Nullable Secret token) {
    outdated = token;
  }

  @Nullable Secret refreshToken() {
    return refreshToken;
  }
}
