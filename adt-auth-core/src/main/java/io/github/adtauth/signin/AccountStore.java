package io.github.adtauth.signin;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.Secret;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Accounts that outlive the process: an entry for each with its refresh token, and one that lists
 * them, because a store cannot be searched. What cannot be read is nobody's account. Thread-safe,
 * and several processes may share the store.
 */
final class AccountStore {
  /** As long as Entra's refresh tokens live when they are not used. */
  private static final Duration LIFE = Duration.ofDays(90);

  private static final int VERSION = 1;
  private static final int ATTEMPTS = 20;
  private static final Gson GSON = new Gson();

  private final LoginContext context;
  private final TokenStore store;

  AccountStore(LoginContext context, TokenStore store) {
    this.context = context;
    this.store = store;
  }

  /** The entry that lists the accounts, the latest last. */
  private record Listing(int version, @Nullable List<@Nullable Account> accounts) {}

  List<Account> accounts() throws IOException {
    return accounts(store.get(listKey()));
  }

  private static List<Account> accounts(byte @Nullable [] bytes) {
    Listing listing = read(bytes, Listing.class);
    List<Account> accounts = new ArrayList<>();
    if (listing != null && listing.version() == VERSION && listing.accounts() != null) {
      listing.accounts().stream()
          .filter(Objects::nonNull)
          .filter(account -> account.id() != null && account.username() != null)
          .forEach(accounts::add);
    }
    return accounts;
  }

  /** Returns the refresh token of an account, or null if it is not signed in. */
  @Nullable Secret refreshToken(Account account) throws IOException {
    JsonObject kept = read(store.get(key(account)), JsonObject.class);
    return kept != null
            && kept.get("version") instanceof JsonPrimitive version
            && version.getAsString().equals(String.valueOf(VERSION))
            && kept.get("refreshToken") instanceof JsonPrimitive token
        ? Secret.of(token.getAsString())
        : null;
  }

  void put(Account account, Secret refreshToken) throws IOException {
    store.put(key(account), kept(refreshToken), end());
    list(account, true);
  }

  /** Replaces the refresh token, unless another process was first or the account signed out. */
  void replace(Account account, Secret used, Secret next) throws IOException {
    if (store.replace(key(account), kept(used), kept(next), end())) {
      byte[] listing = store.get(listKey());
      // The list lives as long as what it lists; who changes it at the same time prolongs it too.
      boolean unused = listing != null && store.replace(listKey(), listing, listing, end());
    }
  }

  void remove(Account account) throws IOException {
    store.remove(key(account));
    try {
      list(account, false);
      if (refreshToken(account) != null) {
        list(account, true); // signed in again meanwhile, by another process
      }
    } catch (IOException e) {
      // The disk may be full. Listed without a refresh token is signed out too.
      context.storeFault("write", e);
    }
  }

  private void list(Account account, boolean present) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      byte[] before = store.get(listKey());
      List<Account> accounts = accounts(before);
      accounts.removeIf(other -> other.id().equals(account.id()));
      if (present) {
        accounts.add(account);
      }
      if (store.replace(listKey(), before, json(new Listing(VERSION, accounts)), end())) {
        return;
      }
    }
    throw new IOException("other processes change the list of accounts all the time");
  }

  private static <T> @Nullable T read(byte @Nullable [] bytes, Class<T> type) {
    try {
      return bytes == null ? null : GSON.fromJson(new String(bytes, StandardCharsets.UTF_8), type);
    } catch (JsonParseException e) {
      return null;
    }
  }

  private static byte[] kept(Secret refreshToken) {
    JsonObject kept = new JsonObject();
    kept.addProperty("version", VERSION);
    kept.addProperty("refreshToken", refreshToken.reveal());
    return json(kept);
  }

  private static byte[] json(Object value) {
    return GSON.toJson(value).getBytes(StandardCharsets.UTF_8);
  }

  private Instant end() {
    return context.timing().clock().instant().plus(LIFE);
  }

  private StoreKey listKey() {
    return StoreKey.of(
        "accounts", context.authorityHost().toString(), context.tenant(), context.clientId());
  }

  private StoreKey key(Account account) {
    return StoreKey.of(
        "account",
        context.authorityHost().toString(),
        context.tenant(),
        context.clientId(),
        account.id());
  }
}
