package io.github.adtauth.registration;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.github.adtauth.Cloud;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Secret;
import io.github.adtauth.internal.files.TestFiles;
import io.github.adtauth.internal.registration.ApplyResult;
import io.github.adtauth.internal.registration.DirectoryState;
import io.github.adtauth.internal.registration.Plan;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegisteredAppTest {
  private static final String ID = "11111111-1111-4111-8111-111111111111";
  private static final String TENANT = "22222222-2222-4222-8222-222222222222";
  private static final String INSTANCE = "https://a.api.weu.digitaltwins.azure.net";

  @TempDir Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    file = folder.resolve("app.properties");
  }

  private static RegisteredApp app(String secret) {
    JsonObject application = new JsonObject();
    application.addProperty("appId", ID);
    ApplyResult result = new ApplyResult();
    if (!secret.isEmpty()) {
      result.setSecret(secret);
    }
    return new RegisteredApp(state(application), result);
  }

  private static DirectoryState state(@Nullable JsonObject application) {
    return new DirectoryState(TENANT, application, null, null, null, List.of(), List.of(), "");
  }

  private static RegistrationPlan planOfANewApp() {
    return new RegistrationPlan(
        new Plan(AppSpec.desktop("Rooms"), state(null), List.of(), List.of(), List.of()));
  }

  @Test
  void secondRun_keepsSecretAndOtherSettings() throws IOException {
    app("s3cr~t").writeTo(file, INSTANCE);
    Files.writeString(
        file, Files.readString(file) + "redirectUri = http://localhost:8080\n# of the annex\n");

    app("").writeTo(file, null);
    app("").writeTo(file, null);

    assertThat(Files.readString(file)).containsOnlyOnce("# of the annex\n");

    DigitalTwinsConfig config = DigitalTwinsConfig.fromFile(file);
    assertThat(config.findClientSecret()).contains(Secret.of("s3cr~t"));
    assertThat(config.redirectUri()).isPresent();
    assertThat(config.endpoint()).hasToString(INSTANCE);

    app("newer").writeTo(file, null);
    assertThat(DigitalTwinsConfig.fromFile(file).findClientSecret()).contains(Secret.of("newer"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clientId=33333333-3333-4333-8333-333333333333\nclientSecret=of another\n",
        "clientSecret=x\n",
        "clientId=\nclientSecret=x\n",
        "<html></html>",
        "clientId=\\u00zz"
      })
  void otherFile_isNotReplaced(String content) throws IOException {
    Files.writeString(file, content);

    assertThatThrownBy(() -> app("s").writeTo(file, INSTANCE))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("it was not replaced");

    assertThatThrownBy(() -> planOfANewApp().checkFile(file))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("it was not replaced");

    assertThat(file).hasContent(content);
    assertThat(folder).isDirectoryContaining(file::equals).isDirectoryNotContaining("glob:**tmp");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clientId=\nauthorityHost=https://login.evil.example\n",
        "clientId=\nAADInstance=https://login.microsoftonline.com.evil.example/\n",
        "clientId=\nazure-authority-host = login.evil.example\n",
        "clientId=\nauthorityHost=https://login.microsoftonline.com:8443\n",
        "\uFEFFclientId=\nauthority\\u0048ost=https://login.evil.example\n",
        "clientId=" + ID + "\nauthorityHost=https://login.evil.example\n",
        "{ /*\nclientId=\nauthorityHost=https://login.evil.example\n*/ }\n",
        " \n{ /*\nclientId=\nauthorityHost=https://login.evil.example\n*/ }\n",
        "clientId=\nauthorityHost=https://login.microsoftonline.com@evil.example\n",
      })
  void fileWithUnknownAuthority_isRejected(String content) throws IOException {
    Files.writeString(file, content);

    assertThatThrownBy(() -> app("s").writeTo(file, INSTANCE))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("it was not replaced");
    assertThatThrownBy(() -> planOfANewApp().checkFile(file))
        .isInstanceOf(FileAlreadyExistsException.class);

    assertThat(Files.readString(file)).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void overlayWithUnknownAuthority_isRejected(boolean beside) throws IOException {
    String content = "clientId=\n";
    if (beside) {
      Files.writeString(file, content);
    }
    Files.writeString(
        folder.resolve("app.dev.properties"), "authorityHost=https://login.evil.example\n");

    assertThatThrownBy(() -> app("s").writeTo(file, INSTANCE))
        .hasMessageContaining("app.dev.properties")
        .hasMessageContaining("is not a known authority of Microsoft Entra ID");
    assertThatThrownBy(() -> planOfANewApp().checkFile(file))
        .hasMessageContaining("is not a known authority of Microsoft Entra ID");

    if (beside) {
      assertThat(file).hasContent(content);
    } else {
      assertThat(file).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clientId=\nendpoint=https://gateway.example\n",
        "clientId=\nBaseUrl=https://a.digitaltwins.azure.net.evil.example/\n",
        "clientId=\nadt-endpoint = evildigitaltwins.azure.net\n",
        "clientId=\nendpoint=" + INSTANCE + ":8443\n",
        "\uFEFFclientId=\nendp\\u006fint=https://gateway.example\n",
        "clientId=" + ID + "\nendpoint=https://gateway.example\n",
        "clientId=\nendpoint=" + INSTANCE + "@evil.example\n",
        "clientId=\nendpoint=https://other.api.weu.digitaltwins.azure.net\nscope=api://x/.default\n",
      })
  void fileWithUnknownEndpoint_isRejected(String content) throws IOException {
    Files.writeString(file, content);

    for (String instance : new String[] {null, INSTANCE}) {
      assertThatThrownBy(() -> app("s").writeTo(file, instance))
          .isInstanceOf(FileAlreadyExistsException.class)
          .hasMessageContaining("it was not replaced");
      assertThatThrownBy(() -> planOfANewApp().checkFile(file, instance))
          .isInstanceOf(FileAlreadyExistsException.class);
    }

    assertThat(Files.readString(file)).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void overlayWithUnknownEndpoint_isRejected(boolean beside) throws IOException {
    String content = "clientId=\n";
    if (beside) {
      Files.writeString(file, content);
    }
    Files.writeString(folder.resolve("app.dev.properties"), "endpoint=https://gateway.example\n");

    assertThatThrownBy(() -> app("s").writeTo(file, INSTANCE))
        .hasMessageContaining("app.dev.properties")
        .hasMessageContaining("is not a host of Azure Digital Twins");
    assertThatThrownBy(() -> planOfANewApp().checkFile(file))
        .hasMessageContaining("is not a host of Azure Digital Twins");

    if (beside) {
      assertThat(file).hasContent(content);
    } else {
      assertThat(file).doesNotExist();
    }
  }

  @Test
  void fileWithGatewayFromCode_isCompleted() throws IOException {
    String gateway = "https://gateway.example";
    Files.writeString(file, "clientId=\nendpoint=" + gateway + "/twins\n");

    planOfANewApp().checkFile(file, gateway);
    app("s").writeTo(file, gateway);
    app("t").writeTo(file, gateway);

    assertThat(DigitalTwinsConfig.builder().endpoint(gateway).file(file).build().endpoint())
        .hasToString(gateway);
  }

  @Test
  void fileWithAuthorityOfAnotherCloud_isCompleted() throws IOException {
    Files.writeString(file, "clientId=\nauthorityHost=https://login.microsoftonline.us/\n");

    app("s").writeTo(file, INSTANCE);

    assertThat(DigitalTwinsConfig.fromFile(file).cloud()).isEqualTo(Cloud.US_GOVERNMENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\\b=c:d#e!f", " leading", "two\nlines\rclientId=x", "tab\tff\f", "söhne\\u0041"})
  void secret_survivesRoundTrip(String secret) throws IOException {
    app(secret).writeTo(file, INSTANCE);
    app("").writeTo(file, INSTANCE); // a second round trip

    Properties read = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      read.load(reader);
    }
    assertThat(read.getProperty("clientSecret")).isEqualTo(secret);
    assertThat(read.getProperty("clientId")).isEqualTo(ID);
  }

  @Test
  void templateWithoutClientId_isCompleted() throws IOException {
    Files.writeString(file, "clientId=\ntenant=\nredirectUri=http://localhost:8080\n");

    planOfANewApp().checkFile(file);
    app("s").writeTo(file, INSTANCE);

    assertThat(DigitalTwinsConfig.fromFile(file).clientId()).isEqualTo(ID);
    assertThat(DigitalTwinsConfig.fromFile(file).redirectUri()).isPresent();
  }

  @Test
  void addressWithLineBreak_isRejected() {
    assertThatThrownBy(() -> app("").writeTo(file, INSTANCE + "\nclientSecret=x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Endpoint");
    assertThat(file).doesNotExist();
  }

  @Test
  void fileReadableByOthers_becomesPrivate() throws IOException {
    app("s").writeTo(file, INSTANCE);
    TestFiles.mode(file, "rw-rw-r--");

    app("t").writeTo(file, INSTANCE);

    TestFiles.assertOwnerOnly(file);
  }

  @Test
  void symbolicLink_isReplacedNotFollowed() throws IOException {
    Path elsewhere = Files.createFile(folder.resolve("elsewhere"));
    Files.createSymbolicLink(file, elsewhere);

    app("s3cr~t").writeTo(file, INSTANCE);

    assertThat(Files.isRegularFile(file, NOFOLLOW_LINKS)).isTrue();
    assertThat(elsewhere).isEmptyFile();
  }
}
