package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearMissesTest {
  private static final String ID = "1f0c2a44-7b1d-4a0e-9c58-0e6f1f6d2b11";
  private static final String SECRET = "abC8Q~dEfGhIjKlMnOpQrStUvWxYz0123456789a";

  @TempDir private Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void sectionOfMicrosoftIdentityWeb_isNamedButNotRead() throws IOException {
    DigitalTwinsConfig config =
        DigitalTwinsConfig.fromFile(
            write(
                "appsettings.json",
                "{\"AzureAd\": {\"Instance\": \"https://login.microsoftonline.com/\", \"ClientId\": \""
                    + ID
                    + "\", \"TenantId\": \"contoso.com\", \"ClientCredentials\": [{\"ClientSecret\": \""
                    + SECRET
                    + "\"}]}}"));
    assertMissing(config::clientId, "'AzureAd.ClientId' in ", "appsettings.json");
    assertMissing(config::tenant, "'AzureAd.TenantId'");
    assertMissing(config::clientSecret, "'AzureAd.ClientCredentials.ClientSecret'");
    assertThat(catchThrowable(config::endpoint)).hasMessageNotContaining("Ignored similar names");
  }

  private static void assertMissing(Runnable getter, String... words) {
    assertThatIllegalArgumentException()
        .isThrownBy(getter::run)
        .withMessageContaining(" is missing: ")
        .withMessageContaining("Ignored similar names: ")
        .withMessageContainingAll(words)
        .withMessageNotContaining(SECRET)
        .withMessageNotContaining(ID);
  }

  @Test
  void valuesOfAzureFunctions_areNamed() throws IOException {
    DigitalTwinsConfig config =
        DigitalTwinsConfig.fromFile(
            write(
                "local.settings.json",
                "{\"IsEncrypted\": false, \"Values\": {\"AZURE_CLIENT_ID\": \""
                    + ID
                    + "\", \"ADT_SERVICE_URL\": \"https://a.digitaltwins.azure.net\"}}"));
    assertMissing(config::clientId, "'Values.AZURE_CLIENT_ID'");
    assertMissing(config::endpoint, "'Values.ADT_SERVICE_URL'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "instanceUrl",
        "ADT_SERVICE_URL",
        "adt.instance-url",
        "digitalTwinsUrl",
        "AZURE_DIGITALTWINS_ENDPOINT",
        "adtInstanceHostName",
        "HostName",
        "azure.digitaltwins.endpoint",
        "Twins__Endpoint",
        "enpoint",
        "endpiont",
        "endpoints",
      })
  void otherNamesOfEndpoint_areNamed(String key) throws IOException {
    DigitalTwinsConfig config =
        DigitalTwinsConfig.fromFile(write("a.properties", key + "=https://x"));
    assertMissing(config::endpoint, "'" + key + "'");
  }

  @Test
  void propertiesOfSpringCloudAzure_areNamed() throws IOException {
    DigitalTwinsConfig config =
        DigitalTwinsConfig.fromFile(
            write(
                "application.properties",
                "spring.cloud.azure.credential.client-id="
                    + ID
                    + "\nspring.cloud.azure.profile.tenant-id=contoso.com"
                    + "\nspring.cloud.azure.credential.client-secret="
                    + SECRET));
    assertMissing(config::clientId, "'spring.cloud.azure.credential.client-id'");
    assertMissing(config::tenant, "'spring.cloud.azure.profile.tenant-id'");
    assertMissing(config::clientSecret, "'spring.cloud.azure.credential.client-secret'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cleintId", "Client-Idd", "clintId", "applicationId", "AadClientId"})
  void misspelledClientId_isNamed(String key) throws IOException {
    DigitalTwinsConfig config = DigitalTwinsConfig.fromFile(write("a.properties", key + "=" + ID));
    assertMissing(config::clientId, "'" + key + "'");
  }

  @Test
  void azureVariables_areNamed() {
    DigitalTwinsConfig config =
        DigitalTwinsConfig.builder()
            .environment(
                Map.of(
                    "ADT_SERVICE_URL", "https://x",
                    "ARM_CLIENT_ID", ID,
                    "GITHUB_CLIENT_ID", "other"))
            .build();
    assertMissing(config::endpoint, "'ADT_SERVICE_URL' in the environment");
    assertMissing(config::clientId, "'ARM_CLIENT_ID' in the environment");
    assertThat(catchThrowable(config::clientId)).hasMessageNotContaining("GITHUB");
  }

  @Test
  void unrelatedKeys_areNotNamed() throws IOException {
    DigitalTwinsConfig config =
        DigitalTwinsConfig.fromFile(
            write("a.properties", "logging.level=INFO\nserver.port=8080\nname=x\nclient=y"));
    for (Runnable getter :
        new Runnable[] {config::clientId, config::tenant, config::endpoint, config::clientSecret}) {
      assertThat(catchThrowable(getter::run)).hasMessageNotContaining("Ignored similar names");
    }
  }

  @Test
  void laterChangesOfBuilder_doNotChangeConfig() {
    DigitalTwinsConfig.Builder builder = DigitalTwinsConfig.builder();
    DigitalTwinsConfig config = builder.build();
    builder.environment(Map.of("ADT_SERVICE_URL", "https://x"));
    assertThat(catchThrowable(config::endpoint)).hasMessageNotContaining("Ignored similar names");
  }
}
