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

/** Creates exceptions for requests that got no response. Stateless. */
public final class NetworkErrors {
  private NetworkErrors() {}

  /**
   * Returns the exception for a request that got no response.
   *
   * @param target the called service, such as "the token service"
   */
  public static AdtException of(IOException failure, String target) {
    if (failure instanceof AuthenticatedCallException carrier) {
      return carrier.failure();
    } else if (isInterrupt(failure)) {
      Thread.currentThread().interrupt();
      return canceled("The thread was interrupted while it waited for " + target + ".", failure);
    } else if ("canceled".equalsIgnoreCase(failure.getMessage())) {
      return canceled("The call to " + target + " was canceled.", failure);
    }
    FatalErrors.throwIfCauseOf(failure);
    NetworkErrorKind kind = NetworkErrorKind.of(failure);
    ErrorDetails details =
        ErrorDetails.of(sentence(kind, target)).fix(kind.fix()).and(proxySentence(kind, failure));
    return kind == NetworkErrorKind.NOT_HTTP
        ? new UnexpectedResponseException(details) // its message quotes the response: no cause
        : new UnavailableException(details.cause(RedactedCause.of(failure)));
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
  public static String proxySentence(NetworkErrorKind kind, IOException failure) {
    // The client connects to the proxy, so the proxy is unknown or rejected the connection.
    boolean ofProxy =
        kind == NetworkErrorKind.UNKNOWN_HOST || kind == NetworkErrorKind.PROXY_CONNECTION_REFUSED;
    String proxy = ProxyInUseException.sentence(failure, ofProxy);
    return proxy.isEmpty() && kind.isUnreachable() ? ProxyVariables.hint() : proxy;
  }

  private static String sentence(NetworkErrorKind kind, String target) {
    return switch (kind) {
      case UNKNOWN_HOST -> "Cannot reach " + target + ": the host name cannot be resolved.";
      case UNTRUSTED -> "Cannot reach " + target + " over trusted TLS.";
      case NO_ELLIPTIC_CURVES ->
          "Cannot reach " + target + ": this Java runtime does not support elliptic curves.";
      case TLS -> "Cannot reach " + target + ": the TLS handshake failed.";
      case PROXY -> "Cannot reach " + target + ": the proxy rejected the connection.";
      case PROXY_CONNECTION_REFUSED -> "Cannot reach " + target + ": proxy connection refused.";
      case CONNECTION_REFUSED -> "Cannot reach " + target + ": connection refused.";
      case TIMEOUT -> "No response from " + target + " in time.";
      case NOT_HTTP -> "The response from " + target + " is not HTTP.";
      case BROKEN -> "The connection to " + target + " broke.";
    };
  }

  /** OkHttp's timeouts have the same exception type, so the message decides. */
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
