package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.Secret;
import io.github.adtauth.onbehalfof.UserId;

/** Checks that a session is still stored and that its user has not signed out. Thread-safe. */
final class SessionSignOutCheck extends SignOutCheck {
  private final SessionStore store;
  private final Secret key;
  private final UserId user;

  SessionSignOutCheck(SignOutRegistry registry, SessionStore store, Secret key, UserId user) {
    super(registry, registry.sessionEnds(user), registry.checkIntervalNanos());
    this.store = store;
    this.key = key;
    this.user = user;
  }

  /** Unlike the tokens of a request, a session is not used while the store is down. */
  @Override
  boolean read() {
    SessionStore.Snapshot unused = store.read(key, user);
    return true;
  }
}
