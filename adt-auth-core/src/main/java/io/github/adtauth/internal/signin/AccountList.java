package io.github.adtauth.internal.signin;

import io.github.adtauth.internal.store.EntryReader;
import io.github.adtauth.internal.store.EntryWriter;
import io.github.adtauth.internal.store.NewerVersionException;
import io.github.adtauth.signin.Account;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stored list of accounts, most recent last, and which of them is current. Immutable. Versions
 * 1 and 2 were JSON.
 *
 * @param accounts the accounts
 * @param currentId the ID of the current account, or null if no account is current
 */
record AccountList(List<Account> accounts, @Nullable String currentId) {
  static final AccountList EMPTY = new AccountList(List.of(), null);

  /** The maximum length of a stored string, in characters: that of {@link EntryWriter}. */
  static final int MAX_STRING_LENGTH = 65_535;

  private static final int VERSION = 3;

  /**
   * Reads a stored list. A missing or malformed list is empty.
   *
   * @throws NewerVersionException if a newer version of this library wrote the list
   */
  static AccountList read(byte @Nullable [] entry) throws NewerVersionException {
    if (entry == null) {
      return EMPTY;
    }
    if (JsonAccountFormat.isJson(entry)) {
      return JsonAccountFormat.readList(entry);
    }
    try {
      EntryReader reader = new EntryReader(entry, VERSION);
      return reader.version() == VERSION ? read(reader) : EMPTY;
    } catch (NewerVersionException e) {
      throw e;
    } catch (IOException e) {
      return EMPTY;
    }
  }

  private static AccountList read(EntryReader reader) throws IOException {
    String currentId = reader.readString(MAX_STRING_LENGTH);
    List<Account> accounts = new ArrayList<>();
    for (long remaining = reader.readLong(); remaining > 0; remaining--) {
      accounts.add(
          new Account(
              reader.readString(MAX_STRING_LENGTH),
              reader.readString(MAX_STRING_LENGTH),
              reader.readString(MAX_STRING_LENGTH),
              reader.readString(MAX_STRING_LENGTH),
              reader.readString(MAX_STRING_LENGTH)));
    }
    reader.requireEnd();
    return new AccountList(List.copyOf(accounts), currentId.isEmpty() ? null : currentId);
  }

  /**
   * Returns the bytes to store.
   *
   * @throws java.io.UncheckedIOException if a name is too long to be stored
   */
  byte[] write() {
    EntryWriter writer =
        new EntryWriter(VERSION)
            .writeString(currentId == null ? "" : currentId)
            .writeLong(accounts.size());
    for (Account account : accounts) {
      writer
          .writeString(account.id())
          .writeString(account.objectId())
          .writeString(account.tenantId())
          .writeString(account.username())
          .writeString(account.name());
    }
    return writer.toByteArray();
  }

  /** Returns a list that ends with the account, as the current one or not. */
  AccountList with(Account account, boolean current) {
    List<Account> others = others(account);
    others.add(account);
    return new AccountList(others, current ? account.id() : currentId);
  }

  /** Returns a list without the account. If it was current, no account is current. */
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
