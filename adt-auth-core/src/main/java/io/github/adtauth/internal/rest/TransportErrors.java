package io.github.adtauth.internal.rest;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.http.AuthenticatedCallException;
import io.github.adtauth.internal.http.NetworkErrorKind;
import io.github.adtauth.internal.http.NetworkErrors;
import io.github.adtauth.internal.http.ProxyVariables;
import io.github.adtauth.internal.http.TokenWaitEndedException;
import io.github.adtauth.internal.text.FatalErrors;
import io.github.adtauth.internal.text.RedactedCause;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/** Says what it means that a call brought no response. */
final class TransportErrors {
  private TransportErrors() {}

  static AdtException of(String what, Call call, IOException e) {
    if (e instanceof AuthenticatedCallException carrier) {
      return carrier.failure().forThisCaller();
    }
    String host = call.request().url().host();
    if (interrupted(e)) {
      Thread.currentThread().interrupt();
      return canceled(what, "the thread was interrupted.", e);
    }
    if (e instanceof InterruptedIOException && "executor rejected".equals(e.getMessage())) {
      return canceled(what, "the dispatcher is shut down; the instance was closed.", e);
    }
    boolean deadline =
        e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException);
    if (call.isCanceled() && !(e instanceof InterruptedIOException)) {
      return canceled(what, "the call was canceled.", e);
    }
    TokenWaitEndedException noToken = TokenWaitEndedException.causeOf(e);
    if (deadline && noToken != null) {
      return noTokenInTime(what, call, e, noToken.earlierFailure());
    }
    FatalErrors.throwIfCauseOf(e);
    NetworkErrorKind fault = NetworkErrorKind.of(e);
    String limit =
        deadline
            ? " within " + UrlEncoding.text(Duration.ofNanos(call.timeout().timeoutNanos()))
            : " in time";
    ErrorDetails details =
        ErrorDetails.of("Could not " + what + ": " + fault.sentence(host, limit))
            .fix(fault.fix())
            .and(NetworkErrors.proxySentence(fault, e));
    return fault == NetworkErrorKind.NOT_HTTP
        ? new UnexpectedResponseException(details) // its message quotes the response: no cause
        : new UnavailableException(details.cause(RedactedCause.of(e)));
  }

  /** Nothing was sent to the instance: the token service was silent, or failed before. */
  private static AdtException noTokenInTime(
      String what, Call call, IOException e, @Nullable AdtException earlier) {
    ErrorDetails details =
        ErrorDetails.of(
            "Could not "
                + what
                + ": no token was acquired within "
                + UrlEncoding.text(Duration.ofNanos(call.timeout().timeoutNanos()))
                + ". The instance was not called.");
    if (earlier == null) {
      return new UnavailableException(
          details
              .and("The token service did not respond.")
              .and(ProxyVariables.hint())
              .fix(NetworkErrorKind.TIMEOUT.fix())
              .cause(e));
    }
    return new UnavailableException(
        details
            .and(earlier.reason())
            .fix(earlier.fix().orElse(NetworkErrorKind.TIMEOUT.fix()))
            .cause(earlier));
  }

  private static boolean interrupted(IOException e) {
    return Thread.currentThread().isInterrupted()
        || (e instanceof InterruptedIOException
            && ("interrupted".equals(e.getMessage())
                || "thread interrupted".equals(e.getMessage())));
  }

  private static CallCanceledException canceled(String what, String sentence, IOException cause) {
    return new CallCanceledException(
        ErrorDetails.of("Could not " + what + ": " + sentence).cause(RedactedCause.of(cause)));
  }
}
