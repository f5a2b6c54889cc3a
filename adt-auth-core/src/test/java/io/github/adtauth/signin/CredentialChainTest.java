package io.github.adtauth.signin;

import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.AuthListener;
import io.github.adtauth.CredentialException;
import io.github.adtauth.CredentialUnavailableException;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.credential.ManagedIdentityId;
import io.github.adtauth.internal.identity.AzureCli;
import io.github.adtauth.internal.identity.ManagedIdentity;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenProviders;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the usual credential chain, on a laptop and in production. */
@DisabledOnOs(OS.WINDOWS)
class CredentialChainTest {
  private static final String METADATA = "169.254.169.254";
  private static final String DEVELOPER = "the.developers.token";

  private final SignInFixture fixture = new SignInFixture();
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> selected = new ArrayList<>();
  private final FailingConnections connections = new FailingConnections(fixture.azure.httpClient());

  @TempDir private Path folder;

  @BeforeEach
  void installAzureCli() throws IOException {
    az("echo '{\"accessToken\":\"" + DEVELOPER + "\",\"expires_on\":4102444800}'");
    environment.put("PATH", folder.toString());
    connections.failWith(new ConnectException("Connection refused"));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private void az(String script) throws IOException {
    Path file = folder.resolve("az");
    String seen = "echo called >> '" + folder.resolve("calls") + "'\n";
    Files.writeString(file, "#!/bin/sh\n" + seen + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private boolean azWasCalled() {
    return Files.exists(folder.resolve("calls"));
  }

  private void moveToAzure() {
    connections.failWith(null);
  }

  private SignIn signIn(DigitalTwinsConfig config) {
    return SignIn.with(config)
        .httpClient(connections.client())
        .timing(TestTiming.of(fixture.time))
        .environment(environment)
        .listener(
            new AuthListener() {
              @Override
              public void credentialSelected(String credential) {
                selected.add(credential);
              }
            });
  }

  private TokenProvider chain(DigitalTwinsConfig config) {
    SignIn signIn = signIn(config);
    return TokenProviders.firstOf(
        signIn.environmentCredential(), signIn.managedIdentity(), signIn.azureCli());
  }

  private TokenProvider chain() {
    return chain(DigitalTwinsConfig.builder().build());
  }

  private DigitalTwinsConfig daemon() {
    return fixture.config(fixture.azure.entra().daemon());
  }

  @Test
  void laptopWithoutVariables_usesAzureCli() throws IOException {
    TokenProvider chain = chain();
    assertThat(chain.token(TWINS).value()).isEqualTo(DEVELOPER);
    moveToAzure();
    assertThat(chain.token(TWINS).value()).isEqualTo(DEVELOPER);
    assertThat(chain).hasToString("the Azure CLI");
  }

  @Test
  void laptopWithoutCredentials_getsEveryReason() throws IOException {
    Files.delete(folder.resolve("az"));
    environment.put("AZURE_CLIENT_ID", "of-another-program");
    environment.put("AZURE_CLIENT_SECRET", " ");
    assertThatThrownBy(() -> chain().token(TWINS))
        .isInstanceOf(CredentialUnavailableException.class)
        .hasMessageContaining("AZURE_CLIENT_SECRET")
        .hasMessageContaining("169.254.169.254")
        .hasMessageContaining("not on the PATH");
  }

  @Test
  void machineInAzure_usesManagedIdentity() throws IOException {
    moveToAzure();
    assertThat(chain().token(TWINS).value()).isNotEqualTo(DEVELOPER);
    assertThat(azWasCalled()).isFalse();
  }

  @Test
  void rejectedSecret_doesNotSelectOtherIdentity() throws IOException {
    moveToAzure();
    environment.put("AZURE_CLIENT_SECRET", "wrong");
    TokenProvider chain = chain(daemon());
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> chain.token(TWINS)).isInstanceOf(CredentialException.class);
    }
    assertThat(fixture.azure.requests(METADATA)).isEmpty();
    assertThat(azWasCalled()).isFalse();
  }

  @Test
  void environmentSecret_isSelectedAfterThrottling() throws IOException {
    moveToAzure();
    environment.put("AZURE_CLIENT_SECRET", fixture.azure.entra().daemon().secret());
    TokenProvider chain = chain(daemon());
    fixture.azure.script(SignInFixture.LOGIN).always(Faults.throttled(3));
    assertThatThrownBy(() -> chain.token(TWINS)).isInstanceOf(UnavailableException.class);
    assertThatThrownBy(() -> chain.token(TWINS)).isInstanceOf(UnavailableException.class);
    fixture.azure.script(SignInFixture.LOGIN).clear();
    fixture.time.advance(Duration.ofMinutes(5));
    assertThat(chain.token(TWINS).value()).isNotEqualTo(DEVELOPER);
    assertThat(azWasCalled()).isFalse();
    assertThat(fixture.azure.requests(METADATA)).isEmpty();
  }

  @Test
  void missingCredentialFile_isNotAbsent() {
    for (String variable : List.of("AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_FEDERATED_TOKEN_FILE")) {
      environment.put(variable, folder.resolve("missing").toString());
      SignIn signIn = signIn(daemon());
      TokenProvider chain =
          TokenProviders.firstOf(signIn.environmentCredential(), signIn.azureCli());
      assertThatThrownBy(() -> chain.token(TWINS)).isInstanceOf(CredentialException.class);
      environment.remove(variable);
    }
    assertThat(azWasCalled()).isFalse();
  }

  @Test
  void unreachableTokenService_isNotAbsent() {
    environment.put("AZURE_CLIENT_SECRET", "secret");
    SignIn signIn = signIn(daemon());
    TokenProvider chain = TokenProviders.firstOf(signIn.environmentCredential(), signIn.azureCli());
    assertThatThrownBy(() -> chain.token(TWINS)).isInstanceOf(UnavailableException.class);
    assertThat(azWasCalled()).isFalse();
  }

  @Test
  void credentialThatFailsLater_isNotAbsent() {
    environment.put("AZURE_USERNAME", "alice");
    environment.put("AZURE_PASSWORD", "canary");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> signIn(daemon()).environmentCredential())
        .withMessageContaining("AZURE_PASSWORD are no longer supported")
        .withMessageNotContaining("canary");
  }

  @Test
  void expiredCliSignIn_doesNotSelectOtherIdentity() throws IOException {
    moveToAzure();
    az("echo 'AADSTS700082: expired. Please run: az login' >&2; exit 1");
    SignIn signIn = signIn(DigitalTwinsConfig.builder().build());
    TokenProvider chain = TokenProviders.firstOf(signIn.azureCli(), signIn.managedIdentity());
    assertThatThrownBy(() -> chain.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
    assertThat(fixture.azure.requests(METADATA)).isEmpty();
  }

  @Test
  void serviceWithAbsentManagedIdentity_isAbsent() throws IOException {
    SignIn signIn = signIn(daemon());
    TokenProvider service =
        signIn.service(ClientCredential.managedIdentity(signIn.managedIdentity()));
    assertThat(TokenProviders.firstOf(service, signIn.azureCli()).token(TWINS).value())
        .isEqualTo(DEVELOPER);
  }

  // AZURE_TOKEN_CREDENTIALS

  @ParameterizedTest
  @ValueSource(strings = {"prod", "PROD", " Prod "})
  void prod_excludesAzureCli(String value) {
    environment.put("AZURE_TOKEN_CREDENTIALS", value);
    SignIn signIn = signIn(DigitalTwinsConfig.builder().build());
    TokenProvider direct = AzureCli.of(environment, null, Duration.ofSeconds(9));
    for (TokenProvider chain :
        List.of(
            chain(),
            TokenProviders.firstOf(signIn.managedIdentity(), signIn.azureCli()),
            TokenProviders.firstOf(signIn.azureCli()),
            TokenProviders.firstOf(TokenProviders.firstOf(signIn.azureCli())),
            TokenProviders.cached(direct),
            signIn.azureCli())) {
      assertThatThrownBy(() -> chain.token(TWINS))
          .isInstanceOf(CredentialUnavailableException.class)
          .hasMessageContaining("AZURE_TOKEN_CREDENTIALS");
    }
    assertThat(azWasCalled()).isFalse();
  }

  @Test
  void prod_keepsOtherCredentials() throws IOException {
    moveToAzure();
    environment.put("AZURE_TOKEN_CREDENTIALS", "prod");
    assertThat(chain().token(TWINS)).isNotNull();
    environment.put("AZURE_CLIENT_SECRET", fixture.azure.entra().daemon().secret());
    assertThat(chain(daemon()).token(TWINS)).isNotNull();
    assertThat(selected).containsExactly("client secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "AzureCliCredential", "azureclicredential"})
  void dev_usesAzureCli(String value) throws IOException {
    moveToAzure();
    environment.put("AZURE_TOKEN_CREDENTIALS", value);
    environment.put("AZURE_CLIENT_SECRET", "secret");
    environment.put("MSI_ENDPOINT", "a platform that is not supported");
    assertThat(chain().token(TWINS).value()).isEqualTo(DEVELOPER);
    assertThat(fixture.azure.requests()).isEmpty();
    TokenProvider direct =
        ManagedIdentity.of(
            ManagedIdentityId.systemAssigned(),
            Map.of("AZURE_TOKEN_CREDENTIALS", value),
            fixture.azure.httpClient());
    assertThatThrownBy(() -> direct.token(TWINS))
        .isInstanceOf(CredentialUnavailableException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "EnvironmentCredential, client secret",
    "ManagedIdentityCredential, ''",
    "WorkloadIdentityCredential, federated token"
  })
  void name_selectsOneCredential(String name, String kind) throws IOException {
    moveToAzure();
    environment.put("AZURE_TOKEN_CREDENTIALS", name);
    environment.put("AZURE_CLIENT_SECRET", fixture.azure.entra().daemon().secret());
    if (name.startsWith("Workload")) {
      environment.put("AZURE_FEDERATED_TOKEN_FILE", folder.resolve("missing").toString());
      environment.put("AZURE_CLIENT_ID", fixture.azure.entra().daemon().clientId());
      environment.put("AZURE_TENANT_ID", fixture.azure.entra().tenantId());
      assertThatThrownBy(() -> chain(daemon()).token(TWINS))
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining("federated token file");
    } else {
      assertThat(chain(daemon()).token(TWINS)).isNotNull();
    }
    assertThat(String.join("", selected)).startsWith(kind).hasSizeLessThan(200);
    assertThat(fixture.azure.requests(METADATA)).hasSize(name.startsWith("Managed") ? 1 : 0);
    assertThat(azWasCalled()).isFalse();
  }

  @Test
  void unsupportedCredentialName_selectsNothing() {
    environment.put("AZURE_TOKEN_CREDENTIALS", "AzurePowerShellCredential");
    assertThatThrownBy(() -> chain().token(TWINS))
        .isInstanceOf(CredentialUnavailableException.class);
    assertThat(azWasCalled()).isFalse();
  }

  @Test
  void blankValue_countsAsUnset() throws IOException {
    environment.put("AZURE_TOKEN_CREDENTIALS", " ");
    assertThat(chain().token(TWINS).value()).isEqualTo(DEVELOPER);
  }

  @Test
  void invalidValue_isRejectedWithValidValues() {
    environment.put("AZURE_TOKEN_CREDENTIALS", "production");
    SignIn signIn = signIn(DigitalTwinsConfig.builder().build());
    for (Runnable factory :
        List.<Runnable>of(
            signIn::azureCli, signIn::managedIdentity, signIn::environmentCredential)) {
      assertThatIllegalArgumentException()
          .isThrownBy(factory::run)
          .withMessageContaining("'production'")
          .withMessageContaining("prod, dev, EnvironmentCredential, WorkloadIdentityCredential")
          .withMessageContaining("ManagedIdentityCredential, AzureCliCredential");
    }
    environment.put("AZURE_TOKEN_CREDENTIALS", "abc8Q~canary");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> signIn(daemon()).azureCli())
        .withMessageNotContaining("canary");
  }
}
