package io.github.adtauth.internal.signin;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.Secret;
import io.github.adtauth.signin.Account;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the entries of an account store that earlier versions of this library wrote as JSON. */
final class JsonAccountFormat {
  private static final Gson GSON = new Gson();

  private JsonAccountFormat() {}

  private record AccountsJson(
      int version, @Nullable String current, @Nullable List<@Nullable Account> accounts) {}

  /** Returns whether an entry is a JSON object. All other entries start with their version. */
  static boolean isJson(byte[] entry) {
    return entry.length > 0 && entry[0] == '{';
  }

  /**
   * Reads a list of version 1 or 2; anything else is empty. Version 1 did not record the current
   * account, so no account is current, even if there is only one.
   */
  static AccountList readList(byte[] entry) {
    AccountsJson json = parse(entry, AccountsJson.class);
    if (json == null || json.accounts() == null || json.version() < 1 || json.version() > 2) {
      return AccountList.EMPTY;
    }
    List<Account> accounts =
        json.accounts().stream()
            .filter(JsonAccountFormat::isComplete)
            .map(Objects::requireNonNull)
            .toList();
    return new AccountList(accounts, json.version() == 2 ? json.current() : null);
  }

  /** Reads a refresh token of version 1; anything else is null. */
  static @Nullable Secret readRefreshToken(byte[] entry) {
    JsonObject json = parse(entry, JsonObject.class);
    return json != null
            && json.get("version") instanceof JsonPrimitive version
            && version.getAsString().equals("1")
            && json.get("refreshToken") instanceof JsonPrimitive token
        ? Secret.of(token.getAsString())
        : null;
  }

  private static <T> @Nullable T parse(byte[] entry, Class<T> type) {
    try {
      return GSON.fromJson(new String(entry, StandardCharsets.UTF_8), type);
    } catch (JsonParseException e) {
      return null;
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
}
