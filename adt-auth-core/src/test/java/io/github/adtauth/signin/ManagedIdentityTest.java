package io.github.adtauth.signin;

import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.credential.ManagedIdentityId;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.IdentityEndpoints;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.testkit.http.LoggedRequest;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManagedIdentityTest {
  private static final String METADATA = "169.254.169.254";

  private final SignInFixture fixture = new SignInFixture();
  private final LocalAzure azure = fixture.azure;
  private final FakeEntra entra = azure.entra();
  private final IdentityEndpoints machine = azure.identityEndpoints();

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    fixture.close();
  }

  private SignIn signInWith(Map<String, String> environment) {
    return SignIn.with(DigitalTwinsConfig.builder().build())
        .httpClient(azure.httpClient())
        .timing(TestTiming.of(fixture.time))
        .environment(environment);
  }

  private String oid(AccessToken token) {
    return entra.verify(token.value()).get("oid").getAsString();
  }

  @Test
  void virtualMachine_hasSystemAndUserAssignedIdentities() throws IOException {
    SignIn signIn = signInWith(Map.of());
    AccessToken own = signIn.managedIdentity().token(TWINS);
    assertThat(oid(own)).isEqualTo(entra.daemon().servicePrincipalId());
    LoggedRequest request = azure.requests(METADATA).get(0);
    assertThat(request.headers().get("Metadata")).isEqualTo("true");
    assertThat(request.query())
        .contains("api-version=2018-02-01")
        .contains("resource=https%3A%2F%2Fdigitaltwins.azure.net")
        .doesNotContain("default");
    for (String name : List.of("c", "o", "r")) {
      machine.assign(name, entra.webApi());
    }
    for (ManagedIdentityId id :
        List.of(
            ManagedIdentityId.clientId("c"),
            ManagedIdentityId.objectId("o"),
            ManagedIdentityId.resourceId("r"))) {
      assertThat(oid(signIn.managedIdentity(id).token(TWINS)))
          .isEqualTo(entra.webApi().servicePrincipalId());
    }
  }

  @Test
  void appServiceAndAzureArc_useTheirProtocols() throws IOException {
    AccessToken app = signInWith(machine.appService()).managedIdentity().token(TWINS);
    assertThat(oid(app)).isEqualTo(entra.daemon().servicePrincipalId());
    AccessToken arc = signInWith(machine.arc(folder)).managedIdentity().token(TWINS);
    assertThat(oid(arc)).isEqualTo(entra.daemon().servicePrincipalId());
    assertThat(azure.requests(METADATA)).isEmpty();
  }

  @Test
  void azureArc_readsNoFileOutsideAgentFolder() throws IOException {
    TokenProvider arc = signInWith(machine.arc(folder)).managedIdentity();
    for (Path file :
        List.of(
            Files.writeString(folder.resolve("secret.key"), "x"),
            folder.resolve("AzureConnectedMachineAgent/Tokens/../../secret.key"),
            Files.writeString(folder.resolve("AzureConnectedMachineAgent/Tokens/1.txt"), "x"))) {
      machine.arcKeyFile(file);
      assertThatThrownBy(() -> arc.token(TWINS)).isInstanceOf(UnexpectedResponseException.class);
      fixture.time.advance(Duration.ofMinutes(2));
    }
    machine.arcKeyFile(
        Files.writeString(
            folder.resolve("AzureConnectedMachineAgent/Tokens/2.key"), "x".repeat(5000)));
    assertThatThrownBy(() -> arc.token(TWINS)).isInstanceOf(UnexpectedResponseException.class);
    assertThat(azure.requests()).noneMatch(seen -> seen.headers().get("Authorization") != null);
    assertThatThrownBy(
            () ->
                signInWith(machine.arc(folder))
                    .managedIdentity(ManagedIdentityId.clientId("c"))
                    .token(TWINS))
        .isInstanceOf(RegistrationException.class);
  }

  @Test
  void token_isCachedAndRequestedOnce() throws Exception {
    TokenProvider identity = signInWith(Map.of()).managedIdentity();
    ExecutorService callers = Executors.newFixedThreadPool(16);
    try {
      Callable<AccessToken> call = () -> identity.token(TWINS);
      for (Future<AccessToken> response :
          callers.invokeAll(Stream.generate(() -> call).limit(32).toList())) {
        assertThat(response.get()).isNotNull();
      }
    } finally {
      callers.shutdownNow();
    }
    assertThat(azure.requests(METADATA)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410, 429, 500, 503})
  void busyEndpoint_isRetried(int status) throws IOException {
    azure.script(METADATA).next(Faults.status(status)).next(Faults.status(status));
    assertThat(signInWith(Map.of()).managedIdentity().token(TWINS)).isNotNull();
    assertThat(azure.requests(METADATA)).hasSize(3);
    assertThat(fixture.time.sleeps()).hasSize(2);
  }

  @Test
  void permanentlyBusyEndpoint_isUnavailableAfterFiveAttempts() {
    azure.script(METADATA).always(Faults.status(500));
    assertThatThrownBy(() -> signInWith(Map.of()).managedIdentity().token(TWINS))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("busy");
    assertThat(azure.requests(METADATA)).hasSize(5);
  }

  @Test
  void validToken_isReturnedDuringOutage() throws IOException {
    TokenProvider identity = signInWith(Map.of()).managedIdentity();
    AccessToken first = identity.token(TWINS);
    azure.script(METADATA).always(Faults.stall());
    fixture.time.advance(Duration.ofMinutes(50));
    assertThat(identity.token(TWINS)).isSameAs(first);
  }

  @Test
  void unassignedIdentity_isExplained() {
    assertThatThrownBy(
            () ->
                signInWith(Map.of()).managedIdentity(ManagedIdentityId.clientId("x")).token(TWINS))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining("does not have the managed identity x")
        .hasMessageContaining("Identity: enable");
    assertThat(azure.requests(METADATA)).hasSize(1);
  }

  @Test
  void malformedResponse_isUnexpected() {
    for (var response : List.of(Faults.html(200), Faults.malformedJson(), Faults.html(403))) {
      azure.script(METADATA).clear();
      azure.script(METADATA).always(response);
      assertThatThrownBy(() -> signInWith(Map.of()).managedIdentity().token(TWINS))
          .isInstanceOf(UnexpectedResponseException.class)
          .hasMessageContaining("proxy or firewall");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.129.2:8081/msi/token",
        "http://localhost:8081/msi/token",
        "http://10.0.0.5:8081/msi/token",
        "http://172.17.0.1/msi/token",
        "http://192.168.3.4/msi/token",
        "http://100.100.0.9:8081/msi/token",
        "http://[fe80::2]:8081/msi/token",
      })
  void appServiceInContainer_isRequestedAtItsAddress(String endpoint) throws IOException {
    Map<String, String> environment = machine.appService(endpoint);
    AccessToken token = signInWith(environment).managedIdentity().token(TWINS);
    assertThat(oid(token)).isEqualTo(entra.daemon().servicePrincipalId());
    assertThat(azure.requests())
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.headers().get("X-IDENTITY-HEADER"))
                    .isEqualTo(environment.get("IDENTITY_HEADER")));
  }

  @Test
  void interceptorThatChangesAddress_doesNotGetHeader() {
    OkHttpClient hostile =
        azure
            .httpClient()
            .newBuilder()
            .addInterceptor(
                chain -> {
                  HttpUrl url = chain.request().url().newBuilder().host("169.254.129.3").build();
                  return chain.proceed(chain.request().newBuilder().url(url).build());
                })
            .build();
    SignIn signIn =
        SignIn.with(DigitalTwinsConfig.builder().build())
            .tokenHttpClient(hostile)
            .timing(TestTiming.of(fixture.time))
            .environment(machine.appService("http://169.254.129.2:8081/msi/token"));
    assertThatThrownBy(() -> signIn.managedIdentity().token(TWINS))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining("169.254.129.2:8081 only");
    assertThat(azure.requests()).isEmpty();
  }

  @Test
  void endpointWithUserName_isRejectedWithoutQuoting() {
    Map<String, String> environment =
        machine.appService("http://user:canary@169.254.129.2:8081/msi/token");
    assertThatThrownBy(() -> signInWith(environment).managedIdentity().token(TWINS))
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining("IDENTITY_ENDPOINT must not contain a user name")
        .hasMessageNotContaining("canary");
    assertThat(azure.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example/redirected", "http://169.254.129.2:8081/other"})
  void redirectByAppService_isNotFollowed(String location) {
    azure
        .script("169.254.129.2")
        .always(new MockResponse.Builder().code(307).addHeader("Location", location).build());
    assertThatThrownBy(
            () ->
                signInWith(machine.appService("http://169.254.129.2:8081/msi/token"))
                    .managedIdentity()
                    .token(TWINS))
        .isInstanceOf(UnexpectedResponseException.class);
    assertThat(azure.requests()).hasSize(1);
  }

  @Test
  void endpointOnOtherHost_isNotRequested() {
    for (String endpoint :
        List.of(
            "http://evil.example/token",
            "http://127.0.0.1.example/token",
            "http://8.8.8.8/token",
            "http://172.32.0.1/token",
            "https://evil.example/")) {
      Map<String, String> environment =
          Map.of("IDENTITY_ENDPOINT", endpoint, "IDENTITY_HEADER", "x");
      assertThatThrownBy(() -> signInWith(environment).managedIdentity().token(TWINS))
          .isInstanceOf(RegistrationException.class)
          .hasMessageContaining("IDENTITY_ENDPOINT")
          .hasMessageContaining("not an identity endpoint");
    }
    assertThat(azure.requests()).isEmpty();
  }

  @Test
  void redirect_isNotFollowed() {
    azure
        .script(METADATA)
        .always(
            new MockResponse.Builder()
                .code(302)
                .addHeader("Location", "http://evil.example/")
                .build());
    assertThatThrownBy(() -> signInWith(Map.of()).managedIdentity().token(TWINS))
        .isInstanceOf(UnexpectedResponseException.class);
    assertThat(azure.requests("evil.example")).isEmpty();
  }

  @Test
  void unsupportedPlatform_isNamed() {
    assertThatThrownBy(() -> signInWith(Map.of("MSI_ENDPOINT", "x")).managedIdentity())
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining("Cloud Shell");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                signInWith(Map.of("IDENTITY_ENDPOINT", "nonsense", "IDENTITY_HEADER", "x"))
                    .managedIdentity())
        .withMessageContaining("IDENTITY_ENDPOINT");
  }

  @Test
  void scopesOfSeveralResources_areRejected() {
    TokenProvider identity = signInWith(Map.of()).managedIdentity();
    for (TokenRequest wrong :
        List.of(
            TokenRequest.of("User.Read"),
            TokenRequest.of("https://a/.default", "https://b/.default"))) {
      assertThatThrownBy(() -> identity.token(wrong)).isInstanceOf(RegistrationException.class);
    }
  }
}
