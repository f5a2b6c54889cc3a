package io.github.adtauth;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Receives token and call events, for metrics and logging.
 *
 * <p>All threads share one listener: implementations must be thread-safe and return quickly. Events
 * never contain secrets. Exceptions thrown by a listener are logged, at most once a minute for each
 * type, and do not fail the call, except for a {@link VirtualMachineError}. Later versions may add
 * events as default methods.
 *
 * <p>{@code principal} is a label such as {@code application 1f0c…} or {@code user 3b9a61d2}. It is
 * stable for a principal, safe to log, and contains neither a secret nor a name.
 */
public interface AuthListener {
  /** A listener that ignores all events. */
  AuthListener NONE = new AuthListener() {};

  /** A cached token was served; {@code stale} if it is due for refresh but still valid. */
  default void tokenServed(String principal, boolean stale) {}

  /** The token service issued a new token. */
  default void tokenAcquired(String principal, Duration duration, Instant expiresAt) {}

  /** A token request failed. */
  default void tokenFailed(String principal, Duration duration, Throwable failure) {}

  /** A token that the resource rejected was removed from the cache. */
  default void tokenEvicted(String principal) {}

  /** The resource responded with 401; {@code claims} is whether it requested claims. */
  default void challengeReceived(String host, boolean claims) {}

  /** A call will be retried after {@code delay}; {@code attempt} starts at 1. */
  default void retrying(String host, int attempt, Duration delay, String reason) {}

  /** A credential was reloaded because its file changed or Entra ID rejected it. */
  default void credentialReloaded(String credential) {}

  /**
   * A certificate was used for a token request. This event occurs for each such request, so that
   * the listener notices a replaced file.
   */
  default void certificateUsed(String credential, Instant notAfter) {}

  /** A certificate expires within 30 days. Occurs once a day while the certificate is used. */
  default void certificateExpiring(String credential, Instant notAfter) {}

  /** One of several credentials or providers was selected. */
  default void credentialSelected(String credential) {}

  /** A store operation, such as {@code read}, failed; the call continued without the store. */
  default void storeFailed(String operation, Throwable failure) {}

  /**
   * Returns a listener that notifies all of these listeners in the given order. An exception of one
   * listener is logged and does not affect the others.
   */
  static AuthListener all(AuthListener... listeners) {
    return CompositeAuthListener.of(listeners);
  }

  /** Returns a listener whose exceptions are logged and do not reach the call. */
  static AuthListener guarded(AuthListener listener) {
    return listener == NONE
            || listener instanceof GuardedAuthListener
            || listener instanceof CompositeAuthListener
        ? listener
        : new GuardedAuthListener(Objects.requireNonNull(listener, "listener"));
  }
}
