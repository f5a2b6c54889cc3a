package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.adtauth.internal.files.TestFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ConfigFileTest {
  private static final String ID = "1f0c2a44-7b1d-4a0e-9c58-0e6f1f6d2b11";
  private static final String SECRET = "abC8Q~dEfGhIjKlMnOpQrStUvWxYz0123456789a";
  private static final String OF_2018 =
      """
      {
        "AADInstance": "https://login.microsoftonline.com/",
        "AadRedirectUri": "http://localhost:8080/",
        "ClientId": "<your Client ID>",
        "Tenant": "contoso.onmicrosoft.com",
        "Resource": "0b07f429-9f4b-4714-9392-cc5e8e80c8b0",
        "BaseUrl": "https://contoso.westeurope.azuresmartspaces.net/management/api/v1.0/"
      }
      """;

  @TempDir Path folder;

  @Test
  void jsonOf2018WithOverlay_isRead() throws Exception {
    write("appSettings.dev.json", "{\"ClientId\": \"" + ID + "\"}");
    String endpoint = "https://contoso.westeurope.azuresmartspaces.net";
    DigitalTwinsConfig config =
        DigitalTwinsConfig.builder()
            .endpoint(endpoint)
            .file(write("appSettings.json", OF_2018))
            .build();

    assertThat(config.clientId()).isEqualTo(ID);
    assertThat(config.tenant()).isEqualTo("contoso.onmicrosoft.com");
    assertThat(config.endpoint()).hasToString(endpoint + "/management/api/v1.0/");
    assertThat(config.redirectUri()).contains(URI.create("http://localhost:8080/"));
    assertThat(config.cloud()).isEqualTo(Cloud.PUBLIC);
  }

  @Test
  void jsonWithPlaceholders_messageNamesFileAndKey() throws Exception {
    Path file = write("appSettings.json", OF_2018);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwinsConfig.fromFile(file))
        .withMessageStartingWith("Invalid Client ID '<your Client ID>' (from 'ClientId' in " + file)
        .withMessageContaining("a placeholder");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Tenant\":\"contoso.com\"}",
        "\uFEFF{\"Tenant\":\"contoso.com\"}",
        "{\r\n// the \"directory\", {\r\n\"Tenant\": \"contoso.com\", /* , */\r\n}\r\n",
        "{\"Scopes\": [\"a/b\",], \"Tenant\":\"contoso.com\",}",
        "{\"Other\": \"a,}\\\",]\", \"Nested\": {\"Tenant\": \"x y\"}, \"Tenant\":\"contoso.com\"}",
        "{\"ClientId\": null, \"Scopes\": [], \"Tenant\":\"contoso.com\"}",
        "{\"tenant-id\":\"contoso.com\"}",
        "{\"Tenant\":\"contoso.com\",\"TenantId\":\"contoso.com\"}",
      })
  void json_isReadLikeDotNet(String text) throws Exception {
    assertThat(DigitalTwinsConfig.fromFile(write("a.JSON", text)).tenant())
        .isEqualTo("contoso.com");
    assertThat(DigitalTwinsConfig.fromFile(write("a.conf", text)).tenant())
        .isEqualTo("contoso.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "garbage",
        "{",
        "{\"a\": \"",
        "{\"a\": \"\\",
        "/*",
        "{\"ClientSecret\": \"" + SECRET + "\" \"" + SECRET + "\"}",
        "{\"ClientSecret\": " + SECRET + " " + SECRET + "}",
      })
  void malformedJson_isRejectedWithoutQuoting(String text) throws Exception {
    Path file = write("a.json", text);
    Throwable rejection = catchThrowable(() -> DigitalTwinsConfig.fromFile(file));
    assertThat(rejection)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The settings file " + file + " is not ")
        .hasMessageNotContaining(SECRET)
        .hasNoCause();
  }

  @Test
  void malformedJson_messageNamesPosition() throws Exception {
    Path file = write("a.json", "{\n\"Tenant\": \"a\"\n\"ClientId\": \"b\"\n}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwinsConfig.fromFile(file))
        .withMessageContaining("see line 3 column");
  }

  @Test
  void deepNesting_isRejected() throws Exception {
    Path file = write("a.json", "{\"a\":" + "[".repeat(100_000));
    assertThatIllegalArgumentException().isThrownBy(() -> DigitalTwinsConfig.fromFile(file));
  }

  @Test
  void fileAboveOneMegabyte_isRejected() throws Exception {
    Path large = write("a.properties", "tenant=a.com\n" + "#".repeat(1 << 20));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwinsConfig.fromFile(large))
        .withMessageContaining("larger than 1 MB");
    Path fits = write("b.properties", "tenant=a.com\n" + "#".repeat((1 << 20) - 13));
    assertThat(DigitalTwinsConfig.fromFile(fits).tenant()).isEqualTo("a.com");
  }

  @Test
  void scopeArray_mustHaveOneElement() throws Exception {
    Path one =
        write("a.json", "{\"Scopes\": [\"0b07f429-9f4b-4714-9392-cc5e8e80c8b0/Read.Write\"]}");
    assertThat(DigitalTwinsConfig.fromFile(one).cloud().scope())
        .isEqualTo("0b07f429-9f4b-4714-9392-cc5e8e80c8b0/Read.Write");
    Path two = write("b.json", "{\"Scopes\": [\"a/b\", \"c/d\"]}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwinsConfig.fromFile(two))
        .withMessageContaining("Scope 'a/b c/d' (from 'Scopes' in")
        .withMessageContaining("single scope");
  }

  @Test
  void conflictingKeysOfSetting_areRejected() throws Exception {
    Path file =
        write("a.properties", "tenant=a.com\nAZURE_TENANT_ID=b.com\nclient.secret=" + SECRET);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwinsConfig.fromFile(file))
        .withMessage("Tenant is in " + file + " twice: 'AZURE_TENANT_ID' and 'tenant'.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clientId=GUID",
        "client-id = GUID",
        "client_id: GUID",
        "azure.client.id=GUID",
        "AZURE_CLIENT_ID=GUID",
        "Client\\ Id=GUID",
        "\uFEFFclientId=GUID\r\nunknown=x\r\n",
        "# für die Räume\nGebäude=Süd\nclientId=\\u00a0GUID \t",
      })
  void propertyKeys_areReadInAnySpelling(String text) throws Exception {
    Path file = write("a.properties", text.replace("GUID", ID));
    assertThat(DigitalTwinsConfig.fromFile(file).clientId()).isEqualTo(ID);
  }

  @Test
  void blankValueInFile_isRejected() throws Exception {
    Path file = write("a.properties", "tenant=");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwinsConfig.fromFile(file))
        .withMessageStartingWith("Invalid Tenant (from 'tenant' in " + file)
        .withMessageContaining("must not be empty");
  }

  @Test
  void malformedProperties_messageNamesFix() throws Exception {
    Path file = write("a.properties", "path=C:\\users\ntenant=a.com");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwinsConfig.fromFile(file))
        .withMessageContaining("write a backslash as \\\\");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ISO-8859-1", "UTF-16"})
  void fileInOtherEncoding_isRejected(String charset) throws Exception {
    Path file = folder.resolve("a.properties");
    Files.writeString(file, "# Räume\ntenant=a.com", Charset.forName(charset));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwinsConfig.fromFile(file))
        .withMessageContaining("not UTF-8 text: save it as UTF-8");
  }

  @Test
  void missingFileAndDirectory_haveDifferentMessages() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwinsConfig.fromFile(folder.resolve("none.json")))
        .withMessageContaining("does not exist")
        .withMessageContaining("none.json");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwinsConfig.fromFile(folder))
        .withMessageContaining("it is a directory");
  }

  @Test
  void unreadableOverlay_isRejected() throws Exception {
    Files.createDirectory(folder.resolve("a.dev.json"));
    Path file = write("a.json", "{}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwinsConfig.fromFile(file))
        .withMessageContaining("a.dev.json cannot be read: it is a directory");
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void pipe_isRejectedWithoutBlocking() throws Exception {
    Path pipe = TestFiles.pipe(folder.resolve("a.properties"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwinsConfig.fromFile(pipe))
        .withMessageContaining("a.properties cannot be read: it is not a regular file");
    Path file = write("b.properties", "clientId=");
    TestFiles.pipe(folder.resolve("b.dev.properties"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwinsConfig.fromFile(file))
        .withMessageContaining("b.dev.properties cannot be read: it is not a regular file");
  }

  @Test
  void overlayOfAnotherUser_isRejected() throws Exception {
    TestFiles.sticky(folder);
    Path file = write("app.properties", "tenant=a.com");
    Path overlay = write("app.dev.properties", "endpoint=https://evil.digitaltwins.azure.net");
    TestFiles.mode(overlay, "rw-rw-rw-");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwinsConfig.fromFile(file))
        .withMessageContaining("app.dev.properties was not read: everybody may write to it");
    TestFiles.mode(overlay, "rw-rw-r--");
    assertThat(DigitalTwinsConfig.fromFile(file).endpoint()).isNotNull();
    TestFiles.ofOtherUser(overlay);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwinsConfig.fromFile(file))
        .withMessageContaining("app.dev.properties was not read: it belongs to user id");
    TestFiles.ofOtherUser(file);
    assertThat(DigitalTwinsConfig.fromFile(file).endpoint()).isNotNull();
  }

  @Test
  void overlayLinkOfAnotherUser_isRejected() throws Exception {
    TestFiles.sticky(folder);
    Path file = write("app.properties", "tenant=a.com");
    Path other = write("other.properties", "endpoint=https://b.digitaltwins.azure.net");
    Path overlay = Files.createSymbolicLink(folder.resolve("app.dev.properties"), other);
    assertThat(DigitalTwinsConfig.fromFile(file).endpoint()).isNotNull();
    TestFiles.linkOfOtherUser(overlay);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwinsConfig.fromFile(file))
        .withMessageContaining("app.dev.properties was not read: of the link");
  }

  @Test
  void overlayOfTrustedHosts_isLogged() throws Exception {
    Path file =
        write(
            "app.properties",
            "tenant=a.com\nendpoint=https://a.digitaltwins.azure.net\nclientSecret=" + SECRET);
    write(
        "app.dev.properties",
        "tenant=b.com\nendpoint=https://b.digitaltwins.azure.net\nclientSecret=2"
            + SECRET
            + "\nauthorityHost=https://x:"
            + SECRET
            + "@login.microsoftonline.us");

    assertThat(logOf(() -> DigitalTwinsConfig.builder().file(file)))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .contains("app.dev.properties overrides Authority host with")
                    .contains("login.microsoftonline.us")
                    .doesNotContain(SECRET),
            line ->
                assertThat(line)
                    .endsWith("overrides Endpoint with 'https://b.digitaltwins.azure.net'"));
  }

  @Test
  void overlayWithSameEndpoint_isNotLogged() throws Exception {
    Path file = write("app.properties", "endpoint=https://a.digitaltwins.azure.net");
    write("app.dev.properties", "tenant=b.com\nendpoint=https://a.digitaltwins.azure.net");

    assertThat(logOf(() -> DigitalTwinsConfig.builder().file(file))).isEmpty();
  }

  private static List<String> logOf(Runnable action) {
    Logger logger = (Logger) LoggerFactory.getLogger(DigitalTwinsConfig.class);
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    Level level = logger.getLevel();
    logger.setLevel(Level.INFO);
    logger.addAppender(appender);
    try {
      action.run();
      return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    } finally {
      logger.detachAppender(appender);
      logger.setLevel(level);
    }
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
  }
}
