package io.github.adtauth.twins;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedAnswerException;
import io.github.adtauth.http.AuthenticatedCallException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Call;

/** Says what it means that a call brought no answer. */
final class Failures {
  private Failures() {}

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
    if (e instanceof SocketTimeoutException) {
      return unavailable(what, host + " did not answer in time.", e);
    }
    if (e instanceof InterruptedIOException) {
      Duration limit = Duration.ofNanos(call.timeout().timeoutNanos());
      return unavailable(what, host + " gave no answer within " + Wire.text(limit) + ".", e);
    }
    if (call.isCanceled()) {
      return canceled(what, "the call was canceled.", e);
    }
    if (e instanceof UnknownHostException) {
      return unavailable(
          what, "there is no address for " + host + "; check the endpoint and the DNS.", e);
    }
    if (e instanceof SSLException) {
      return unavailable(what, tls(host, e), e);
    }
    if (e instanceof ConnectException) {
      return unavailable(
          what, host + " accepts no connection; check firewall, proxy and private endpoint.", e);
    }
    if (e instanceof ProtocolException) {
      // Its message quotes the answer, so it is not kept as the cause.
      return new UnexpectedAnswerException(
          ErrorDetails.of("Could not " + what + ": the answer of " + host + " is not HTTP.")
              .fix(new Fix(null, "Check whether a proxy answers in its place.")));
    }
    return unavailable(what, "the connection to " + host + " broke.", e);
  }

  private static String tls(String host, IOException e) {
    boolean untrusted = e instanceof SSLPeerUnverifiedException;
    for (Throwable t = e.getCause(); t != null && !untrusted; t = t.getCause()) {
      untrusted = t instanceof GeneralSecurityException;
    }
    return untrusted
        ? "the certificate of "
            + host
            + " is not trusted; a proxy that reads along needs its authority in the trust store."
        : "the TLS handshake with " + host + " failed; check proxy and firewall.";
  }

  private static boolean interrupted(IOException e) {
    return Thread.currentThread().isInterrupted()
        || (e instanceof InterruptedIOException
            && ("interrupted".equals(e.getMessage())
                || "thread interrupted".equals(e.getMessage())));
  }

  private static CallCanceledException canceled(String what, String sentence, IOException cause) {
    return new CallCanceledException(
        ErrorDetails.of("Could not " + what + ": " + sentence).cause(cause));
  }

  private static UnavailableException unavailable(String what, String sentence, IOException cause) {
    return new UnavailableException(
        ErrorDetails.of("Could not " + what + ": " + sentence).cause(cause));
  }
}
