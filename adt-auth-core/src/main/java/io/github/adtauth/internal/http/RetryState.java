package io.github.adtauth.internal.http;

import io.github.adtauth.AdtException;
import kotlin.jvm.JvmClassMappingKt;
import kotlin.reflect.KClass;
import okhttp3.Call;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Request tag of an asynchronous call whose caller schedules the retries. {@link RetryInterceptor}
 * does not wait on the dispatcher's thread of such a call, but throws a {@link
 * RetryInterceptor.RetryLaterException}. The next attempt is another call, with the state of that
 * exception as its tag.
 *
 * @param attempt the number of the next attempt, from 1, or 0 if the call was not started
 * @param startNanos the ticker's time when the call first had a thread, or 0 if it had none yet
 * @param connectionLost whether an attempt lost its connection
 * @param tokenFailure the failure of an earlier attempt to acquire a token, or null
 */
public record RetryState(
    int attempt, long startNanos, boolean connectionLost, @Nullable AdtException tokenFailure) {
  /** The state of a call that has not had a thread of the dispatcher. */
  public static final RetryState INITIAL = new RetryState(0, 0, false, null);

  /** A lookup by a Java class would allocate an object for each call. */
  private static final KClass<RetryState> KEY = JvmClassMappingKt.getKotlinClass(RetryState.class);

  /** Returns the state of the request, or null if the call waits on its own thread. */
  static @Nullable RetryState of(Request request) {
    return request.tag(KEY);
  }

  /** Returns whether the call has not had a thread of the dispatcher. */
  boolean isInitial() {
    return attempt == 0;
  }

  /** Returns the state of a call that was started at the given time, but was not sent yet. */
  static RetryState notSent(long startNanos) {
    return new RetryState(1, startNanos, false, null);
  }

  /** Returns whether the call was sent, even if it failed. */
  boolean wasSent() {
    return attempt > 1;
  }

  /** Returns the request of the next attempt, which keeps the principal of the previous one. */
  public Request nextRequest(Call previous) {
    return OperationPrincipal.toNextRequest(previous).tag(RetryState.class, this).build();
  }

  /** Returns the part of the call's time limit that is left at the given time of the ticker. */
  public long remainingNanos(long limitNanos, long nowNanos) {
    return limitNanos - (nowNanos - startNanos);
  }
}
