package io.github.adtauth.internal.signin;

import io.github.adtauth.Secret;
import io.github.adtauth.signin.Account;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of this process, most recent last, and the current one. The current account is read
 * without locking. Thread-safe.
 */
final class LocalAccounts {
  private final Function<Account, SignedInUser> factory;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, SignedInUser> users = new LinkedHashMap<>();
  private volatile @Nullable SignedInUser current;
  private boolean currentDecided;
  private @Nullable String lastCurrentId;
  private boolean currentChanged;

  /** Creates an empty table; the factory creates the user of an account. */
  LocalAccounts(Function<Account, SignedInUser> factory) {
    this.factory = factory;
  }

  @Nullable SignedInUser current() {
    return current;
  }

  @Nullable SignedInUser get(String id) {
    lock.lock();
    try {
      return users.get(id);
    } finally {
      lock.unlock();
    }
  }

  List<SignedInUser> list() {
    lock.lock();
    try {
      return List.copyOf(users.values());
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether no account has been added and none has been current so far. */
  boolean isUntouched() {
    lock.lock();
    try {
      return users.isEmpty() && !currentDecided;
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether another account than the current one has been current in this process. */
  boolean hasCurrentChanged() {
    lock.lock();
    try {
      return currentChanged;
    } finally {
      lock.unlock();
    }
  }

  /** Adds an account that signed in, or its new refresh token, and makes it current if chosen. */
  void signIn(Account account, @Nullable Secret refreshToken, boolean stored, boolean choose) {
    lock.lock();
    try {
      SignedInUser user = users.remove(account.id());
      if (user == null) {
        user = factory.apply(account);
      }
      user.signIn(account, refreshToken, stored);
      users.put(account.id(), user);
      if (choose) {
        setCurrent(user);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Makes a user current, unless it has signed out in the meantime. */
  void select(SignedInUser user) {
    lock.lock();
    try {
      if (users.get(user.account().id()) == user) {
        setCurrent(user);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds the accounts of the store that this process does not have. If no account has been current
   * so far, the current account of the store becomes current.
   */
  void addStored(Map<Account, Secret> stored, @Nullable String currentId) {
    lock.lock();
    try {
      for (Map.Entry<Account, Secret> entry : stored.entrySet()) {
        Account account = entry.getKey();
        if (!users.containsKey(account.id())) {
          SignedInUser user = factory.apply(account);
          user.signIn(account, entry.getValue(), true);
          users.put(account.id(), user);
        }
      }
      SignedInUser user = currentId == null ? null : users.get(currentId);
      if (user != null && !currentDecided) {
        setCurrent(user);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Replaces a refresh token, unless the user has signed in again or out in the meantime. */
  void refreshed(SignedInUser user, Secret before, Secret next) {
    lock.lock();
    try {
      if (before.equals(user.refreshToken())) {
        user.refreshed(next);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Records that the account is in the store, unless the user has signed in or out since. */
  void stored(SignedInUser user, Secret refreshToken) {
    lock.lock();
    try {
      if (refreshToken.equals(user.refreshToken())) {
        user.signIn(user.account(), refreshToken, true);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Removes an account. Its provider fails from now on.
   *
   * @param decidesCurrent whether the current account of the store must not become current later
   */
  void remove(Account account, boolean decidesCurrent) {
    lock.lock();
    try {
      SignedInUser user = users.remove(account.id());
      if (user != null) {
        forget(user);
      }
      currentDecided |= decidesCurrent;
    } finally {
      lock.unlock();
    }
  }

  /** Removes a user that still has this refresh token, and returns whether it did. */
  boolean removeIfUnchanged(SignedInUser user, Secret refreshToken) {
    lock.lock();
    try {
      boolean unchanged = refreshToken.equals(user.refreshToken());
      if (unchanged && users.remove(user.account().id(), user)) {
        forget(user);
      }
      return unchanged;
    } finally {
      lock.unlock();
    }
  }

  private void forget(SignedInUser user) {
    user.signOut();
    if (current == user) {
      current = null;
    }
  }

  private void setCurrent(SignedInUser user) {
    String id = user.account().id();
    currentChanged |= lastCurrentId != null && !lastCurrentId.equals(id);
    lastCurrentId = id;
    current = user;
    currentDecided = true;
  }
}
