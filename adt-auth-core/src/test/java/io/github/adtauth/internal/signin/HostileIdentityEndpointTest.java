package io.github.adtauth.internal.signin;

import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.CredentialException;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.credential.ManagedIdentityId;
import io.github.adtauth.internal.identity.ManagedIdentity;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.SignInFixture;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.entra.IdentityEndpoints;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests identity endpoints that hang, report wrong times or name unreadable files. */
class HostileIdentityEndpointTest {
  private static final String METADATA = "169.254.169.254";

  private final SignInFixture fixture = new SignInFixture();
  private final LocalAzure azure = fixture.azure;
  private final IdentityEndpoints machine = azure.identityEndpoints();

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    fixture.close();
  }

  private ManagedIdentity on(Map<String, String> environment) {
    return ManagedIdentity.of(ManagedIdentityId.systemAssigned(), environment, azure.httpClient())
        .timing(TestTiming.of(fixture.time));
  }

  private Instant now() {
    return fixture.time.clock().instant();
  }

  private Instant expiry(String members) {
    azure.script(METADATA).clear();
    azure
        .script(METADATA)
        .always(
            new MockResponse.Builder().body("{\"access_token\":\"t\"," + members + "}").build());
    AccessToken token = on(Map.of()).token(TWINS);
    return token.expiresAt();
  }

  @Test
  void cachedTokenOfEndpoint_expiresAtStatedTime() {
    long on = now().getEpochSecond() + 600;
    assertThat(expiry("\"expires_in\":\"86400\",\"expires_on\":\"" + on + "\""))
        .isEqualTo(now().plusSeconds(600));
    assertThat(expiry("\"expires_in\":\"300\",\"expires_on\":\"" + on + "\""))
        .isEqualTo(now().plusSeconds(300));
    assertThat(expiry("\"expires_on\":" + on)).isEqualTo(now().plusSeconds(600));
    assertThat(expiry("\"expires_in\":\"300\",\"expires_on\":\"01/05/2026 09:00:00\""))
        .isEqualTo(now().plusSeconds(300));
    assertThat(expiry("\"expires_in\":\"300\",\"expires_on\":\"1\""))
        .as("clock that is ahead")
        .isEqualTo(now().plusSeconds(300));
  }

  @Test
  void endlessLifetime_isLimited() {
    Instant month = now().plus(Duration.ofDays(30));
    assertThat(expiry("\"expires_in\":99999999999999")).isEqualTo(month);
    assertThat(expiry("\"expires_on\":99999999999999")).isEqualTo(month);
    for (String over :
        new String[] {
          "\"expires_in\":0",
          "\"expires_in\":-1",
          "\"expires_on\":-9e99",
          "\"expires_on\":-9223372036854775808",
          "\"x\":1"
        }) {
      assertThatThrownBy(() -> expiry(over)).isInstanceOf(UnexpectedResponseException.class);
    }
  }

  @Test
  void hangingEndpoint_isStoppedAtDeadline() {
    azure.script(METADATA).always(Faults.stall());
    ManagedIdentity identity =
        ManagedIdentity.of(ManagedIdentityId.systemAssigned(), Map.of(), azure.httpClient())
            .timeout(Duration.ofMillis(300));
    assertThatThrownBy(() -> identity.token(TWINS)).isInstanceOf(UnavailableException.class);
  }

  @Test
  void interruptedCaller_isCanceled() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> on(Map.of()).token(TWINS)).isInstanceOf(CallCanceledException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void unreadableKeyFile_isNamed() throws IOException {
    Map<String, String> arc = machine.arc(folder);
    Path key = folder.resolve("AzureConnectedMachineAgent/Tokens/2.key");
    machine.arcKeyFile(key);
    assertThatThrownBy(() -> on(arc).token(TWINS))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining(key.toString())
        .hasMessageContaining("himds");
    assertThat(fixture.time.sleeps()).isEmpty();
    for (String odd : new String[] {"the-\nkey", "sch\u00fcssel", ""}) {
      Files.writeString(key, odd);
      assertThatThrownBy(() -> on(arc).token(TWINS))
          .isInstanceOf(UnexpectedResponseException.class)
          .hasMessageContaining(key.toString());
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void keyFile_mustBeRegularFileInFolder() throws Exception {
    Map<String, String> arc = machine.arc(folder);
    Path keys = folder.resolve("AzureConnectedMachineAgent/Tokens");
    Path outside = Files.writeString(folder.resolve("outside.key"), "the-key-of-somebody-else");
    Path pipe = keys.resolve("pipe.key");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path device = Path.of("/dev/zero");
    for (Path key :
        List.of(
            pipe,
            Files.createSymbolicLink(keys.resolve("link-to-pipe.key"), pipe),
            Files.createSymbolicLink(keys.resolve("link.key"), outside),
            Files.createSymbolicLink(keys.resolve("device.key"), device),
            Files.createDirectory(keys.resolve("folder.key")))) {
      machine.arcKeyFile(key);
      assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () ->
              assertThatThrownBy(() -> on(arc).token(TWINS))
                  .as(key.toString())
                  .isInstanceOf(UnexpectedResponseException.class));
    }
    assertThat(azure.requests()).noneMatch(seen -> seen.headers().get("Authorization") != null);

    machine.arcKeyFile(Files.createSymbolicLink(keys.resolve("3.key"), keys.resolve("1.key")));
    assertThat(on(arc).token(TWINS)).as("link within the folder").isNotNull();
  }

  @Test
  void invalidHeader_isNamedWithoutQuoting() {
    Map<String, String> app =
        Map.of("IDENTITY_ENDPOINT", "http://127.0.0.1/msi/token", "IDENTITY_HEADER", "canary\nx");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> on(app).token(TWINS))
        .withMessageContaining("IDENTITY_HEADER")
        .withMessageNotContaining("canary");
  }

  /** Returns an error whose code echoes the request. */
  @ParameterizedTest
  @ValueSource(ints = {400, 404, 429, 500})
  void secretEchoedByEndpoint_isRedacted(int status) {
    azure
        .script("127.0.0.1")
        .alwaysWhen(
            seen -> seen.headers().get("X-IDENTITY-HEADER") != null,
            error(status, "the-header-of-this-process"));
    azure
        .script("localhost")
        .alwaysWhen(
            seen -> seen.headers().get("Authorization") != null,
            error(status, "the-key-of-the-agent"));
    for (Map<String, String> platform : List.of(machine.appService(), machine.arc(folder))) {
      assertThatThrownBy(() -> on(platform).token(TWINS))
          .isInstanceOf(AdtException.class)
          .satisfies(
              failure ->
                  assertThat(Throwables.getStackTrace(failure))
                      .doesNotContain("the-header", "the-key"));
    }
    assertThat(azure.requests("127.0.0.1")).isNotEmpty();
    assertThat(azure.requests("localhost"))
        .anyMatch(seen -> seen.headers().get("Authorization") != null);
  }

  private static MockResponse error(int status, String error) {
    return new MockResponse.Builder().code(status).body("{\"error\":\"" + error + "\"}").build();
  }

  @Test
  void emptyVariables_countAsUnset() throws IOException {
    Map<String, String> empty =
        Map.of("AZURE_FEDERATED_TOKEN_FILE", "", "IDENTITY_ENDPOINT", "", "IDENTITY_HEADER", "");
    TokenProvider identity =
        SignIn.with(DigitalTwinsConfig.builder().build())
            .httpClient(azure.httpClient())
            .timing(TestTiming.of(fixture.time))
            .environment(empty)
            .managedIdentity();
    assertThat(identity.token(TWINS)).isNotNull();
    assertThat(azure.requests(METADATA)).hasSize(1);
  }

  @Test
  void variables_areNotPrinted() {
    SignInOptions options =
        SignInOptions.defaults().environment(Map.of("AZURE_CLIENT_SECRET", "canary"));
    assertThat(options.toString()).doesNotContain("canary");
  }
}
