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
 * One user and what keeps it signed in, here and perhaps in the store; without a refresh token it
 * is signed out. A user who signs in again stays the same one, so its provider goes on.
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
  static @Nullable Account account(TokenResponse answer) {
    IdTokenClaims user = answer.user();
    return user == null
        ? null
        : new Account(user.id(), user.objectId(), user.tenantId(), user.username(), user.name());
  }

  void signIn(Account who, @Nullable Secret token, boolean inStore) {
    account = who;
    refreshToken = token;
    stored = inStore;
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

  boolean isOf(Account other) {
    return account.id().equals(other.id());
  }

  boolean isStored() {
    return stored;
  }

  /** Returns the refresh token that the store has because a newer one could not be written. */
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
