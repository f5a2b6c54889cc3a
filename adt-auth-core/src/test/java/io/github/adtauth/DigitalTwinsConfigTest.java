package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigitalTwinsConfigTest {
  private static final String ID = "1f0c2a44-7b1d-4a0e-9c58-0e6f1f6d2b11";
  private static final String SECRET = "abC8Q~dEfGhIjKlMnOpQrStUvWxYz0123456789a";

  @Test
  void emptyConfig_hasDefaults_missingSettingNamesFix() {
    DigitalTwinsConfig config = DigitalTwinsConfig.builder().build();

    assertThat(config.cloud()).isEqualTo(Cloud.PUBLIC);
    assertThat(config.apiVersion()).isEqualTo("2023-10-31");
    assertThat(config.callTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.tokenTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.findClientSecret()).isEmpty();
    assertThat(config.redirectUri()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(config::clientId)
        .withMessageStartingWith(
            "Client ID is missing: set it in code, with AZURE_CLIENT_ID or as ClientId in a file. ")
        .withMessageContaining("step 4 (Overview");
    assertThatIllegalArgumentException()
        .isThrownBy(config::clientSecret)
        .withMessageContaining("with AZURE_CLIENT_SECRET")
        .withMessageContaining("step 7");
    assertThatIllegalArgumentException().isThrownBy(config::tenant).withMessageContaining("step 4");
    assertThatIllegalArgumentException()
        .isThrownBy(config::resource)
        .withMessageContaining("ADT_ENDPOINT")
        .withMessageContaining("'Host name'");
  }

  @Test
  void environment_usesVariablesOfAzureIdentity() {
    DigitalTwinsConfig config =
        DigitalTwinsConfig.builder()
            .environment(
                Map.of(
                    "AZURE_CLIENT_ID", ID.toUpperCase(Locale.ROOT),
                    "AZURE_TENANT_ID", "Contoso.OnMicrosoft.com",
                    "AZURE_CLIENT_SECRET", SECRET + "\n",
                    "AZURE_AUTHORITY_HOST", "https://login.microsoftonline.us/",
                    "ADT_ENDPOINT", "contoso.api.usgv.digitaltwins.azure.us",
                    "ADT_API_VERSION", "2022-05-31",
                    "ADT_REDIRECT_URI", " ",
                    "UNRELATED", "<x>"))
            .build();

    assertThat(config.clientId()).isEqualTo(ID);
    assertThat(config.tenant()).isEqualTo("contoso.onmicrosoft.com");
    assertThat(config.findClientSecret()).contains(Secret.of(SECRET));
    assertThat(config.cloud()).isEqualTo(Cloud.US_GOVERNMENT);
    assertThat(config.apiVersion()).isEqualTo("2022-05-31");
    assertThat(config.redirectUri()).isEmpty();
    assertThat(config.resource())
        .isEqualTo(
            new ProtectedResource(
                URI.create("https://contoso.api.usgv.digitaltwins.azure.us"),
                "https://digitaltwins.azure.net/.default"));
  }

  @Test
  void laterSource_takesPrecedence(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("a.properties"), "tenant=file.com");
    Map<String, String> environment = Map.of("AZURE_TENANT_ID", "environment.com");

    assertThat(DigitalTwinsConfig.builder().environment(environment).file(file).build().tenant())
        .isEqualTo("file.com");
    assertThat(DigitalTwinsConfig.builder().file(file).environment(environment).build().tenant())
        .isEqualTo("environment.com");
    assertThat(DigitalTwinsConfig.builder().file(file).tenant("code.com").build().tenant())
        .isEqualTo("code.com");
    assertThat(DigitalTwinsConfig.builder().tenant("<none>").file(file).build().tenant())
        .isEqualTo("file.com");
  }

  @ParameterizedTest
  @CsvSource({
    "contoso.api.weu.digitaltwins.azure.net, https://contoso.api.weu.digitaltwins.azure.net",
    "contoso.api.weu.digitaltwins.azure.net/, https://contoso.api.weu.digitaltwins.azure.net/",
    "HTTPS://Contoso.API.weu.digitaltwins.azure.net, https://contoso.api.weu.digitaltwins.azure.net",
    "https://contoso.azure.net:8443/Path/v1.0/, https://contoso.azure.net:8443/Path/v1.0/",
    "https://contoso.azure.net:, https://contoso.azure.net",
    "localhost:8443, https://localhost:8443",
    "https://contoso.azure.net:443, https://contoso.azure.net",
    "contoso.azure.net:0443/v1, https://contoso.azure.net/v1",
    "contoso.azure.net:80, https://contoso.azure.net:80",
    "gateway:443, https://gateway",
    "https://gateway, https://gateway",
    "https://xn--mnchen-3ya.azure.net, https://xn--mnchen-3ya.azure.net",
  })
  void endpoint_isNormalized(String given, String endpoint) {
    assertThat(DigitalTwinsConfig.builder().endpoint(given).build().endpoint())
        .hasToString(endpoint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://login.microsoftonline.com",
        "https://login.microsoftonline.com/",
        "login.microsoftonline.com",
        "LOGIN.microsoftonline.com/",
      })
  void authorityHost_isNormalized(String given) {
    DigitalTwinsConfig config =
        DigitalTwinsConfig.builder().environment(Map.of("AZURE_AUTHORITY_HOST", given)).build();
    assertThat(config.cloud()).isEqualTo(Cloud.PUBLIC);
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost, http://localhost",
    "http://localhost:8080/, http://localhost:8080/",
    "HTTP://LocalHost:8080/Back, http://localhost:8080/Back",
    "http://127.0.0.1:8080, http://127.0.0.1:8080",
  })
  void loopbackRedirectUri_isAccepted(String given, String redirect) {
    assertThat(DigitalTwinsConfig.builder().redirectUri(given).build().redirectUri())
        .contains(URI.create(redirect));
  }

  @ParameterizedTest
  @ValueSource(strings = {" %s ", "\t%s\r\n", "\uFEFF%s", "\u00a0%s\u200b", "%s"})
  void surroundingWhitespace_isRemoved(String form) {
    assertThat(DigitalTwinsConfig.builder().clientId(form.formatted(ID)).build().clientId())
        .isEqualTo(ID);
  }

  @Test
  void appIdUris_areReadFromCodeAndEnvironment() {
    assertThat(DigitalTwinsConfig.builder().build().appIdUris()).isEmpty();
    assertThat(
            DigitalTwinsConfig.builder()
                .environment(Map.of("ADT_APP_ID_URI", "api://contoso.com/rooms https://rooms"))
                .build()
                .appIdUris())
        .containsExactly("api://contoso.com/rooms", "https://rooms");
    assertThat(DigitalTwinsConfig.builder().appIdUri("api://rooms").build().appIdUris())
        .containsExactly("api://rooms");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwinsConfig.builder().appIdUri("rooms").build())
        .withMessageContaining("App ID URI")
        .withMessageContaining("api://contoso.com/rooms");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://login.example:443", "https://LOGIN.example:443/"})
  void defaultPortOfAuthority_isRemoved(String authority) {
    assertThat(new Cloud(URI.create(authority), "api://x/.default").authorityHost())
        .hasToString("https://login.example");
  }

  @Test
  void customCloud_isUsed() {
    Cloud own = new Cloud(URI.create("https://login.example:8443/"), "api://x/.default");
    DigitalTwinsConfig config = DigitalTwinsConfig.builder().cloud(own).build();
    assertThat(config.cloud()).isEqualTo(own);
    assertThat(own.authorityHost()).hasToString("https://login.example:8443");
  }

  @Test
  void timeouts_areLimited() {
    DigitalTwinsConfig.Builder builder = DigitalTwinsConfig.builder();
    DigitalTwinsConfig config =
        builder.callTimeout(Duration.ofDays(1)).tokenTimeout(Duration.ofMillis(1)).build();
    assertThat(config.callTimeout()).isEqualTo(Duration.ofDays(1));
    assertThat(config.tokenTimeout()).isEqualTo(Duration.ofMillis(1));
    for (Duration wrong :
        new Duration[] {
          Duration.ZERO, Duration.ofSeconds(-1), Duration.ofNanos(1), Duration.ofDays(2)
        }) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> builder.callTimeout(wrong))
          .withMessageContaining("callTimeout must be between 1 ms and 1 day: " + wrong);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> builder.tokenTimeout(wrong))
          .withMessageContaining("tokenTimeout");
    }
  }

  @Test
  void nullValue_messageNamesSetting() {
    assertThatNullPointerException()
        .isThrownBy(() -> DigitalTwinsConfig.builder().clientId(System.getenv("NO_SUCH")))
        .withMessage("Client ID must not be null");
  }

  @Test
  void toString_redactsSecret() {
    DigitalTwinsConfig config =
        DigitalTwinsConfig.builder()
            .clientId(ID)
            .clientSecret(Secret.of(SECRET))
            .endpoint("contoso.azure.net")
            .build();
    assertThat(config)
        .hasToString(
            "DigitalTwinsConfig[Client ID="
                + ID
                + ", Endpoint=https://contoso.azure.net, Client secret=***]");
  }
}
