package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
  private static final String APP_SETTINGS =
      """
      {
        // as in the samples of 2018
        "AADInstance": "https://login.microsoftonline.com/",
        "AadRedirectUri": "http://localhost:8080/",
        "ClientId": "1f0c3d5e-1111-2222-3333-444455556666",
        "Tenant": "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        "Resource": "0b07f429-9f4b-4714-9392-cc5e8e80c8b0",
        "Scopes": ["0b07f429-9f4b-4714-9392-cc5e8e80c8b0/Read.Write"],
        "BaseUrl": "https://contoso.westcentralus.azuresmartspaces.net/management/api/v1.0/",
        "Unknown": {"a": 1}
      }
      """;

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void appSettingsOf2018_areRead() throws IOException {
    DigitalTwinsConfig config = DigitalTwinsConfig.fromFile(file("appSettings.json", APP_SETTINGS));
    assertThat(config.clientId()).startsWith("1f0c3d5e");
    assertThat(config.tenant()).startsWith("3f2504e0");
    assertThat(config.endpoint()).hasPath("/management/api/v1.0/");
    assertThat(config.redirectUri()).contains(URI.create("http://localhost:8080/"));
    assertThat(config.cloud().authorityHost()).isEqualTo(Cloud.PUBLIC.authorityHost());
    assertThat(config.cloud().scope()).isEqualTo("0b07f429-9f4b-4714-9392-cc5e8e80c8b0/Read.Write");
  }

  @Test
  void devOverlay_winsOverTheFile() throws IOException {
    Path file = file("appSettings.json", APP_SETTINGS);
    file("appSettings.dev.json", "{\"Tenant\":\"dev.example\",\"ClientSecret\":\"s\"}");
    DigitalTwinsConfig config = DigitalTwinsConfig.fromFile(file);
    assertThat(config.tenant()).isEqualTo("dev.example");
    assertThat(config.clientId()).startsWith("1f0c3d5e");
    assertThat(config.clientSecret()).contains(Secret.of("s"));
  }

  @Test
  @SuppressWarnings("StringConcatToTextBlock") // byte order mark and line ends are the point
  void properties_areRead_howeverTheirKeysAreWritten() throws IOException {
    Path file =
        file(
            "adt.properties",
            "\uFEFFclient-id = 1f0c3d5e-1111-2222-3333-444455556666\r\n"
                + "AZURE_TENANT_ID=contoso.com\r\n"
                + "endpoint=h.example\r\n"
                + "api.version=2022-05-31\r\n"
                + "#comment ü\r\n");
    DigitalTwinsConfig config = DigitalTwinsConfig.fromFile(file);
    assertThat(config.clientId()).startsWith("1f0c3d5e");
    assertThat(config.tenant()).isEqualTo("contoso.com");
    assertThat(config.endpoint()).isEqualTo(URI.create("https://h.example"));
    assertThat(config.apiVersion()).isEqualTo("2022-05-31");
  }

  @Test
  void wrongValue_isToldWithKeyAndFile() throws IOException {
    Path file = file("a.json", "{\"Tenant\":\"common\"}");
    assertThatThrownBy(() -> DigitalTwinsConfig.fromFile(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'Tenant'", "a.json", "one directory");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "null", "{", "{\"ClientSecret\":\"s3cr3t\"", "<html>s3cr3t</html>", "7"})
  void fileThatIsNoJsonObject_isRefused_withoutQuotingIt(String text) throws IOException {
    Path file = file("a.JSON", text);
    assertThatThrownBy(() -> DigitalTwinsConfig.fromFile(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a.JSON")
        .hasMessageNotContaining("s3cr3t")
        .hasNoCause();
  }

  @Test
  void malformedProperties_areRefused() throws IOException {
    Path file = file("a.properties", "clientId=\\u00zz");
    assertThatThrownBy(() -> DigitalTwinsConfig.fromFile(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("malformed");
  }

  @Test
  void missingFile_isTold() {
    assertThatThrownBy(() -> DigitalTwinsConfig.fromFile(folder.resolve("none.json")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("no settings file", "none.json");
  }

  @Test
  void folder_isNoFile() {
    assertThatThrownBy(() -> DigitalTwinsConfig.fromFile(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void hugeFile_isRefused() throws IOException {
    Path file = file("a.json", " ".repeat((1 << 20) + 1));
    assertThatThrownBy(() -> DigitalTwinsConfig.fromFile(file)).hasMessageContaining("1 MB");
  }
}
