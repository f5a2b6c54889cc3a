package io.github.adtauth.signin;

import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.CredentialUnavailableException;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.credential.ManagedIdentityId;
import io.github.adtauth.internal.identity.ManagedIdentity;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenProviders;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests when an identity endpoint counts as absent and when as failing. */
class MissingIdentityEndpointTest {
  private static final String METADATA = "169.254.169.254";

  private final SignInFixture fixture = new SignInFixture();
  private final FailingConnections connections = new FailingConnections(fixture.azure.httpClient());

  @AfterEach
  void stop() {
    fixture.close();
  }

  private TokenProvider identity(Map<String, String> environment) {
    return SignIn.with(DigitalTwinsConfig.builder().build())
        .httpClient(connections.client())
        .timing(TestTiming.of(fixture.time))
        .environment(environment)
        .managedIdentity();
  }

  static Stream<IOException> connectionFailures() {
    return Stream.of(
        new ConnectException("Connection refused"),
        new NoRouteToHostException("No route to host"),
        new SocketException("Network is unreachable"));
  }

  @ParameterizedTest
  @MethodSource("connectionFailures")
  void unreachableEndpoint_isAbsentAtOnce(IOException thrown) {
    connections.failWith(thrown);
    assertThatThrownBy(() -> identity(Map.of()).token(TWINS))
        .isInstanceOf(CredentialUnavailableException.class)
        .hasMessageContaining("only on a machine or app in Azure");
    assertThat(connections.attempts()).isEqualTo(1);
  }

  static Stream<IOException> timeouts() {
    return Stream.of(
        new SocketTimeoutException("Connect timed out"),
        new ConnectException("Connection timed out"));
  }

  @ParameterizedTest
  @MethodSource("timeouts")
  void silentEndpoint_isAbsentAfterThreeAttempts(IOException thrown) {
    connections.failWith(thrown);
    assertThatThrownBy(() -> identity(Map.of("IDENTITY_ENDPOINT", " ")).token(TWINS))
        .isInstanceOf(CredentialUnavailableException.class)
        .hasMessageContaining("no response to 3 requests");
    assertThat(connections.attempts()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AZURE_FEDERATED_TOKEN_FILE",
        "KUBERNETES_SERVICE_HOST",
        "WEBSITE_SITE_NAME",
        "WEBSITE_INSTANCE_ID",
        "IDENTITY_ENDPOINT"
      })
  void silentEndpointOnPlatform_isOutage(String variable) {
    connections.failWith(new SocketTimeoutException("timeout"));
    ManagedIdentity identity =
        ManagedIdentity.of(
                ManagedIdentityId.systemAssigned(), Map.of(variable, "x"), connections.client())
            .timing(TestTiming.of(fixture.time));
    assertThatThrownBy(() -> identity.token(TWINS)).isInstanceOf(UnavailableException.class);
    assertThat(connections.attempts()).isEqualTo(5);
  }

  @ParameterizedTest
  @MethodSource("connectionFailures")
  void unreachableEndpointOnPlatform_isOutage(IOException thrown) {
    Map<String, String> appService =
        Map.of("IDENTITY_ENDPOINT", "http://127.0.0.1:41741/msi/token", "IDENTITY_HEADER", "x");
    for (Map<String, String> platform :
        List.of(
            appService, Map.of("WEBSITE_SITE_NAME", "x"), Map.of("KUBERNETES_SERVICE_HOST", "x"))) {
      connections.failWith(thrown);
      int before = connections.attempts();
      TokenProvider second = request -> AccessToken.of("second", Instant.MAX);
      TokenProvider chain = TokenProviders.firstOf(identity(platform), second);
      assertThatThrownBy(() -> chain.token(TWINS)).isInstanceOf(UnavailableException.class);
      assertThat(connections.attempts() - before).isEqualTo(5);
    }
    connections.failWith(null);
  }

  @Test
  void acceptedConnectionWithoutResponse_isPresent() {
    fixture.azure.script(METADATA).always(Faults.stall());
    OkHttpClient impatient =
        fixture.azure.httpClient().newBuilder().readTimeout(Duration.ofMillis(50)).build();
    TokenProvider identity =
        SignIn.with(DigitalTwinsConfig.builder().build())
            .httpClient(impatient)
            .timing(TestTiming.of(fixture.time))
            .environment(Map.of())
            .managedIdentity();
    TokenProvider chain =
        TokenProviders.firstOf(identity, request -> AccessToken.of("second", Instant.MAX));
    assertThatThrownBy(() -> chain.token(TWINS)).isInstanceOf(UnavailableException.class);
  }

  @Test
  void silenceWithFewerThanThreeAttempts_isOutage() {
    connections.failWith(new SocketTimeoutException("timeout"));
    ManagedIdentity impatient =
        ManagedIdentity.of(ManagedIdentityId.systemAssigned(), Map.of(), connections.client())
            .timing(TestTiming.of(fixture.time))
            .timeout(Duration.ofSeconds(1));
    assertThatThrownBy(() -> impatient.token(TWINS)).isInstanceOf(UnavailableException.class);
  }

  static Stream<IOException> brokenConnections() {
    return Stream.of(
        new SocketException("Connection reset"), new IOException("unexpected end of stream"));
  }

  @ParameterizedTest
  @MethodSource("brokenConnections")
  void brokenConnection_isPresent(IOException thrown) {
    connections.failWith(thrown);
    TokenProvider identity = identity(Map.of());
    assertThatThrownBy(() -> identity.token(TWINS)).isInstanceOf(UnavailableException.class);
    connections.failWith(new ConnectException("Connection refused"));
    fixture.time.advance(Duration.ofMinutes(2));
    assertThatThrownBy(() -> identity.token(TWINS)).isInstanceOf(UnavailableException.class);
  }

  @Test
  void endpointThatResponded_isNeverAbsentLater() {
    fixture.azure.script(METADATA).always(Faults.status(503));
    TokenProvider identity = identity(Map.of());
    assertThatThrownBy(() -> identity.token(TWINS)).isInstanceOf(UnavailableException.class);
    for (IOException later :
        List.of(new ConnectException("connection failed"), new SocketTimeoutException("timeout"))) {
      connections.failWith(later);
      fixture.time.advance(Duration.ofMinutes(2));
      assertThatThrownBy(() -> identity.token(TWINS)).isInstanceOf(UnavailableException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410, 429, 500, 503})
  void busyEndpoint_isNotAbsent(int status) {
    fixture.azure.script(METADATA).always(Faults.status(status));
    assertThatThrownBy(() -> identity(Map.of()).token(TWINS))
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void errorResponse_isNotAbsent() {
    MockResponse notFound =
        new MockResponse.Builder()
            .code(400)
            .body("{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}")
            .build();
    fixture.azure.script(METADATA).always(notFound);
    assertThatThrownBy(() -> identity(Map.of()).token(TWINS))
        .isInstanceOf(RegistrationException.class);
    MockResponse redirect =
        new MockResponse.Builder().code(302).addHeader("Location", "http://portal/").build();
    for (MockResponse response :
        List.of(
            redirect,
            Faults.html(200),
            Faults.html(403),
            Faults.html(400),
            Faults.malformedJson())) {
      fixture.azure.script(METADATA).clear();
      fixture.azure.script(METADATA).always(response);
      assertThatThrownBy(() -> identity(Map.of()).token(TWINS))
          .isInstanceOf(UnexpectedResponseException.class);
    }
  }

  @Test
  void endpointOnOtherHost_isNotAbsent() {
    Map<String, String> elsewhere =
        Map.of("IDENTITY_ENDPOINT", "http://evil.example/", "IDENTITY_HEADER", "x");
    assertThatThrownBy(() -> identity(elsewhere).token(TWINS))
        .isInstanceOf(RegistrationException.class);
    assertThat(fixture.azure.requests()).isEmpty();
  }

  @Test
  void unassignedIdentity_isNotAbsent() {
    SignIn signIn =
        SignIn.with(DigitalTwinsConfig.builder().build())
            .httpClient(fixture.azure.httpClient())
            .timing(TestTiming.of(fixture.time))
            .environment(Map.of());
    TokenProvider unassigned = signIn.managedIdentity(ManagedIdentityId.clientId("x"));
    assertThatThrownBy(() -> unassigned.token(TWINS)).isInstanceOf(RegistrationException.class);
  }
}
