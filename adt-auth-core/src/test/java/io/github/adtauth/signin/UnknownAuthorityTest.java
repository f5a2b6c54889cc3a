package io.github.adtauth.signin;

import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.Cloud;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.TestTiming;
import io.github.adtauth.credential.ManagedIdentityId;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.http.LoggedRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that nothing is sent to an unknown authority that only a settings file names. */
class UnknownAuthorityTest {
  private static final String HOST = "evil.example";
  private static final String UNKNOWN = "https://" + HOST;

  @TempDir Path folder;
  private final SignInFixture fixture = new SignInFixture();
  private final Registration daemon = fixture.azure.entra().daemon();
  private final Registration webApi = fixture.azure.entra().webApi();
  private final Registration nativeApp = fixture.azure.entra().nativeApp();

  @BeforeEach
  void serveTheUnknownAuthority() {
    fixture.azure.host(HOST, fixture.azure.entra());
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private DigitalTwinsConfig.Builder file(Registration registration) throws IOException {
    return DigitalTwinsConfig.builder()
        .file(
            Files.writeString(
                folder.resolve("app.properties"),
                "clientId="
                    + registration.clientId()
                    + "\ntenant="
                    + fixture.azure.entra().tenantId()
                    + "\nendpoint="
                    + fixture.azure.endpoint()
                    + "\nauthorityHost="
                    + UNKNOWN));
  }

  private SignIn signIn(DigitalTwinsConfig config) {
    return SignIn.with(config)
        .httpClient(fixture.azure.httpClient())
        .timing(TestTiming.of(fixture.time));
  }

  private void assertRejected(Registration registration, Function<SignIn, ThrowingCallable> way)
      throws IOException {
    SignIn signIn = signIn(file(registration).build());
    assertThatThrownBy(() -> way.apply(signIn).call())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + UNKNOWN + "' (from 'authorityHost' in ")
        .hasMessageContaining("is not a known authority of Microsoft Entra ID");
    assertThat(fixture.azure.requests(HOST)).isEmpty();
  }

  @Test
  void service_isRejected() throws IOException {
    assertRejected(daemon, signIn -> () -> signIn.service(fixture.secretOf(daemon)).token(TWINS));
  }

  @Test
  void serviceFromEnvironment_isRejected() throws IOException {
    Map<String, String> environment =
        Map.of(
            "AZURE_CLIENT_ID",
            daemon.clientId(),
            "AZURE_TENANT_ID",
            fixture.azure.entra().tenantId(),
            "AZURE_CLIENT_SECRET",
            daemon.secret());
    assertRejected(
        daemon,
        signIn -> () -> signIn.environment(environment).environmentCredential().token(TWINS));
  }

  @Test
  void webApi_isRejected() throws IOException {
    String assertion =
        fixture.azure.entra().assertionFor(fixture.azure.entra().alice(), webApi).toString();
    assertRejected(
        webApi,
        signIn ->
            () -> signIn.onBehalfOf(fixture.secretOf(webApi)).forUser(assertion).token(TWINS));
  }

  @Test
  void deviceCode_isRejected() throws IOException {
    assertRejected(nativeApp, signIn -> () -> signIn.deviceCode(prompt -> {}).signIn());
  }

  @Test
  void browser_isNotOpened() throws IOException {
    Function<SignIn, ThrowingCallable> opened =
        signIn ->
            () ->
                signIn
                    .browser(
                        url -> {
                          throw new AssertionError("opened " + url);
                        })
                    .signIn();
    assertRejected(nativeApp, opened);
  }

  @Test
  void federatedTokenOfPod_isRejected() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "a.b.c");
    Map<String, String> environment =
        Map.of(
            "AZURE_FEDERATED_TOKEN_FILE",
            token.toString(),
            "AZURE_CLIENT_ID",
            daemon.clientId(),
            "AZURE_TENANT_ID",
            fixture.azure.entra().tenantId());
    assertRejected(
        daemon, signIn -> () -> signIn.environment(environment).managedIdentity().token(TWINS));
  }

  /** The identity endpoint of the machine issues the token, so the authority is not used. */
  @Test
  void managedIdentity_requiresNoAuthority() throws IOException {
    SignIn signIn = signIn(file(daemon).build()).environment(Map.of());

    assertThat(signIn.managedIdentity(ManagedIdentityId.systemAssigned()).token(TWINS)).isNotNull();
    assertThat(fixture.azure.requests(HOST)).isEmpty();
  }

  @Test
  void authorityFromCodeOrEnvironment_isUsed() throws IOException {
    Cloud own = new Cloud(URI.create(UNKNOWN), Cloud.DIGITAL_TWINS_SCOPE);
    Map<String, String> environment = Map.of("AZURE_AUTHORITY_HOST", UNKNOWN);
    for (DigitalTwinsConfig config :
        Stream.of(file(daemon).cloud(own), file(daemon).environment(environment))
            .map(DigitalTwinsConfig.Builder::build)
            .toList()) {
      fixture.azure.clearRequests();
      assertThat(signIn(config).service(fixture.secretOf(daemon)).token(TWINS)).isNotNull();
      assertThat(fixture.azure.requests(HOST))
          .extracting(LoggedRequest::path)
          .containsExactly("/" + fixture.azure.entra().tenantId() + "/oauth2/v2.0/token");
    }
  }
}
