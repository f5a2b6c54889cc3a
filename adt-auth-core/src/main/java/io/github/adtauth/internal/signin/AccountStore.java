package io.github.adtauth.internal.signin;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.Secret;
import io.github.adtauth.internal.entra.SignInLog;
import io.github.adtauth.internal.entra.TokenClientContext;
import io.github.adtauth.signin.Account;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Accounts that outlive the process: an entry for each with its refresh token, and one that lists
 * them and names the current one, because a store cannot be searched. What cannot be read is
 * nobody's account. A list of a later version is never changed. Thread-safe, and several processes
 * may share the store.
 */
public final class AccountStore {
  /** As long as Entra's refresh tokens live when they are not used. */
  private static final Duration LIFE = Duration.ofDays(90);

  private static final int VERSION = 1;
  private static final int ATTEMPTS = 20;
  private static final Gson GSON = new Gson();

  private final TokenClientContext context;
  private final SignInLog log;
  private final TokenStore store;

  public AccountStore(TokenClientContext context, TokenStore store) {
    this.context = context;
    this.log = new SignInLog(context);
    this.store = store;
  }

  /** Returns the list; an account without a {@linkplain #refreshToken} is not signed in. */
  AccountList list() throws IOException {
    return AccountList.parse(store.get(listKey()));
  }

  /** Returns the refresh token of an account, or null if it is not signed in. */
  @Nullable Secret refreshToken(Account account) throws IOException {
    byte[] bytes = store.get(key(account));
    JsonObject kept = bytes == null ? null : json(bytes);
    return kept != null
            && kept.get("version") instanceof JsonPrimitive version
            && version.getAsString().equals(String.valueOf(VERSION))
            && kept.get("refreshToken") instanceof JsonPrimitive token
        ? Secret.of(token.getAsString())
        : null;
  }

  private static @Nullable JsonObject json(byte[] bytes) {
    try {
      return GSON.fromJson(new String(bytes, StandardCharsets.UTF_8), JsonObject.class);
    } catch (JsonParseException e) {
      return null;
    }
  }

  /**
   * Stores an account that signed in, and records it as the current one or leaves that as is.
   *
   * @throws IOException if the store fails or the list is of a later version
   */
  void put(Account account, Secret refreshToken, boolean current) throws IOException {
    checkVersion(store.get(listKey())); // before the entry is written: nothing is half stored
    // A sign-out that could not change the list has left it as the current one there.
    boolean signedOut = refreshToken(account) == null;
    store.put(key(account), kept(refreshToken), end());
    update(list -> (signedOut ? list.without(account) : list).with(account, current));
  }

  /** Records a stored account as the current one. */
  void select(Account account) throws IOException {
    update(list -> list.with(account, true));
  }

  /** Replaces the refresh token, unless another process was first or the account signed out. */
  void replace(Account account, Secret used, Secret next) throws IOException {
    if (store.replace(key(account), kept(used), kept(next), end())) {
      byte[] list = store.get(listKey());
      // The list lives as long as what it lists; who changes it at the same time prolongs it too.
      boolean unused = list != null && store.replace(listKey(), list, list, end());
    }
  }

  /** Removes an account and returns whether it was recorded as the current one. */
  boolean remove(Account account) throws IOException {
    store.remove(key(account));
    try {
      boolean wasCurrent = update(list -> list.without(account)).isCurrent(account);
      if (refreshToken(account) != null) {
        // Another process signed the same user in meanwhile.
        update(list -> list.with(account, wasCurrent && list.currentId() == null));
      }
      return wasCurrent;
    } catch (IOException e) {
      // The disk may be full, or the list of a later version. Listed without a refresh token is
      // signed out too.
      log.storeFailed("write", e);
      return false;
    }
  }

  /** Changes the list whatever other processes do meanwhile, and returns it as it was before. */
  private AccountList update(UnaryOperator<AccountList> change) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      byte[] before = store.get(listKey());
      checkVersion(before);
      AccountList list = AccountList.parse(before);
      if (store.replace(listKey(), before, change.apply(list).toBytes(), end())) {
        return list;
      }
    }
    throw new IOException("other processes change the list of accounts all the time");
  }

  /** The list of a later version may hold what this one would lose. */
  private static void checkVersion(byte @Nullable [] list) throws IOException {
    if (AccountList.isOfLaterVersion(list)) {
      throw new IOException(
          "a later version of this library wrote the list of accounts: update this process");
    }
  }

  private static byte[] kept(Secret refreshToken) {
    JsonObject kept = new JsonObject();
    kept.addProperty("version", VERSION);
    kept.addProperty("refreshToken", refreshToken.reveal());
    return GSON.toJson(kept).getBytes(StandardCharsets.UTF_8);
  }

  private Instant end() {
    return context.timing().clock().instant().plus(LIFE);
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
