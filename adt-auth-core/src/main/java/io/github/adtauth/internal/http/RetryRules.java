package io.github.adtauth.internal.http;

import io.github.adtauth.http.AuthenticatedCallException;
import io.github.adtauth.http.RetrySafety;
import io.github.adtauth.internal.http.IdleConnectionInterceptor.StaleConnectionException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Set;
import javax.net.ssl.SSLException;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** Decides whether a request may be retried after a response or a failure. Immutable. */
public final class RetryRules {
  private static final Set<Integer> TRANSIENT_STATUSES = Set.of(408, 500, 502, 503, 504);
  private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

  /** Without a {@link RetrySafety} tag, the HTTP method decides. */
  public static final RetryRules OF_METHODS = new RetryRules(false);

  /** Without a {@link RetrySafety} tag, all requests are safe to retry. For the token service. */
  static final RetryRules OF_TOKEN_REQUESTS = new RetryRules(true);

  private final boolean safeByDefault;

  private RetryRules(boolean safeByDefault) {
    this.safeByDefault = safeByDefault;
  }

  /** Returns why a request should be retried after a response, or null if it should not. */
  @Nullable String retryReason(Request request, int status) {
    if (status == 429 && isReplayable(request)) {
      return "429"; // The service rejected the request without processing it.
    }
    return TRANSIENT_STATUSES.contains(status) && isSafeToRetry(request)
        ? String.valueOf(status)
        : null;
  }

  /** Returns why a request should be retried after a failure, or null if it should not. */
  @Nullable String retryReason(Request request, IOException failure) {
    if (failure instanceof AuthenticatedCallException carrier) {
      return carrier.failure().isRetryable() && isReplayable(request) ? "no token" : null;
    }
    if (failure instanceof StaleConnectionException) {
      return "stale connection"; // Nothing was sent, so even a one-shot body is still available.
    }
    if (failure instanceof ConnectException
        || failure instanceof UnknownHostException
        || failure instanceof NoRouteToHostException) {
      return isReplayable(request) ? "not reachable" : null; // Nothing was sent.
    }
    if (failure instanceof SSLException
        || failure instanceof TokenWaitEndedException
        || (failure instanceof InterruptedIOException
            && !(failure instanceof SocketTimeoutException))) {
      return null;
    }
    return isSafeToRetry(request)
            || (isLostConnection(failure) && isRetryableOnceAfterConnectionLoss(request))
        ? "connection lost"
        : null;
  }

  /** Returns the request for the retry after a lost connection, which may not be retried again. */
  static Request afterLostConnection(Request request) {
    return isRetryableOnceAfterConnectionLoss(request)
        ? request.newBuilder().tag(RetrySafety.class, RetrySafety.UNSAFE).build()
        : request;
  }

  private static boolean isRetryableOnceAfterConnectionLoss(Request request) {
    return request.tag(RetrySafety.class) == RetrySafety.ONCE_AFTER_CONNECTION_LOSS
        && isReplayable(request);
  }

  /** Returns whether the peer closed the connection, for example because it was idle. */
  static boolean isLostConnection(IOException failure) {
    return !(failure instanceof AuthenticatedCallException
        || failure instanceof StaleConnectionException
        || failure instanceof TokenWaitEndedException
        || failure instanceof InterruptedIOException
        || failure instanceof SSLException
        || failure instanceof ConnectException
        || failure instanceof UnknownHostException
        || failure instanceof NoRouteToHostException);
  }

  /** Returns whether the request may be sent again even if the first attempt was processed. */
  boolean isSafeToRetry(Request request) {
    if (!isReplayable(request)) {
      return false;
    }
    RetrySafety safety = request.tag(RetrySafety.class);
    if (safety != null) {
      return safety == RetrySafety.SAFE;
    }
    return safeByDefault || (IDEMPOTENT.contains(request.method()) && !isConditionalWrite(request));
  }

  /** A retry would fail if the first attempt was processed, because the condition is false then. */
  private static boolean isConditionalWrite(Request request) {
    return (request.method().equals("PUT") || request.method().equals("DELETE"))
        && (request.header("If-Match") != null || request.header("If-None-Match") != null);
  }

  /** Returns whether the request can be sent again: whether its body can be written again. */
  static boolean isReplayable(Request request) {
    RequestBody body = request.body();
    return body == null || (!body.isOneShot() && !body.isDuplex());
  }
}
