package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigitalTwinsConfigTest {
  private static final String CLIENT_ID = "1F0C3D5E-1111-2222-3333-444455556666";
  private static final String TENANT = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

  private static DigitalTwinsConfig.Builder good() {
    return DigitalTwinsConfig.builder()
        .clientId(CLIENT_ID)
        .tenant(TENANT)
        .endpoint("https://contoso.api.weu.digitaltwins.azure.net");
  }

  @Test
  void threeSettings_areEnough() {
    DigitalTwinsConfig config = good().build();
    assertThat(config.clientId()).isEqualTo(CLIENT_ID.toLowerCase(java.util.Locale.ROOT));
    assertThat(config.tenant()).isEqualTo(TENANT);
    assertThat(config.endpoint()).hasHost("contoso.api.weu.digitaltwins.azure.net");
    assertThat(config.cloud()).isEqualTo(Cloud.PUBLIC);
    assertThat(config.apiVersion()).isEqualTo("2023-10-31");
    assertThat(config.resource().scope()).isEqualTo("https://digitaltwins.azure.net/.default");
    assertThat(config.callTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.tokenTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.clientSecret()).isEmpty();
    assertThat(config.redirectUri()).isEmpty();
  }

  @Test
  void missingSetting_isToldByWhoeverNeedsIt_withItsVariableAndItsPlace() {
    DigitalTwinsConfig empty = DigitalTwinsConfig.builder().build();
    assertThatThrownBy(empty::clientId)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("Client ID is missing", "AZURE_CLIENT_ID", "step 4", "Overview");
    assertThatThrownBy(empty::tenant).hasMessageContainingAll("Tenant", "AZURE_TENANT_ID");
    assertThatThrownBy(empty::endpoint)
        .hasMessageContainingAll("Endpoint", "ADT_ENDPOINT", "Host name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "my-app", "<your client id>", "{1f0c3d5e-1111-2222-3333-444455556666}",
        "1f0c3d5e-1111-2222-3333-44445555666", "1f0c3d5e111122223333444455556666", ""
      })
  void clientIdThatIsNoGuid_isRefused(String value) {
    assertThatThrownBy(() -> good().clientId(value).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("Client ID", "'" + value + "'", "code", "step 4");
  }

  @ParameterizedTest
  @CsvSource({"common", "Organizations", "CONSUMERS"})
  void tenantThatIsNoDirectory_isRefusedWithTheReason(String value) {
    assertThatThrownBy(() -> good().tenant(value).build())
        .hasMessageContainingAll("Tenant", value, "one directory");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "contoso",
        "a b.com",
        "-x.com",
        "contoso.com/../common",
        "https://login/x",
        "contoso..com",
        "con%74oso.com",
        "contoso.com?x",
        "contoso.com#x"
      })
  void tenantThatIsNoDomain_isRefused(String value) {
    assertThatThrownBy(() -> good().tenant(value).build()).hasMessageContaining("Tenant");
  }

  @Test
  void domainOfADirectory_isATenant() {
    assertThat(good().tenant(" Contoso.onmicrosoft.com ").build().tenant())
        .isEqualTo("contoso.onmicrosoft.com");
  }

  @ParameterizedTest
  @CsvSource({
    "contoso.api.weu.digitaltwins.azure.net, https://contoso.api.weu.digitaltwins.azure.net",
    "HTTPS://Contoso.API.weu.digitaltwins.azure.net/,"
        + " https://contoso.api.weu.digitaltwins.azure.net/",
    "https://h.example:8443, https://h.example:8443",
    "https://x.azuresmartspaces.net/management/api/v1.0/,"
        + " https://x.azuresmartspaces.net/management/api/v1.0/",
  })
  void endpoint_isTakenAsPeopleWriteIt(String given, String taken) {
    assertThat(good().endpoint(given).build().endpoint()).isEqualTo(URI.create(taken));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://contoso.example", "https://", "https://user@h.example", "https://h.example?x=1",
        "https://h.example#f", "https://h example", "ftp://h.example", "<endpoint>"
      })
  void endpointThatIsNone_isRefused(String value) {
    assertThatThrownBy(() -> good().endpoint(value).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("Endpoint", "Host name");
  }

  @Test
  void severalFaults_areToldTogether() {
    assertThatThrownBy(
            () ->
                DigitalTwinsConfig.builder()
                    .environment(
                        Map.of(
                            "AZURE_CLIENT_ID", "x",
                            "AZURE_TENANT_ID", "common",
                            "ADT_ENDPOINT", "http://h"))
                    .build())
        .hasMessageContainingAll(
            "environment variable AZURE_CLIENT_ID",
            "environment variable AZURE_TENANT_ID",
            "environment variable ADT_ENDPOINT");
  }

  @Test
  void environment_isReadByTheNamesOfAzureIdentity() {
    DigitalTwinsConfig config =
        DigitalTwinsConfig.builder()
            .environment(
                Map.of(
                    "AZURE_CLIENT_ID", CLIENT_ID,
                    "AZURE_TENANT_ID", TENANT,
                    "AZURE_CLIENT_SECRET", "s3cr3t",
                    "AZURE_AUTHORITY_HOST", "https://login.microsoftonline.us/",
                    "ADT_ENDPOINT", "h.digitaltwins.azure.us",
                    "ADT_API_VERSION", "2022-05-31",
                    "ADT_SCOPE", "https://x/.default",
                    "ADT_REDIRECT_URI", " "))
            .build();
    assertThat(config.cloud().authorityHost())
        .isEqualTo(URI.create("https://login.microsoftonline.us"));
    assertThat(config.cloud().scope()).isEqualTo("https://x/.default");
    assertThat(config.apiVersion()).isEqualTo("2022-05-31");
    assertThat(config.clientSecret()).contains(Secret.of("s3cr3t"));
    assertThat(config.redirectUri()).isEmpty();
  }

  @Test
  void laterSource_winsOverAnEarlierOne() {
    Map<String, String> environment = Map.of("AZURE_TENANT_ID", "fabrikam.com");
    assertThat(good().environment(environment).build().tenant()).isEqualTo("fabrikam.com");
    assertThat(
            DigitalTwinsConfig.builder().environment(environment).tenant(TENANT).build().tenant())
        .isEqualTo(TENANT);
  }

  @Test
  void fromEnvironment_readsTheProcess() {
    assertThat(DigitalTwinsConfig.fromEnvironment()).isNotNull();
  }

  @Test
  void secret_isNeverShown() {
    DigitalTwinsConfig config = good().clientSecret(Secret.of("s3cr3t")).build();
    assertThat(config).asString().contains("***", "Tenant").doesNotContain("s3cr3t");
    assertThatThrownBy(
            () ->
                DigitalTwinsConfig.builder()
                    .environment(
                        Map.of("AZURE_CLIENT_ID", "s3cr3t", "AZURE_CLIENT_SECRET", "s3cr3t2"))
                    .build())
        .hasMessageNotContaining("s3cr3t2");
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8080/, true",
    "http://localhost, true",
    "https://localhost, false",
    "http://evil.example, false",
    "https://microsoft.com, false",
    "localhost, false"
  })
  void redirectUri_isOnThisMachine(String value, boolean fits) {
    if (fits) {
      assertThat(good().redirectUri(value).build().redirectUri()).contains(URI.create(value));
    } else {
      assertThatThrownBy(() -> good().redirectUri(value).build())
          .hasMessageContainingAll("Redirect URI", "http://localhost");
    }
  }

  @ParameterizedTest
  @CsvSource({"2023-10-31, true", "2023-07-31-preview, true", "v1, false", "2023-10-31&x=y, false"})
  void apiVersion_looksLikeADate(String value, boolean fits) {
    if (fits) {
      assertThat(good().apiVersion(value).build().apiVersion()).isEqualTo(value);
    } else {
      assertThatThrownBy(() -> good().apiVersion(value).build()).hasMessageContaining("2023-10-31");
    }
  }

  @Test
  void clouds_areStated() {
    assertThat(good().cloud(Cloud.US_GOVERNMENT).build().cloud()).isEqualTo(Cloud.US_GOVERNMENT);
    assertThatThrownBy(() -> new Cloud(URI.create("http://login"), "s"))
        .hasMessageContaining("https");
    assertThatThrownBy(() -> new Cloud(URI.create("https://login/tenant"), "s"))
        .hasMessageContaining("path");
    assertThatThrownBy(() -> new Cloud(URI.create("https://login"), "a b"))
        .hasMessageContaining("scope");
  }

  @Test
  void timeouts_arePositive() {
    DigitalTwinsConfig config =
        good().callTimeout(Duration.ofSeconds(5)).tokenTimeout(Duration.ofSeconds(2)).build();
    assertThat(config.callTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.tokenTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThatThrownBy(() -> good().callTimeout(Duration.ZERO)).hasMessageContaining("callTimeout");
    assertThatThrownBy(() -> good().tokenTimeout(Duration.ofSeconds(-1)))
        .hasMessageContaining("tokenTimeout");
  }

  @Test
  void longValue_isShortenedInTheMessage() {
    assertThatThrownBy(() -> good().clientId("x".repeat(5_000) + "\n").build())
        .hasMessageContaining("…")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
  }
}
