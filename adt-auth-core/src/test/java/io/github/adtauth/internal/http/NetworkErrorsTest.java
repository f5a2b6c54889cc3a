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
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkErrorsTest {
  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new UnknownHostException("x"), "the host name cannot be resolved"),
        Arguments.of(new ConnectException("x"), ": connection refused"),
        Arguments.of(new NoRouteToHostException("x"), ": connection refused"),
        Arguments.of(new SocketTimeoutException("x"), "No response from the token service in time"),
        Arguments.of(new InterruptedIOException("timeout"), "in time"),
        Arguments.of(new SSLHandshakeException("x"), "the TLS handshake failed"),
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
    NetworkErrorKind fault = NetworkErrorKind.ofHandshake(failure, false);

    assertThat(fault).isEqualTo(NetworkErrorKind.NO_ELLIPTIC_CURVES);
    assertThat(fault.fix().remedy()).contains("jdk.crypto.ec");
  }

  static Stream<IOException> handshakeFailures() {
    return Stream.of(
        new SSLHandshakeException("Received fatal alert: handshake_failure"),
        (IOException) new SSLHandshakeException("x").initCause(new CertificateException("x")));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whatMayPassIsUnavailableAndSaysWhy(IOException failure, String words) {
    AdtException said = NetworkErrors.of(failure, "the token service");

    assertThat(said)
        .isInstanceOf(UnavailableException.class)
        .hasMessageContainingAll("the token service", words);
    assertThat(said.getCause())
        .isInstanceOf(IOException.class)
        .hasStackTraceContaining(failure.getClass().getName());
    assertThat(said.isRetryable()).isTrue();
    assertThat(said.fix()).isPresent();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  /** The hint at an environment variable that names a proxy depends on it. */
  @ParameterizedTest
  @EnumSource(
      names = {"UNKNOWN_HOST", "CONNECTION_REFUSED", "TIMEOUT", "BROKEN", "TLS", "UNTRUSTED"})
  void failureThatAMissingProxyMayCause_isUnreachable(NetworkErrorKind fault) {
    assertThat(fault.isUnreachable()).isTrue();
  }

  @Test
  void aCanceledCallIsCanceledWithoutInterrupt() {
    assertThat(NetworkErrors.of(new IOException("Canceled"), "the token service"))
        .isInstanceOf(CallCanceledException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void anInterruptKeepsTheFlag() {
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
  void aTimeoutOfAnInterruptedThreadIsAnInterrupt() {
    Thread.currentThread().interrupt();

    assertThat(NetworkErrors.of(new SocketTimeoutException("timeout"), "the token service"))
        .isInstanceOf(CallCanceledException.class);
  }

  @Test
  void theCarrierGivesItsFailure() {
    AdtException failure = new RegistrationException(ErrorDetails.of("Wrong."));

    assertThat(NetworkErrors.of(new AuthenticatedCallException(failure), "x")).isSameAs(failure);
  }

  @Test
  void whatIsNotHttpIsNotQuoted() {
    AdtException said =
        NetworkErrors.of(
            new ProtocolException("Unexpected status line: s3cr3t"), "the token service");

    assertThat(said).isInstanceOf(UnexpectedResponseException.class).hasNoCause();
    assertThat(said).message().doesNotContain("s3cr3t");
  }
}
