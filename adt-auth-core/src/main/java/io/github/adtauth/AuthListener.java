package io.github.adtauth;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Told what happens to tokens and calls, for metrics and logs. One listener, shared by all threads:
 * implementations are thread-safe, return at once and never see a secret. What a listener throws is
 * logged, once a minute for each type, and does not fail the call, except errors of the JVM ({@link
 * VirtualMachineError}). New events arrive as default methods.
 *
 * <p>{@code principal} is a label such as {@code application 1f0c…} or {@code user 3b9a61d2}:
 * stable for a principal, fit for a log, no secret and no name.
 */
public interface AuthListener {
  /** Listens to nothing. */
  AuthListener NONE = new AuthListener() {};

  /** A cached token was handed out; {@code stale} if it is due for refresh but still valid. */
  default void tokenServed(String principal, boolean stale) {}

  /** The token service gave a new token. */
  default void tokenAcquired(String principal, Duration took, Instant expiresAt) {}

  /** The token service gave no token. */
  default void tokenFailed(String principal, Duration took, Throwable failure) {}

  /** A token that the resource rejected was dropped from the cache. */
  default void tokenEvicted(String principal) {}

  /** The resource answered 401; {@code claims} tells whether it demanded claims. */
  default void challengeReceived(String host, boolean claims) {}

  /** A call is about to be repeated after {@code wait}; {@code attempt} counts from 1. */
  default void retrying(String host, int attempt, Duration wait, String reason) {}

  /** A credential was read again, because its file had changed or Entra had refused it. */
  default void credentialReloaded(String credential) {}

  /**
   * A certificate is used for a request to the token service. This event occurs at each such
   * request, so that the listener notices a replaced file.
   */
  default void certificateUsed(String credential, Instant notAfter) {}

  /** A certificate ends within 30 days; told once a day while it is used. */
  default void certificateExpiring(String credential, Instant notAfter) {}

  /** Of several credentials or providers this one was chosen. */
  default void credentialSelected(String credential) {}

  /** The store failed to {@code read} or {@code write}; the call went on without it. */
  default void storeFailed(String operation, Throwable fault) {}

  /**
   * Returns a listener that notifies all of these listeners in the given order. An exception of one
   * listener is logged and does not affect the others.
   */
  static AuthListener all(AuthListener... listeners) {
    return CompositeAuthListener.of(listeners);
  }

  /** Returns a listener whose exceptions are logged and kept from the calls it listens to. */
  static AuthListener guarded(AuthListener listener) {
    return listener == NONE
            || listener instanceof GuardedAuthListener
            || listener instanceof CompositeAuthListener
        ? listener
        : new GuardedAuthListener(Objects.requireNonNull(listener, "listener"));
  }
}
