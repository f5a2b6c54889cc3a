package io.github.adtauth.internal.listener;

import io.github.adtauth.AuthListener;
import io.github.adtauth.Timing;
import io.github.adtauth.internal.log.ListenerFailures;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forwards events to a listener and logs the exceptions that it throws. */
public final class GuardedAuthListener implements AuthListener {
  private static final Logger LOG = LoggerFactory.getLogger(AuthListener.class);

  private final AuthListener listener;
  private final ListenerFailures failures;

  GuardedAuthListener(AuthListener listener, Timing timing) {
    this.listener = listener;
    failures = new ListenerFailures(LOG, "AuthListener", timing.ticker());
  }

  /** Returns a listener whose exceptions are logged and do not fail the call. */
  public static AuthListener of(AuthListener listener) {
    return listener == NONE
            || listener instanceof GuardedAuthListener
            || listener instanceof CompositeAuthListener
        ? listener
        : new GuardedAuthListener(Objects.requireNonNull(listener, "listener"), Timing.system());
  }

  @Override
  public void tokenServed(String principal, boolean stale) {
    guard(() -> listener.tokenServed(principal, stale));
  }

  @Override
  public void tokenAcquired(String principal, Duration duration, Instant expiresAt) {
    guard(() -> listener.tokenAcquired(principal, duration, expiresAt));
  }

  @Override
  public void tokenFailed(String principal, Duration duration, Throwable failure) {
    guard(() -> listener.tokenFailed(principal, duration, failure));
  }

  @Override
  public void tokenEvicted(String principal) {
    guard(() -> listener.tokenEvicted(principal));
  }

  @Override
  public void challengeReceived(String host, boolean claims) {
    guard(() -> listener.challengeReceived(host, claims));
  }

  @Override
  public void retrying(String host, int attempt, Duration delay, String reason) {
    guard(() -> listener.retrying(host, attempt, delay, reason));
  }

  @Override
  public void credentialReloaded(String credential) {
    guard(() -> listener.credentialReloaded(credential));
  }

  @Override
  public void certificateUsed(String credential, Instant notAfter) {
    guard(() -> listener.certificateUsed(credential, notAfter));
  }

  @Override
  public void certificateExpiring(String credential, Instant notAfter) {
    guard(() -> listener.certificateExpiring(credential, notAfter));
  }

  @Override
  public void credentialSelected(String credential) {
    guard(() -> listener.credentialSelected(credential));
  }

  @Override
  public void storeFailed(String operation, Throwable failure) {
    guard(() -> listener.storeFailed(operation, failure));
  }

  private void guard(Runnable event) {
    try {
      event.run();
    } catch (Throwable e) {
      failures.handle(e);
    }
  }
}
