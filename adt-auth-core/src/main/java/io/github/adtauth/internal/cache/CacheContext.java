package io.github.adtauth.internal.cache;

import io.github.adtauth.AuthListener;
import io.github.adtauth.Timing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The collaborators that all entries of a cache share.
 *
 * @param clock the clock of the timing, in a field because every read of a token uses it
 * @param firstRequestExecutor the executor for owners without a token: a bounded share of the
 *     threads of {@code executor}
 */
record CacheContext(
    Timing timing,
    Clock clock,
    TokenExecutor executor,
    TokenExecutor firstRequestExecutor,
    TaskDecorator taskDecorator,
    AuthListener listener,
    TokenLog log,
    TokenServiceHealth health) {
  /** Reports a new token, which replaces another one if {@code refreshed}. */
  void tokenAcquired(TokenOwner owner, Duration duration, Instant expiresAt, boolean refreshed) {
    log.acquired(owner, duration, expiresAt, refreshed);
    listener.tokenAcquired(owner.principal().label(), duration, expiresAt);
  }

  /** Reports a token request that failed. */
  void tokenFailed(TokenOwner owner, Duration duration, Throwable failure) {
    log.failed(owner, duration, failure);
    listener.tokenFailed(owner.principal().label(), duration, failure);
  }

  /** Reports a token that the resource rejected. */
  void tokenEvicted(TokenOwner owner) {
    log.evicted(owner);
    listener.tokenEvicted(owner.principal().label());
  }

  /** Reports a failure of the store; the caller continues without it. */
  void storeFailed(String operation, Exception failure) {
    log.storeFailed(operation, failure);
    listener.storeFailed(operation, failure);
  }
}
