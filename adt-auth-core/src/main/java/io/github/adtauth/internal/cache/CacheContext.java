package io.github.adtauth.internal.cache;

import io.github.adtauth.AuthListener;
import io.github.adtauth.Timing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * What all slots of a cache share.
 *
 * @param clock of the timing, at hand: every read of a token asks it
 * @param newcomers the executor for who had no token yet: a bounded share of the other
 */
record CacheContext(
    Timing timing,
    Clock clock,
    TokenExecutor executor,
    TokenExecutor newcomers,
    AuthListener listener,
    TokenLog log,
    TokenServiceHealth authority) {
  /** Reports a new token, which replaces another one if {@code refreshed}. */
  void tokenAcquired(TokenOwner owner, Duration took, Instant expiresAt, boolean refreshed) {
    log.acquired(owner, took, expiresAt, refreshed);
    listener.tokenAcquired(owner.principal().label(), took, expiresAt);
  }

  /** Reports a token request that failed. */
  void tokenFailed(TokenOwner owner, Duration took, Throwable failure) {
    log.failed(owner, took, failure);
    listener.tokenFailed(owner.principal().label(), took, failure);
  }

  /** Reports a token that the resource rejected. */
  void tokenEvicted(TokenOwner owner) {
    log.evicted(owner);
    listener.tokenEvicted(owner.principal().label());
  }

  /** Reports a failure of the store; the caller continues without it. */
  void storeFault(String operation, Exception fault) {
    log.storeFailed(operation, fault);
    listener.storeFailed(operation, fault);
  }
}
