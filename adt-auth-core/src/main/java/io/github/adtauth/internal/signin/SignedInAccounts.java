package io.github.adtauth.internal.signin;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Secret;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.internal.cache.Principal;
import io.github.adtauth.internal.cache.TokenCache;
import io.github.adtauth.internal.cache.TokenInternals;
import io.github.adtauth.internal.cache.TokenOwner;
import io.github.adtauth.internal.entra.SignInLog;
import io.github.adtauth.internal.entra.TokenClientContext;
import io.github.adtauth.internal.entra.TokenResponse;
import io.github.adtauth.signin.Account;
import io.github.adtauth.signin.NoCurrentAccountException;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that are signed in, in this process and in the store, and which of them is current.
 *
 * <p>A process reads the current account from the store until it has one. From then on, only
 * sign-ins, selections and sign-outs of this process change it; a sign-out in another process
 * removes it. Another account never replaces it automatically. Thread-safe; no lock is held while
 * the store is called.
 */
final class SignedInAccounts {
  private final TokenClientContext context;
  private final SignInLog log;
  private final TokenCache cache;
  private final @Nullable AccountStore store;
  private final LocalAccounts local;

  SignedInAccounts(TokenClientContext context, TokenCache cache, @Nullable AccountStore store) {
    this.context = context;
    this.log = new SignInLog(context);
    this.cache = cache;
    this.store = store;
    AccountRefresh refresh = new AccountRefresh(context, store, this);
    this.local =
        new LocalAccounts(account -> new SignedInUser(account, cache, owner(account), refresh));
  }

  /** Returns the current account of this process, or null. Does not read the store. */
  @Nullable SignedInUser current() {
    return local.current();
  }

  /** Synchronizes with the store and returns the current account, or null. */
  @Nullable SignedInUser findCurrent() {
    Exception unused = synchronize();
    return local.current();
  }

  /**
   * Returns the current account; reads the store if this process has not had one yet.
   *
   * @throws NoCurrentAccountException if no account is current
   */
  SignedInUser requireCurrent() {
    SignedInUser user = local.current();
    if (user == null) {
      Exception failure = synchronize();
      user = local.current();
      if (user == null) {
        throw noCurrentAccount(failure);
      }
    }
    return user;
  }

  NoCurrentAccountException noCurrentAccount() {
    return noCurrentAccount(synchronize());
  }

  private NoCurrentAccountException noCurrentAccount(@Nullable Exception storeFailure) {
    List<Account> accounts = accounts();
    int count = accounts.size();
    ErrorDetails details =
        ErrorDetails.of(
            count == 0
                ? "Nobody is signed in: call signIn()."
                : "No account is current, but "
                    + (count == 1 ? "1 is" : count + " are")
                    + " signed in: call select(account) or signIn().");
    return new NoCurrentAccountException(
        storeFailure == null
            ? details
            : details.and("The store could not be read.").cause(storeFailure),
        accounts);
  }

  /**
   * Synchronizes with the store and returns the current account, or null if there is none.
   *
   * @throws NoCurrentAccountException if another account has been current in this process, because
   *     an exception without an account may concern that one
   */
  @Nullable SignedInUser requireUnchangedCurrent() {
    SignedInUser user = findCurrent();
    if (user != null && local.hasCurrentChanged()) {
      throw new NoCurrentAccountException(
          ErrorDetails.of(
              "The exception does not name an account, and the current account has changed since"
                  + " the process started. Parse the response with Challenge.parse, or set the"
                  + " account with Challenge.account(id)."),
          accounts());
    }
    return user;
  }

  /** Synchronizes with the store and returns the accounts, most recent last. */
  List<Account> list() {
    Exception unused = synchronize();
    return accounts();
  }

  private List<Account> accounts() {
    return local.list().stream().map(SignedInUser::account).toList();
  }

  /** Returns an account of this process, or null. */
  @Nullable SignedInUser findLocal(String id) {
    return local.get(id);
  }

  /** Returns an account of this process or the store, or null. */
  @Nullable SignedInUser find(String id) {
    SignedInUser user = local.get(id);
    if (user == null) {
      Exception unused = synchronize();
      user = local.get(id);
    }
    return user;
  }

  /** Returns whether this process has not had any account so far. */
  boolean isUntouched() {
    return local.isUntouched();
  }

  /**
   * Adds an account that signed in, or its new tokens.
   *
   * @param choose whether it becomes the current account, here and in the store
   */
  void signIn(Account account, TokenResponse tokens, TokenRequest request, boolean choose) {
    cache.remove(owner(account));
    cache.put(
        owner(account),
        request,
        TokenInternals.instance().issuedTo(tokens.token(), principal(account)));
    Secret refreshToken = tokens.refreshToken();
    boolean stored = false;
    if (store != null && refreshToken != null) {
      try {
        store.put(account, refreshToken, choose);
        stored = true;
      } catch (IOException | RuntimeException e) {
        log.storeFailed("write", e); // the account is still signed in for this process
      }
    }
    local.signIn(account, refreshToken, stored, choose);
  }

  /**
   * Makes an account the current one, here and in the store.
   *
   * @throws IllegalArgumentException if the account is not signed in
   * @throws UnavailableException if the store did not record the selection, which is then unchanged
   */
  void select(Account account) {
    Exception unused = synchronize();
    SignedInUser user = local.get(account.id());
    if (user == null) {
      throw notSignedIn();
    }
    try {
      recordSelection(user);
    } catch (IOException | RuntimeException e) {
      throw new UnavailableException(
          ErrorDetails.of("Failed to store the selection; the current account is unchanged.")
              .cause(e));
    }
    local.select(user);
  }

  private void recordSelection(SignedInUser user) throws IOException {
    if (store == null) {
      return;
    }
    Secret refreshToken = user.refreshToken();
    if (user.isStored()) {
      store.select(user.account());
    } else if (refreshToken != null) {
      store.put(user.account(), refreshToken, true); // the store was unavailable at the sign-in
      local.stored(user, refreshToken);
    }
  }

  /**
   * Signs an account out, here and in the store. If it was current, no account is current
   * afterwards.
   *
   * @throws UnavailableException if the store did not remove it; then nothing has changed
   */
  void signOut(Account account) {
    boolean wasCurrentInStore = false;
    if (store != null) {
      try {
        wasCurrentInStore = store.remove(account);
      } catch (IOException | RuntimeException e) {
        throw new UnavailableException(
            ErrorDetails.of("Failed to remove the account from the store; it is still signed in.")
                .cause(e));
      }
    }
    local.remove(account, wasCurrentInStore);
    cache.remove(owner(account));
  }

  /** Removes an account that another process signed out, unless it has signed in again here. */
  void forget(SignedInUser user, Secret refreshToken) {
    if (local.removeIfUnchanged(user, refreshToken)) {
      cache.remove(owner(user.account()));
    }
  }

  void refreshed(SignedInUser user, Secret before, Secret next) {
    local.refreshed(user, before, next);
  }

  /**
   * Applies the sign-ins and sign-outs of other processes. If this process has not had a current
   * account yet, the current account of the store becomes current. Returns the failure, or null.
   */
  private @Nullable Exception synchronize() {
    if (store == null) {
      return null;
    }
    try {
      AccountList list = store.list();
      for (SignedInUser user : local.list()) {
        Secret refreshToken = user.refreshToken();
        if (refreshToken != null && user.isStored() && store.refreshToken(user.account()) == null) {
          forget(user, refreshToken);
        }
      }
      Map<Account, Secret> stored = new LinkedHashMap<>();
      for (Account account : list.accounts()) {
        Secret refreshToken = local.get(account.id()) == null ? store.refreshToken(account) : null;
        if (refreshToken != null) {
          stored.put(account, refreshToken);
        }
      }
      local.addStored(stored, list.currentId());
      return null;
    } catch (IOException | RuntimeException e) {
      log.storeFailed("read", e);
      return e;
    }
  }

  private TokenOwner owner(Account account) {
    return context.owner(principal(account));
  }

  static Principal principal(Account account) {
    return Principal.account(account.id());
  }

  static IllegalArgumentException notSignedIn() {
    return new IllegalArgumentException("the account is not signed in; see accounts()");
  }
}
