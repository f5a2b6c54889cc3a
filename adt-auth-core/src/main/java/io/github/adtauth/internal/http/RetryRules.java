package io.github.adtauth.internal.http;

import io.github.adtauth.http.AuthenticatedCallException;
import io.github.adtauth.http.RetrySafety;
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

/** What may be repeated: a response or a failure, seen with the request that met it. */
public final class RetryRules {
  private static final Set<Integer> TRANSIENT_STATUSES = Set.of(408, 500, 502, 503, 504);
  private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

  /** What HTTP says of the method decides, where the request says nothing. */
  public static final RetryRules OF_METHODS = new RetryRules(false);

  /** To ask the token service twice is the same as once, where the request says nothing. */
  static final RetryRules OF_TOKEN_REQUESTS = new RetryRules(true);

  private final boolean repeatable;

  private RetryRules(boolean repeatable) {
    this.repeatable = repeatable;
  }

  /** Says why a response is worth another attempt, or null if it is not. */
  @Nullable String retryReason(Request request, int status) {
    if (status == 429 && isReplayable(request)) {
      return "429"; // rejected before anything was done
    }
    return TRANSIENT_STATUSES.contains(status) && isSafeToRepeat(request)
        ? String.valueOf(status)
        : null;
  }

  /** Says why a failure is worth another attempt, or null if it is not. */
  @Nullable String retryReason(Request request, IOException failure) {
    if (failure instanceof AuthenticatedCallException ours) {
      return ours.failure().isRetryable() && isReplayable(request) ? "no token" : null;
    }
    if (failure instanceof StaleConnectionException) {
      return "stale connection"; // not a byte was sent, so even a one-shot body is there
    }
    if (failure instanceof ConnectException
        || failure instanceof UnknownHostException
        || failure instanceof NoRouteToHostException) {
      return isReplayable(request) ? "not reachable" : null; // nothing was sent
    }
    if (failure instanceof SSLException
        || failure instanceof TokenWaitEndedException
        || (failure instanceof InterruptedIOException
            && !(failure instanceof SocketTimeoutException))) {
      return null;
    }
    return isSafeToRepeat(request) || (isLostConnection(failure) && mayBeSentOnceMore(request))
        ? "connection lost"
        : null;
  }

  /** Returns the request of the next attempt: a lost connection uses up the one further attempt. */
  static Request afterLostConnection(Request request) {
    return mayBeSentOnceMore(request)
        ? request.newBuilder().tag(RetrySafety.class, RetrySafety.UNSAFE).build()
        : request;
  }

  private static boolean mayBeSentOnceMore(Request request) {
    return request.tag(RetrySafety.class) == RetrySafety.ONCE_AFTER_CONNECTION_LOSS
        && isReplayable(request);
  }

  /** Tells whether the other side ended the connection, as one does that was idle too long. */
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

  /** Returns whether the request may be sent twice, whatever became of the first. */
  boolean isSafeToRepeat(Request request) {
    if (!isReplayable(request)) {
      return false;
    }
    RetrySafety said = request.tag(RetrySafety.class);
    if (said != null) {
      return said == RetrySafety.SAFE;
    }
    return repeatable || (IDEMPOTENT.contains(request.method()) && !isConditionalWrite(request));
  }

  /** The first attempt may have done it, and the repeat would report that its condition fails. */
  private static boolean isConditionalWrite(Request request) {
    return (request.method().equals("PUT") || request.method().equals("DELETE"))
        && (request.header("If-Match") != null || request.header("If-None-Match") != null);
  }

  private static boolean isReplayable(Request request) {
    RequestBody body = request.body();
    return body == null || (!body.isOneShot() && !body.isDuplex());
  }
}
