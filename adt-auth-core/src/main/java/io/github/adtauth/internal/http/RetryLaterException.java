package io.github.adtauth.internal.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Ends an asynchronous call that its caller must send again after a delay. Interceptors and event
 * listeners of the application see it instead of the response.
 */
public final class RetryLaterException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient RetryState state;
  private final Duration delay;
  private final long dueNanos;

  RetryLaterException(
      RetryState state, Duration delay, long nowNanos, String reason, @Nullable IOException cause) {
    super("The call will be sent in " + delay.toMillis() + " ms: " + reason + ".", cause);
    this.state = state;
    this.delay = delay;
    this.dueNanos = nowNanos + delay.toNanos();
  }

  /**
   * Returns the exception of this type that a failure is or wraps, or null. Returns null for a call
   * that was interrupted or exceeded its deadline.
   */
  public static @Nullable RetryLaterException causeOf(IOException failure) {
    for (Throwable t = failure; t instanceof IOException; t = t.getCause()) {
      if (t instanceof InterruptedIOException) {
        return null;
      }
      if (t instanceof RetryLaterException later) {
        return later;
      }
    }
    return null;
  }

  /** Returns the tag of the next attempt. */
  public RetryState state() {
    return state;
  }

  /** Returns the delay between the two attempts. */
  public Duration delay() {
    return delay;
  }

  /** Returns the rest of the delay at the given time of the ticker, or zero. */
  public Duration remaining(long nowNanos) {
    return Duration.ofNanos(Math.max(0, dueNanos - nowNanos));
  }
}
