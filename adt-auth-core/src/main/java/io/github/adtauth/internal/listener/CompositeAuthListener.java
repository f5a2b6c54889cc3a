package io.github.adtauth.internal.listener;

import io.github.adtauth.AuthListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Forwards each event to several listeners. Each listener is guarded separately, so an exception
 * thrown by one does not affect the others.
 */
public final class CompositeAuthListener implements AuthListener {
  private final AuthListener[] listeners;

  private CompositeAuthListener(AuthListener[] listeners) {
    this.listeners = listeners;
  }

  /** Returns a listener that forwards events to the given listeners in order. */
  public static AuthListener of(AuthListener... listeners) {
    List<AuthListener> guarded = new ArrayList<>();
    for (AuthListener listener : listeners) {
      if (listener != NONE) {
        guarded.add(GuardedAuthListener.of(listener));
      }
    }
    return switch (guarded.size()) {
      case 0 -> NONE;
      case 1 -> guarded.get(0);
      default -> new CompositeAuthListener(guarded.toArray(AuthListener[]::new));
    };
  }

  @Override
  public void tokenServed(String principal, boolean stale) {
    for (AuthListener listener : listeners) {
      listener.tokenServed(principal, stale);
    }
  }

  @Override
  public void tokenAcquired(String principal, Duration duration, Instant expiresAt) {
    for (AuthListener listener : listeners) {
      listener.tokenAcquired(principal, duration, expiresAt);
    }
  }

  @Override
  public void tokenFailed(String principal, Duration duration, Throwable failure) {
    for (AuthListener listener : listeners) {
      listener.tokenFailed(principal, duration, failure);
    }
  }

  @Override
  public void tokenEvicted(String principal) {
    for (AuthListener listener : listeners) {
      listener.tokenEvicted(principal);
    }
  }

  @Override
  public void challengeReceived(String host, boolean claims) {
    for (AuthListener listener : listeners) {
      listener.challengeReceived(host, claims);
    }
  }

  @Override
  public void retrying(String host, int attempt, Duration delay, String reason) {
    for (AuthListener listener : listeners) {
      listener.retrying(host, attempt, delay, reason);
    }
  }

  @Override
  public void credentialReloaded(String credential) {
    for (AuthListener listener : listeners) {
      listener.credentialReloaded(credential);
    }
  }

  @Override
  public void certificateUsed(String credential, Instant notAfter) {
    for (AuthListener listener : listeners) {
      listener.certificateUsed(credential, notAfter);
    }
  }

  @Override
  public void certificateExpiring(String credential, Instant notAfter) {
    for (AuthListener listener : listeners) {
      listener.certificateExpiring(credential, notAfter);
    }
  }

  @Override
  public void credentialSelected(String credential) {
    for (AuthListener listener : listeners) {
      listener.credentialSelected(credential);
    }
  }

  @Override
  public void storeFailed(String operation, Throwable failure) {
    for (AuthListener listener : listeners) {
      listener.storeFailed(operation, failure);
    }
  }
}
