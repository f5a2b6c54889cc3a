package io.github.adtauth.internal.http;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.http.AuthenticatedCallException;
import io.github.adtauth.internal.text.FatalErrors;
import io.github.adtauth.internal.text.RedactedCause;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;

/** Says what it means that there was no response. Stateless. */
public final class NetworkErrors {
  private NetworkErrors() {}

  /**
   * Returns the exception for a request that failed on its way.
   *
   * @param what was called, as it reads after "reach": "the token service"
   */
  public static AdtException of(IOException failure, String what) {
    if (failure instanceof AuthenticatedCallException carrier) {
      return carrier.failure();
    } else if (isInterrupt(failure)) {
      Thread.currentThread().interrupt();
      return canceled("The thread was interrupted while it waited for " + what + ".", failure);
    } else if ("canceled".equalsIgnoreCase(failure.getMessage())) {
      return canceled("The call to " + what + " was canceled.", failure);
    }
    FatalErrors.throwIfCauseOf(failure);
    NetworkErrorKind fault = NetworkErrorKind.of(failure);
    ErrorDetails details =
        ErrorDetails.of(sentence(fault, what)).fix(fault.fix()).and(proxySentence(fault, failure));
    return fault == NetworkErrorKind.NOT_HTTP
        ? new UnexpectedResponseException(details) // its message quotes the response: no cause
        : new UnavailableException(details.cause(RedactedCause.of(failure)));
  }

  /** Returns the name of the token service for use in a sentence. */
  public static String tokenService(URI authorityHost) {
    return "the token service " + authorityHost.getHost();
  }

  /**
   * Returns the sentence about proxies for the message of a failed connection: the proxy that was
   * used, otherwise an environment variable that names one and is not read. Empty if there is
   * neither.
   */
  public static String proxySentence(NetworkErrorKind fault, IOException failure) {
    // The client connects to the proxy, so the proxy is unknown or rejected the connection.
    boolean ofProxy =
        fault == NetworkErrorKind.UNKNOWN_HOST || fault == NetworkErrorKind.PROXY_REFUSED;
    String proxy = ProxyInUseException.sentence(failure, ofProxy);
    return proxy.isEmpty() && fault.isUnreachable() ? ProxyVariables.hint() : proxy;
  }

  private static String sentence(NetworkErrorKind fault, String what) {
    return switch (fault) {
      case UNKNOWN_HOST -> "Cannot reach " + what + ": its host name is not known.";
      case UNTRUSTED -> "Cannot reach " + what + " over trusted TLS.";
      case NO_ELLIPTIC_CURVES ->
          "Cannot reach " + what + ": this Java run-time has no elliptic-curve cryptography.";
      case TLS -> "Cannot reach " + what + ": the TLS handshake failed.";
      case PROXY -> "Cannot reach " + what + ": the proxy refuses.";
      case PROXY_REFUSED -> "Cannot reach " + what + ": the proxy refused the connection.";
      case REFUSED -> "Cannot reach " + what + ": the connection is refused.";
      case TIMEOUT -> "No response from " + what + " in time.";
      case NOT_HTTP -> "The response from " + what + " is not HTTP.";
      case BROKEN -> "The connection to " + what + " broke.";
    };
  }

  /** OkHttp's timeouts are {@code InterruptedIOException}s too; only the words tell. */
  private static boolean isInterrupt(IOException failure) {
    return failure instanceof ClosedByInterruptException
        || (failure instanceof InterruptedIOException
            && (Thread.currentThread().isInterrupted()
                || (!(failure instanceof SocketTimeoutException)
                    && "interrupted".equals(failure.getMessage()))));
  }

  private static AdtException canceled(String sentence, IOException cause) {
    return new CallCanceledException(ErrorDetails.of(sentence).cause(RedactedCause.of(cause)));
  }
}
