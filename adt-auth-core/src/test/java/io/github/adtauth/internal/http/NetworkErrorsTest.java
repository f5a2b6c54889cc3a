package io.github.adtauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.http.AuthenticatedCallException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.security.cert.CertificateException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of {@link NetworkErrors} and {@link NetworkErrorKind}. */
class NetworkErrorsTest {
  private final Call call =
      new OkHttpClient().newCall(new Request.Builder().url("https://a.example/").build());

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new UnknownHostException("x"), "There is no address for the token service"),
        Arguments.of(new ConnectException("x"), "Connection refused by the token service"),
        Arguments.of(new NoRouteToHostException("x"), "Connection refused by the token service"),
        Arguments.of(new SocketTimeoutException("x"), "No response from the token service in time"),
        Arguments.of(new InterruptedIOException("timeout"), "in time"),
        Arguments.of(
            new SSLHandshakeException("x"), "The TLS handshake with the token service failed"),
        Arguments.of(
            new SSLHandshakeException("x").initCause(new CertificateException("x")),
            "a proxy that inspects TLS"),
        Arguments.of(new IOException("Failed to authenticate with proxy"), "proxyAuthenticator"),
        Arguments.of(new IOException("Unexpected response code for CONNECT: 403"), "the proxy"),
        Arguments.of(new SSLPeerUnverifiedException("x"), "a proxy that inspects TLS"),
        Arguments.of(new SocketException("Connection reset"), "broke"),
        Arguments.of(new IOException(), "broke"),
        Arguments.of(new ProtocolException("unexpected end of stream"), "broke"));
  }

  @ParameterizedTest
  @MethodSource("handshakeFailures")
  void handshakeWithoutEllipticCurves_namesTheModule(IOException failure) {
    NetworkErrorKind kind = NetworkErrorKind.ofHandshake(failure, false);

    assertThat(kind).isEqualTo(NetworkErrorKind.NO_ELLIPTIC_CURVES);
    assertThat(kind.fix().remedy()).contains("jdk.crypto.ec");
  }

  static Stream<IOException> handshakeFailures() {
    return Stream.of(
        new SSLHandshakeException("Received fatal alert: handshake_failure"),
        (IOException) new SSLHandshakeException("x").initCause(new CertificateException("x")));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void transientFailure_isUnavailable_namesReason(IOException failure, String words) {
    AdtException thrown = NetworkErrors.of(failure, "the token service");

    assertThat(thrown)
        .isInstanceOf(UnavailableException.class)
        .hasMessageContainingAll("the token service", words);
    assertThat(thrown.getCause())
        .isInstanceOf(IOException.class)
        .hasStackTraceContaining(failure.getClass().getName());
    assertThat(thrown.isRetryable()).isTrue();
    assertThat(thrown.fix()).isPresent();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  /** The hint at an environment variable with a proxy depends on this. */
  @ParameterizedTest
  @EnumSource(
      names = {"UNKNOWN_HOST", "CONNECTION_REFUSED", "TIMEOUT", "BROKEN", "TLS", "UNTRUSTED"})
  void failureThatAMissingProxyMayCause_isUnreachable(NetworkErrorKind kind) {
    assertThat(kind.isUnreachable()).isTrue();
  }

  @Test
  void canceledCall_isCanceledWithoutInterrupt() {
    assertThat(NetworkErrors.of(new IOException("Canceled"), "the token service"))
        .isInstanceOf(CallCanceledException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void interrupt_keepsInterruptFlag() {
    for (IOException failure :
        new IOException[] {
          new InterruptedIOException("interrupted"), new ClosedByInterruptException()
        }) {
      Thread.interrupted();
      assertThat(NetworkErrors.of(failure, "the token service"))
          .isInstanceOf(CallCanceledException.class);
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }
  }

  @Test
  void timeoutOfInterruptedThread_isCanceled() {
    Thread.currentThread().interrupt();

    assertThat(NetworkErrors.of(new SocketTimeoutException("timeout"), "the token service"))
        .isInstanceOf(CallCanceledException.class);
  }

  @Test
  void failureInAuthenticatedCallException_isReturned() {
    AdtException failure = new RegistrationException(ErrorDetails.of("Wrong."));

    assertThat(NetworkErrors.of(new AuthenticatedCallException(failure), "x")).isSameAs(failure);
  }

  @Test
  void malformedResponse_isNotQuoted() {
    AdtException thrown =
        NetworkErrors.of(
            new ProtocolException("Unexpected status line: s3cr3t"), "the token service");

    assertThat(thrown).isInstanceOf(UnexpectedResponseException.class).hasNoCause();
    assertThat(thrown).message().doesNotContain("s3cr3t");
  }

  @Test
  void failureOfInterruptedThread_isCanceled() {
    Thread.currentThread().interrupt();

    assertThat(NetworkErrors.of(new ConnectException("x"), "the token service"))
        .isInstanceOf(CallCanceledException.class)
        .hasMessage("The thread was interrupted while it waited for the token service.");
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void action_isNamedInMessage() {
    assertThat(NetworkErrors.of(new SocketException("x"), "reach the instance", "a.example"))
        .isInstanceOf(UnavailableException.class)
        .message()
        .startsWith("Could not reach the instance: the connection to a.example broke.");
  }

  @Test
  void failureOfCanceledCall_isCanceled() {
    call.cancel();

    assertThat(NetworkErrors.of(new SocketException("Socket closed"), "get twin 'a'", call))
        .isInstanceOf(CallCanceledException.class)
        .hasMessage("Could not get twin 'a': the call to a.example was canceled.");
  }

  @Test
  void callAfterShutdown_isCanceled() {
    IOException failure = new InterruptedIOException("executor rejected");

    assertThat(NetworkErrors.of(failure, "get twin 'a'", call))
        .isInstanceOf(CallCanceledException.class)
        .hasMessage(
            "Could not get twin 'a': the dispatcher is shut down; the instance was closed.");
  }

  @Test
  void timeoutOfCall_namesTimeLimit() {
    call.timeout().timeout(1500, TimeUnit.MILLISECONDS);

    assertThat(NetworkErrors.of(new InterruptedIOException("timeout"), "get twin 'a'", call))
        .message()
        .startsWith("Could not get twin 'a': no response from a.example within 1500 ms.");
    assertThat(NetworkErrors.of(new SocketTimeoutException("timeout"), "get twin 'a'", call))
        .message()
        .startsWith("Could not get twin 'a': no response from a.example in time.");
  }

  @Test
  void timeoutWhileWaitingForToken_namesEarlierFailure() {
    call.timeout().timeout(2, TimeUnit.SECONDS);
    AdtException earlier = new UnavailableException(ErrorDetails.of("Entra ID is down."));
    TokenWaitEndedException waitEnded =
        new TokenWaitEndedException(new IOException("Canceled")).after(earlier);
    IOException timeout = new InterruptedIOException("timeout");
    timeout.initCause(waitEnded);

    AdtException thrown = NetworkErrors.of(timeout, "get twin 'a'", call);

    assertThat(thrown)
        .isInstanceOf(UnavailableException.class)
        .message()
        .startsWith(
            "Could not get twin 'a': no token was acquired within 2 s. The instance was not"
                + " called. Entra ID is down.");
    assertThat(thrown.getCause()).isSameAs(earlier);
  }

  @Test
  void sharedFailure_isCopiedForCall() {
    AdtException failure = new RegistrationException(ErrorDetails.of("Wrong."));

    AdtException thrown =
        NetworkErrors.of(new AuthenticatedCallException(failure), "get twin 'a'", call);

    assertThat(thrown).isNotSameAs(failure).hasMessage("Wrong.").hasCause(failure);
  }
}
