package io.github.adtauth.internal.http;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Timing;
import io.github.adtauth.http.AuthenticatedCallException;
import io.github.adtauth.http.AuthenticatedHttp;
import io.github.adtauth.http.OperationName;
import io.github.adtauth.http.RetryPolicy;
import io.github.adtauth.internal.http.IdleConnectionInterceptor.StaleConnectionException;
import io.github.adtauth.internal.time.ExponentialBackoff;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retries failed calls that are safe to retry. If the delay would exceed the call's deadline,
 * returns the last response instead, or throws the last failure. Waits on the thread of the call,
 * unless the request has a {@link RetryState}.
 */
public final class RetryInterceptor implements Interceptor {
  /** The maximum retry delay of calls without a timeout. */
  private static final long MAX_DELAY_WITHOUT_TIMEOUT_NANOS = Duration.ofMinutes(2).toNanos();

  private static final Logger LOG = LoggerFactory.getLogger(AuthenticatedHttp.class);

  private final RetryPolicy policy;
  private final ExponentialBackoff backoff;
  private final RetryRules rules;
  private final Timing timing;
  private final CallListener listener;
  private volatile @Nullable Throttle throttle;

  /** The latest throttled operation of this client's asynchronous calls, and when its wait ends. */
  private record Throttle(OperationName operation, long endNanos) {}

  public RetryInterceptor(
      RetryPolicy policy, RetryRules rules, Timing timing, CallListener listener) {
    this.policy = policy;
    this.backoff = new ExponentialBackoff(policy.firstDelay(), policy.maxDelay());
    this.rules = rules;
    this.timing = timing;
    this.listener = listener;
  }

  /** Returns whether each request must have its own token provider. */
  public boolean hasNoPrincipal() {
    return listener.hasNoPrincipal();
  }

  public RetryInterceptor withTokens(TokenProvider tokens) {
    return new RetryInterceptor(policy, rules, timing, listener.withTokens(tokens));
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    RetryState tag = RetryState.of(request);
    RetryState state =
        tag == null || tag.isInitial() ? RetryState.notSent(timing.ticker().getAsLong()) : tag;
    long start = state.startNanos();
    if (tag != null && !state.wasSent()) {
      delayIfThrottled(chain.call(), request, state);
    }
    Chain next = chain;
    boolean reconnect = state.connectionLost();
    AdtException tokenFailure = state.tokenFailure();
    for (int attempt = state.attempt(); ; attempt++) {
      if (reconnect && rules.isSafeToRetry(request)) {
        // The pool may hold many connections that the peer has closed; OkHttp skips all of them.
        next = chain.withRetryOnConnectionFailure(true);
      } else if (reconnect) {
        request = RetryRules.afterLostConnection(request);
      }
      Response response = null;
      IOException failure = null;
      String reason;
      try {
        response = proceedOnLiveConnection(next, request);
        reason = rules.retryReason(request, response.code());
        if (reason == null) {
          return response;
        }
      } catch (TokenWaitEndedException e) {
        throw tokenFailure == null ? e : e.after(tokenFailure);
      } catch (RetryLaterException e) {
        throw e; // of an inner client: the base client was built here too
      } catch (IOException e) {
        failure = e;
        reason = rules.retryReason(request, e);
      }
      boolean connectionLost = failure != null && RetryRules.isLostConnection(failure);
      Duration delay =
          connectionLost && attempt == 1 ? Duration.ZERO : delay(attempt, response, failure);
      if (reason == null
          || attempt > policy.retries()
          || !endsBeforeDeadline(delay, chain.call(), start)) {
        if (failure != null) {
          ProxyInUseException.addTo(
              failure, request.url(), chain.getProxy(), chain.getProxySelector());
          throw failure;
        }
        return Objects.requireNonNull(response);
      }
      if (response != null) {
        response.close();
      }
      reconnect |= connectionLost;
      if (failure instanceof AuthenticatedCallException carrier) {
        tokenFailure = carrier.failure();
      }
      if (LOG.isDebugEnabled()) {
        LOG.debug(
            "Retrying {} {} in {} ms (retry {} of {}): {}.",
            request.method(),
            request.url().host(),
            delay.toMillis(),
            attempt,
            policy.retries(),
            reason);
      }
      listener.retrying(request, attempt, delay, reason);
      if (tag != null && !delay.isZero()) {
        long now = timing.ticker().getAsLong();
        OperationName operation = request.tag(OperationName.class);
        if (operation != null && response != null && response.code() == 429) {
          throttle = new Throttle(operation, now + delay.toNanos());
        }
        RetryState nextState = new RetryState(attempt + 1, start, reconnect, tokenFailure);
        throw new RetryLaterException(nextState, delay, now, reason, failure);
      }
      pause(chain.call(), delay);
    }
  }

  /**
   * Delays an asynchronous call that has not been sent while another one waits because its
   * operation is throttled. Waiting calls leave their place on the dispatcher to the next calls.
   * Without this delay, the service would receive all calls that a loop has started, and each of
   * them would use up its retries.
   */
  private void delayIfThrottled(Call call, Request request, RetryState state)
      throws RetryLaterException {
    Throttle current = throttle;
    if (current == null || !current.operation.equals(request.tag(OperationName.class))) {
      return;
    }
    long now = timing.ticker().getAsLong();
    Duration delay = Duration.ofNanos(current.endNanos - now);
    if (!delay.isNegative()
        && !delay.isZero()
        && endsBeforeDeadline(delay, call, state.startNanos())) {
      throw new RetryLaterException(state, delay, now, "throttled", null);
    }
  }

  /**
   * Sends the request on a connection that the peer has not closed while it was idle. Nothing was
   * sent on a stale connection, so this is not an attempt that counts. A pool may hold many stale
   * connections, and OkHttp has no way to close those to one host only.
   */
  private static Response proceedOnLiveConnection(Chain chain, Request request) throws IOException {
    try {
      return proceed(chain, request);
    } catch (StaleConnectionException first) {
      try {
        return proceed(chain, request);
      } catch (StaleConnectionException second) {
        chain.getConnectionPool().evictAll();
        return proceed(chain, request);
      }
    }
  }

  /** OkHttp throws an undeclared InterruptedException if a connecting thread is interrupted. */
  static Response proceed(Chain chain, Request request) throws IOException {
    try {
      return chain.proceed(request);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception undeclared) {
      Thread.currentThread().interrupt();
      throw new AuthenticatedCallException(
          new CallCanceledException(
              ErrorDetails.of("The thread was interrupted.").cause(undeclared)));
    }
  }

  private Duration delay(int attempt, @Nullable Response response, @Nullable IOException failure) {
    Duration requested = null;
    if (response != null) {
      requested = RetryAfter.parse(response.headers(), timing.clock());
    } else if (failure instanceof AuthenticatedCallException carrier) {
      requested = carrier.failure().retryAfter().orElse(null);
    }
    if (requested != null) {
      return requested;
    }
    return backoff.fullyJittered(attempt, timing.jitter().getAsDouble());
  }

  private boolean endsBeforeDeadline(Duration delay, Call call, long start) {
    long budget = call.timeout().timeoutNanos();
    long bound =
        budget == 0
            ? MAX_DELAY_WITHOUT_TIMEOUT_NANOS
            : budget - (timing.ticker().getAsLong() - start);
    return !call.isCanceled() && delay.compareTo(Duration.ofNanos(bound)) < 0;
  }

  private void pause(Call call, Duration delay) throws IOException {
    try {
      CancelableWait.run(
          call,
          () -> {
            timing.sleeper().sleep(delay);
            return true;
          });
    } catch (CallCanceledException e) {
      throw new AuthenticatedCallException(e);
    }
  }

  /**
   * Ends an asynchronous call that its caller must send again after a delay. Interceptors and event
   * listeners of the application see it instead of the response.
   */
  public static final class RetryLaterException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient RetryState state;
    private final Duration delay;
    private final long dueNanos;

    RetryLaterException(
        RetryState state,
        Duration delay,
        long nowNanos,
        String reason,
        @Nullable IOException cause) {
      super("The call will be sent in " + delay.toMillis() + " ms: " + reason + ".", cause);
      this.state = state;
      this.delay = delay;
      this.dueNanos = nowNanos + delay.toNanos();
    }

    /**
     * Returns the exception of this type that a failure is or wraps, or null. Returns null for a
     * call that was interrupted or exceeded its deadline.
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
}
