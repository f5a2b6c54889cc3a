package io.github.adtauth.internal.signin;

import io.github.adtauth.Secret;
import io.github.adtauth.internal.entra.SignInLog;
import io.github.adtauth.internal.entra.TokenClientContext;
import io.github.adtauth.internal.store.NewerVersionException;
import io.github.adtauth.signin.Account;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Stores signed-in accounts beyond the life of the process. Each account has an entry with its
 * refresh token. Because a store cannot be searched, another entry lists the accounts and names the
 * current one. Thread-safe; several processes may share the store.
 *
 * <p>Processes with different versions of this library may share the store too. An entry of a newer
 * version counts as missing, so its account is not signed in and no account is current. A list of a
 * newer version is never overwritten, because that would lose its accounts.
 */
public final class AccountStore {
  /** How long Entra ID keeps an unused refresh token valid. */
  private static final Duration LIFETIME = Duration.ofDays(90);

  private static final int MAX_ATTEMPTS = 20;

  private final TokenClientContext context;
  private final SignInLog log;
  private final TokenStore store;

  public AccountStore(TokenClientContext context, TokenStore store) {
    this.context = context;
    this.log = new SignInLog(context);
    this.store = store;
  }

  /** Returns the list. An account without a {@linkplain #refreshToken} is not signed in. */
  AccountList list() throws IOException {
    try {
      return AccountList.read(store.get(listKey()));
    } catch (NewerVersionException e) {
      log.storeFailed("read", e);
      return AccountList.EMPTY;
    }
  }

  /** Returns the refresh token of an account, or null if it is not signed in. */
  @Nullable Secret refreshToken(Account account) throws IOException {
    byte[] entry = store.get(key(account));
    return entry == null ? null : RefreshTokenCodec.read(entry);
  }

  /**
   * Stores an account that signed in.
   *
   * @param current whether to record it as the current account; otherwise that is unchanged
   * @throws IOException if the store fails or the list is of a newer version
   */
  void put(Account account, Secret refreshToken, boolean current) throws IOException {
    // Fails before the first write if the list cannot be updated.
    byte[] unused = AccountList.read(store.get(listKey())).with(account, current).write();
    // A sign-out that failed to update the list has left the account as the current one there.
    boolean signedOut = refreshToken(account) == null;
    store.put(key(account), RefreshTokenCodec.write(refreshToken), expiresAt());
    update(list -> (signedOut ? list.without(account) : list).with(account, current));
  }

  /** Records a stored account as the current one. */
  void select(Account account) throws IOException {
    update(list -> list.with(account, true));
  }

  /** Replaces the refresh token, unless another process was first or the account signed out. */
  void replace(Account account, Secret used, Secret next) throws IOException {
    byte[] entry = store.get(key(account));
    if (entry == null || !used.equals(RefreshTokenCodec.read(entry))) {
      return;
    }
    if (store.replace(key(account), entry, RefreshTokenCodec.write(next), expiresAt())) {
      byte[] list = store.get(listKey());
      // Extends the lifetime of the list. If this fails, another process has just extended it.
      boolean unused = list != null && store.replace(listKey(), list, list, expiresAt());
    }
  }

  /** Removes an account and returns whether it was recorded as the current one. */
  boolean remove(Account account) throws IOException {
    store.remove(key(account));
    try {
      boolean wasCurrent = update(list -> list.without(account)).isCurrent(account);
      if (refreshToken(account) != null) {
        // Another process has signed in the same user in the meantime.
        update(list -> list.with(account, wasCurrent && list.currentId() == null));
      }
      return wasCurrent;
    } catch (IOException e) {
      // The disk may be full, or the list of a newer version. The account is signed out
      // nevertheless, because its refresh token is gone.
      log.storeFailed("write", e);
      return false;
    }
  }

  /** Updates the list atomically and returns the previous one. */
  private AccountList update(UnaryOperator<AccountList> change) throws IOException {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      byte[] before = store.get(listKey());
      AccountList list = AccountList.read(before);
      if (store.replace(listKey(), before, change.apply(list).write(), expiresAt())) {
        return list;
      }
    }
    throw new IOException("the list of accounts kept changing during the update");
  }

  private Instant expiresAt() {
    return context.timing().clock().instant().plus(LIFETIME);
  }

  private StoreKey listKey() {
    return StoreKey.of(
        "accounts", context.keyAuthority().toString(), context.tenant(), context.clientId());
  }

  private StoreKey key(Account account) {
    return StoreKey.of(
        "account",
        context.keyAuthority().toString(),
        context.tenant(),
        context.clientId(),
        account.id());
  }
}
