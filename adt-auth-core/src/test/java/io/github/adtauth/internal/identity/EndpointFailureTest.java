package io.github.adtauth.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests whether failures of the JDK and OkHttp show that an endpoint exists. */
class EndpointFailureTest {
  private static IOException with(IOException failure, IOException suppressed) {
    failure.addSuppressed(suppressed);
    return failure;
  }

  private static IOException causedBy(IOException failure, IOException cause) {
    failure.initCause(cause);
    return failure;
  }

  static Stream<IOException> unreachable() {
    return Stream.of(
        new ConnectException("Failed to connect to /169.254.169.254:80"),
        causedBy(new ConnectException("Failed"), new ConnectException("Connection refused")),
        new NoRouteToHostException("No route to host"),
        new SocketException("Network is unreachable"),
        new SocketException("Host is down"),
        with(
            new ConnectException("Connection refused"),
            new ConnectException("Connection refused")));
  }

  static Stream<IOException> silent() {
    return Stream.of(
        new SocketTimeoutException("Connect timed out"),
        new SocketTimeoutException("timeout"),
        new InterruptedIOException("timeout"),
        causedBy(new ConnectException("Failed"), new ConnectException("Connection timed out")),
        with(new ConnectException("Connection refused"), new SocketTimeoutException("timeout")));
  }

  static Stream<IOException> present() {
    return Stream.of(
        new SocketException("Connection reset"),
        new IOException("unexpected end of stream"),
        new UnknownHostException("localhost"),
        new SSLHandshakeException("x"),
        with(new SocketTimeoutException("timeout"), new SocketException("Connection reset")));
  }

  @ParameterizedTest
  @MethodSource("unreachable")
  void closedPortAndMissingRoute_areUnreachable(IOException failure) {
    assertThat(EndpointFailure.of(failure)).isEqualTo(EndpointFailure.UNREACHABLE);
  }

  @ParameterizedTest
  @MethodSource("silent")
  void timeout_isSilence(IOException failure) {
    assertThat(EndpointFailure.of(failure)).isEqualTo(EndpointFailure.SILENT);
  }

  @ParameterizedTest
  @MethodSource("present")
  void otherFailure_isPresence(IOException failure) {
    assertThat(EndpointFailure.of(failure)).isEqualTo(EndpointFailure.PRESENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AZURE_FEDERATED_TOKEN_FILE",
        "KUBERNETES_SERVICE_HOST",
        "WEBSITE_SITE_NAME",
        "Website_Instance_Id",
        "IDENTITY_ENDPOINT"
      })
  void variableOfAPlatform_announcesAnEndpoint(String variable) {
    assertThat(EndpointFailure.isExpected(Map.of(variable, "x"))).isTrue();
    assertThat(EndpointFailure.isExpected(Map.of(variable, " "))).isFalse();
  }

  @Test
  void otherVariables_announceNone() {
    assertThat(EndpointFailure.isExpected(Map.of("AZURE_CLIENT_ID", "x", "PATH", "/"))).isFalse();
  }
}
