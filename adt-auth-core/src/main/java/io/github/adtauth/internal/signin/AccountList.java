package io.github.adtauth.internal.signin;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.signin.Account;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stored list of accounts, the latest last, and which of them is current. Immutable. Version 1
 * did not record the current account, so nobody is current in it, even if it lists only one.
 *
 * @param accounts the accounts
 * @param currentId the id of the current account, or null if nobody is
 */
record AccountList(List<Account> accounts, @Nullable String currentId) {
  private static final AccountList EMPTY = new AccountList(List.of(), null);
  private static final int VERSION = 2;
  private static final Gson GSON = new Gson();

  /** The JSON of the list. */
  private record Json(
      int version, @Nullable String current, @Nullable List<@Nullable Account> accounts) {}

  /** Reads a stored list; anything that is not one of version 1 or 2 is empty. */
  static AccountList parse(byte @Nullable [] bytes) {
    Json json = bytes == null ? null : json(bytes);
    if (json == null || json.accounts() == null || json.version() < 1 || json.version() > VERSION) {
      return EMPTY;
    }
    List<Account> accounts =
        json.accounts().stream()
            .filter(AccountList::isComplete)
            .map(Objects::requireNonNull)
            .toList();
    return new AccountList(accounts, json.version() == VERSION ? json.current() : null);
  }

  private static @Nullable Json json(byte[] bytes) {
    try {
      return GSON.fromJson(new String(bytes, StandardCharsets.UTF_8), Json.class);
    } catch (JsonParseException e) {
      return null;
    }
  }

  /** Returns whether a stored list is of a version that is not known here. */
  static boolean isOfLaterVersion(byte @Nullable [] bytes) {
    try {
      return bytes != null
          && GSON.fromJson(new String(bytes, StandardCharsets.UTF_8), JsonElement.class)
              instanceof JsonObject list
          && list.get("version") instanceof JsonPrimitive version
          && version.getAsDouble() > VERSION;
    } catch (JsonParseException | NumberFormatException e) {
      return false;
    }
  }

  private static boolean isComplete(@Nullable Account account) {
    return account != null
        && account.id() != null
        && account.objectId() != null
        && account.tenantId() != null
        && account.username() != null
        && account.name() != null;
  }

  byte[] toBytes() {
    return GSON.toJson(new Json(VERSION, currentId, List.copyOf(accounts)))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Returns a list that ends with the account, as the current one or not. */
  AccountList with(Account account, boolean current) {
    List<Account> others = others(account);
    others.add(account);
    return new AccountList(others, current ? account.id() : currentId);
  }

  /** Returns a list without the account; if it was current, nobody is. */
  AccountList without(Account account) {
    return new AccountList(others(account), isCurrent(account) ? null : currentId);
  }

  boolean isCurrent(Account account) {
    return account.id().equals(currentId);
  }

  private List<Account> others(Account account) {
    List<Account> others = new ArrayList<>(accounts);
    others.removeIf(other -> other.id().equals(account.id()));
    return others;
  }
}
