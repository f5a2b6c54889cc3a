package io.github.adtauth.http;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedAnswerException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Says what it means that there was no answer. Stateless. */
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
    } else if (failure instanceof ProtocolException) {
      // Its message quotes the answer, so it is not kept as the cause.
      return new UnexpectedAnswerException(
          ErrorDetails.of("The answer of " + what + " is not HTTP.")
              .fix(new Fix(null, "Check whether a proxy answers in its place.")));
    } else if (failure instanceof UnknownHostException) {
      return unavailable(
          "Cannot reach " + what + ": its host name is not known.",
          "Check the authority host, DNS and the proxy.",
          failure);
    } else if (failure instanceof SSLHandshakeException
        || failure instanceof SSLPeerUnverifiedException) {
      return unavailable(
          "Cannot reach " + what + " over trusted TLS.",
          "Look for a proxy that inspects TLS, or a missing root certificate.",
          failure);
    } else if (failure instanceof InterruptedIOException) {
      return unavailable(
          "No answer from " + what + " in time.", "Try again; check the proxy.", failure);
    } else if (failure instanceof ConnectException || failure instanceof NoRouteToHostException) {
      return unavailable(
          "Cannot reach " + what + ": the connection is refused.",
          "Check the network, the firewall and the proxy.",
          failure);
    }
    return unavailable("The connection to " + what + " broke.", "Try again.", failure);
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
    return new CallCanceledException(ErrorDetails.of(sentence).cause(cause));
  }

  private static AdtException unavailable(String sentence, String remedy, IOException cause) {
    return new UnavailableException(
        ErrorDetails.of(sentence).fix(new Fix(null, remedy)).cause(cause));
  }
}
