package io.github.adtauth.internal.http;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.http.AuthenticatedCallException;
import io.github.adtauth.internal.error.ErrorInternals;
import io.github.adtauth.internal.text.FatalErrors;
import io.github.adtauth.internal.text.RedactedCause;
import io.github.adtauth.internal.time.DurationText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/** Creates exceptions for requests that got no response. Stateless. */
public final class NetworkErrors {
  private NetworkErrors() {}

  /**
   * Returns the exception for a request that got no response.
   *
   * @param target the called service, such as "the token service"
   */
  public static AdtException of(IOException failure, String target) {
    return of(failure, new Attempt(null, target, null));
  }

  /**
   * Returns the exception for a request that got no response and was sent for some action.
   *
   * @param action a verb with its object, such as "reach the instance"
   * @param host the called host
   */
  public static AdtException of(IOException failure, String action, String host) {
    return of(failure, new Attempt(action, host, null));
  }

  /**
   * Returns the exception for a call that got no response and was sent for some action. If the call
   * shared the failure of a token request with others, each of them receives its own exception.
   *
   * @param action a verb with its object, such as "get twin 'room-21'"
   */
  public static AdtException of(IOException failure, String action, Call call) {
    if (failure instanceof AuthenticatedCallException carrier) {
      return ErrorInternals.instance().forThisCaller(carrier.failure());
    }
    return of(failure, new Attempt(action, call.request().url().host(), call));
  }

  private static AdtException of(IOException failure, Attempt attempt) {
    if (failure instanceof AuthenticatedCallException carrier) {
      return carrier.failure();
    }
    String target = attempt.target();
    if (isInterrupt(failure)) {
      Thread.currentThread().interrupt();
      return attempt.canceled(
          "the thread was interrupted while it waited for " + target + ".", failure);
    }
    if (attempt.isRejectedByDispatcher(failure)) {
      return attempt.canceled("the dispatcher is shut down; the instance was closed.", failure);
    }
    if (attempt.isCanceled(failure)) {
      return attempt.canceled("the call to " + target + " was canceled.", failure);
    }
    TokenWaitEndedException tokenWait = TokenWaitEndedException.causeOf(failure);
    if (tokenWait != null && attempt.exceededDeadline(failure)) {
      return noToken(attempt, failure, tokenWait.earlierFailure());
    }
    FatalErrors.throwIfCauseOf(failure);
    NetworkErrorKind kind = NetworkErrorKind.of(failure);
    ErrorDetails details =
        ErrorDetails.of(attempt.message(kind.sentence(target, attempt.limit(failure))))
            .fix(kind.fix())
            .and(proxySentence(kind, failure));
    return kind == NetworkErrorKind.NOT_HTTP
        ? new UnexpectedResponseException(details) // its message quotes the response: no cause
        : new UnavailableException(details.cause(RedactedCause.of(failure)));
  }

  /** The call's deadline passed before there was a token, so nothing was sent to the instance. */
  private static AdtException noToken(
      Attempt attempt, IOException failure, @Nullable AdtException earlier) {
    ErrorDetails details =
        ErrorDetails.of(
            attempt.message("no token was acquired" + attempt.limit(failure))
                + ". The instance was not called.");
    if (earlier == null) {
      return new UnavailableException(
          details
              .and("The token service did not respond.")
              .and(ProxyVariables.hint())
              .fix(NetworkErrorKind.TIMEOUT.fix())
              .cause(RedactedCause.of(failure)));
    }
    return new UnavailableException(
        details
            .and(earlier.reason())
            .fix(earlier.fix().orElse(NetworkErrorKind.TIMEOUT.fix()))
            .cause(earlier));
  }

  /** Returns the name of the token service for use in a sentence. */
  public static String tokenService(URI authorityHost) {
    return "the token service " + authorityHost.getHost();
  }

  /**
   * Returns the sentence about proxies for the message of a failed connection. It names the proxy
   * that was used, or an environment variable with a proxy that is not used. Empty if there is
   * neither.
   */
  private static String proxySentence(NetworkErrorKind kind, IOException failure) {
    // The client connects to the proxy, so the proxy is unknown or rejected the connection.
    boolean ofProxy =
        kind == NetworkErrorKind.UNKNOWN_HOST || kind == NetworkErrorKind.PROXY_CONNECTION_REFUSED;
    String proxy = ProxyInUseException.sentence(failure, ofProxy);
    return proxy.isEmpty() && kind.isUnreachable() ? ProxyVariables.hint() : proxy;
  }

  /**
   * Returns whether the thread was interrupted, whose flag a failure may have cleared. OkHttp uses
   * one exception type for interrupts and timeouts, so the message decides.
   */
  private static boolean isInterrupt(IOException failure) {
    return Thread.currentThread().isInterrupted()
        || failure instanceof ClosedByInterruptException
        || (failure instanceof InterruptedIOException
            && !(failure instanceof SocketTimeoutException)
            && ("interrupted".equals(failure.getMessage())
                || "thread interrupted".equals(failure.getMessage())));
  }

  /**
   * A request that got no response.
   *
   * @param action a verb with its object that the message names, or null for none
   * @param target the called service or host
   * @param call the call, or null if only the failure is known
   */
  private record Attempt(@Nullable String action, String target, @Nullable Call call) {
    /** Returns the message for a clause, which becomes a sentence of its own without an action. */
    String message(String clause) {
      return action == null
          ? Character.toUpperCase(clause.charAt(0)) + clause.substring(1)
          : "Could not " + action + ": " + clause;
    }

    CallCanceledException canceled(String clause, IOException cause) {
      return new CallCanceledException(
          ErrorDetails.of(message(clause)).cause(RedactedCause.of(cause)));
    }

    /** OkHttp cancels a call whose deadline has passed, too; its failure is a timeout then. */
    boolean isCanceled(IOException failure) {
      return call == null
          ? "canceled".equalsIgnoreCase(failure.getMessage())
          : call.isCanceled() && !(failure instanceof InterruptedIOException);
    }

    boolean isRejectedByDispatcher(IOException failure) {
      return call != null
          && failure instanceof InterruptedIOException
          && "executor rejected".equals(failure.getMessage());
    }

    /** Returns whether the deadline of the call has passed, not a timeout of the socket. */
    boolean exceededDeadline(IOException failure) {
      return call != null
          && failure instanceof InterruptedIOException
          && !(failure instanceof SocketTimeoutException);
    }

    /** Returns the time limit, to follow "no response". */
    String limit(IOException failure) {
      return call != null && exceededDeadline(failure)
          ? " within " + DurationText.format(Duration.ofNanos(call.timeout().timeoutNanos()))
          : " in time";
    }
  }
}
