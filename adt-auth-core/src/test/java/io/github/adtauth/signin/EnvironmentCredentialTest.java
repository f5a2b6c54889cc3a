package io.github.adtauth.signin;

import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.adtauth.AuthListener;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.TestTiming;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.credential.ManagedIdentityId;
import io.github.adtauth.credential.TestKeys;
import io.github.adtauth.token.AccessToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the environment variables and their precedence, which are those of azure-identity. */
class EnvironmentCredentialTest {
  @TempDir private static Path folder;

  private final CredentialFixture credentials = new CredentialFixture(folder);
  private final Map<String, String> environment = new HashMap<>();
  private final List<String> selected = new ArrayList<>();

  @AfterEach
  void stop() {
    credentials.close();
  }

  @BeforeEach
  void writeCredentialFiles() throws IOException {
    environment.put("AZURE_CLIENT_SECRET", credentials.entra.daemon().secret());
    Path pfx =
        Files.write(
            credentials.folder.resolve("job.pfx"), TestKeys.pfx("word", credentials.certificate));
    environment.put("AZURE_CLIENT_CERTIFICATE_PATH", pfx.toString());
    environment.put("AZURE_CLIENT_CERTIFICATE_PASSWORD", "word");
    environment.put("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN", "true");
    Path token =
        Files.writeString(
            credentials.folder.resolve("token"), credentials.federated(CredentialFixture.AUDIENCE));
    environment.put("AZURE_FEDERATED_TOKEN_FILE", token.toString());
  }

  private AccessToken token() throws IOException {
    return credentials
        .fixture
        .signIn(credentials.entra.daemon())
        .environment(environment)
        .listener(
            new AuthListener() {
              @Override
              public void credentialSelected(String credential) {
                selected.add(credential);
              }
            })
        .environmentCredential()
        .token(TWINS);
  }

  @Test
  void credentials_areSelectedInOrder() throws IOException {
    assertThat(token()).isNotNull();
    environment.remove("AZURE_CLIENT_SECRET");
    assertThat(token()).isNotNull();
    environment.put("AZURE_CLIENT_CERTIFICATE_PATH", " ");
    assertThat(token()).isNotNull();
    assertThat(selected)
        .containsExactly(
            "client secret",
            "certificate of " + credentials.folder.resolve("job.pfx"),
            "federated token of " + credentials.folder.resolve("token"));
  }

  @Test
  void emptyEnvironment_isExplained() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClientCredential.fromEnvironment(Map.of("AZURE_USERNAME", "alice")))
        .withMessageContaining("AZURE_CLIENT_SECRET")
        .withMessageContaining("AZURE_CLIENT_CERTIFICATE_PATH")
        .withMessageContaining("AZURE_FEDERATED_TOKEN_FILE")
        .withMessageContaining("AZURE_USERNAME");
  }

  @Test
  void kubernetesPod_usesFederatedToken() throws IOException {
    Map<String, String> pod =
        Map.of(
            "AZURE_FEDERATED_TOKEN_FILE", environment.get("AZURE_FEDERATED_TOKEN_FILE"),
            "AZURE_CLIENT_ID", credentials.entra.daemon().clientId(),
            "AZURE_TENANT_ID", credentials.entra.tenantId());
    SignIn signIn =
        SignIn.with(DigitalTwinsConfig.builder().build())
            .httpClient(credentials.fixture.azure.httpClient())
            .timing(TestTiming.of(credentials.fixture.time))
            .environment(pod);
    assertThat(signIn.managedIdentity().token(TWINS)).isNotNull();
    assertThat(
            signIn
                .managedIdentity(ManagedIdentityId.clientId(credentials.entra.webApi().clientId()))
                .token(TWINS))
        .isNotNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> signIn.managedIdentity(ManagedIdentityId.objectId("x")));
  }
}
