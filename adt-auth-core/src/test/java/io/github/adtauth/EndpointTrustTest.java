package io.github.adtauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.github.adtauth.twins.DigitalTwins;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which endpoints of a settings file are trusted. */
class EndpointTrustTest {
  private static final String INSTANCE = "https://contoso.api.weu.digitaltwins.azure.net";
  private static final String GATEWAY = "https://gateway.example";
  private static final String OTHER_SCOPE = "api://1f0c2a44-7b1d-4a0e-9c58-0e6f1f6d2b11/.default";

  @TempDir Path folder;

  private Path file(String endpoint) {
    return write("app.properties", "endpoint=" + endpoint + "\n");
  }

  private Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static DigitalTwinsConfig.Builder builder() {
    return DigitalTwinsConfig.builder();
  }

  private static void assertRejected(DigitalTwinsConfig config, String reason) {
    for (Runnable use : List.<Runnable>of(config::endpoint, config::resource)) {
      assertThatIllegalArgumentException()
          .isThrownBy(use::run)
          .withMessageContaining(reason)
          .withMessageContaining("only a settings file names it, so no token is sent to it")
          .withMessageContaining("builder().endpoint(…)")
          .withMessageContaining("ADT_ENDPOINT");
    }
    assertThatIllegalArgumentException().isThrownBy(() -> DigitalTwins.at(config));
  }

  private static void assertRejected(DigitalTwinsConfig config) {
    assertRejected(config, "is not a host of Azure Digital Twins");
  }

  private static void assertFileRejected(Path file) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwinsConfig.requireTrustedEndpoint(file, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        INSTANCE,
        "HTTPS://Contoso.API.weu.DigitalTwins.Azure.NET:443/",
        "contoso.api.weu.digitaltwins.azure.net",
        "contoso.api.usgv.digitaltwins.azure.us",
        "https://contoso.digitaltwins.azure.net/path",
      })
  void digitalTwinsHostInFile_isTrusted(String endpoint) {
    Path file = file(endpoint);

    assertThat(DigitalTwinsConfig.fromFile(file).endpoint().getHost())
        .containsIgnoringCase("digitaltwins.azure.");
    assertThatNoException().isThrownBy(() -> DigitalTwinsConfig.requireTrustedEndpoint(file, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        GATEWAY,
        "https://contoso.api.weu.digitaltwins.azure.net.evil.example",
        "https://digitaltwins.azure.net.evil.example",
        "https://evildigitaltwins.azure.net",
        "https://contoso.evildigitaltwins.azure.net",
        "https://contoso-digitaltwins.azure.net",
        "https://contoso.api.weu.digitaltwins.azure.net.",
        "https://contoso.api.weu.digitaltwins.azure.net:8443",
        "https://contoso.api.weu.digitaltwins.azure.com",
        "https://contoso.api.weu.digitaltwins.azure.cn",
        "https://contoso.api.weu.digitaltwins.azure.co",
        "https://contoso.digitaltwins.azure-net.example",
        "https://evil.example/contoso.api.weu.digitaltwins.azure.net",
        "https://contoso.xn--digtaltwins-hcb.azure.net",
        "https://xn--contoso-9db.digitaltwins.azure.net",
        "https://contoso.xn--api-9db.digitaltwins.azure.net",
        "https://contoso.digitaltwins.xn--azure-9db.net",
        "https://contoso.westeurope.azuresmartspaces.net/management/api/v1.0/",
        "https://azure.net",
        "https://contoso.azure.net",
        "https://127.0.0.1",
        "https://20.190.151.7",
        "https://[::1]",
        "https://localhost",
        "https://localhost:8443",
      })
  void otherHostInFile_isRejected(String endpoint) {
    Path file = file(endpoint);
    DigitalTwinsConfig config = DigitalTwinsConfig.fromFile(file);

    assertRejected(config);
    assertFileRejected(file);
    assertThat(config.cloud()).isEqualTo(Cloud.PUBLIC);
    assertThat(config.toString()).contains(endpoint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://contoso.digitaltwins.azure.net@evil.example",
        "https://user:contoso.digitaltwins.azure.net@evil.example",
        "https://evil.example\\@contoso.digitaltwins.azure.net",
        "https://evil.example#@contoso.digitaltwins.azure.net",
        "https://evil.example/?contoso.digitaltwins.azure.net",
        "https://evil.example?.digitaltwins.azure.net",
        "https://contoso.digitaltwins.azure。net",
        "https://contoso.digitаltwins.azure.net", // a Cyrillic a
        "https://.digitaltwins.azure.net",
        "https://a..digitaltwins.azure.net",
        "https://evil.example%2f.digitaltwins.azure.net",
        "http://contoso.digitaltwins.azure.net",
      })
  void malformedEndpoint_isRejected(String endpoint) {
    Path file = write("app.json", "{\"BaseUrl\": \"" + endpoint.replace("\\", "\\\\") + "\"}");

    assertThatIllegalArgumentException().isThrownBy(() -> DigitalTwinsConfig.fromFile(file));
    assertFileRejected(file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "endpoint=X",
        "end-point: X",
        "ADT_ENDPOINT=X",
        "adt.endpoint X",
        "baseUrl=X",
        "{\"BaseUrl\": \"X\"}",
        "{\"BaseUrl\": [\"X\"],}",
        "endp\\u006fint=X",
      })
  void otherHostUnderAnyKey_isRejected(String text) {
    Path file = write("app.conf", text.replace("X", GATEWAY));

    assertRejected(DigitalTwinsConfig.fromFile(file));
    assertFileRejected(file);
  }

  @Test
  void otherHostInOverlay_isRejected() {
    Path file = file(INSTANCE);
    write("app.dev.properties", "endpoint=" + GATEWAY);

    assertRejected(DigitalTwinsConfig.fromFile(file));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwinsConfig.requireTrustedEndpoint(file, null))
        .withMessageContaining("app.dev.properties");
  }

  @Test
  void overlayWithoutMainFile_isChecked() {
    write("app.dev.properties", "endpoint=" + GATEWAY);

    assertFileRejected(folder.resolve("app.properties"));
    assertThatNoException()
        .isThrownBy(
            () -> DigitalTwinsConfig.requireTrustedEndpoint(folder.resolve("b.json"), null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "<the host name of the instance>", "https://{name}.azure.net"})
  void placeholderEndpoint_passesFileCheck(String endpoint) {
    Path file = file(endpoint);

    assertThatNoException().isThrownBy(() -> DigitalTwinsConfig.requireTrustedEndpoint(file, null));
    assertThatIllegalArgumentException().isThrownBy(() -> DigitalTwinsConfig.fromFile(file));
  }

  @Test
  void otherHostFromCode_isTrusted() {
    assertThat(builder().endpoint(GATEWAY).build().endpoint()).hasToString(GATEWAY);
    assertThat(builder().file(file("https://other.example")).endpoint(GATEWAY).build().endpoint())
        .hasToString(GATEWAY);
    assertThat(builder().endpoint(GATEWAY).file(file("Gateway.Example:443/twins")).build())
        .extracting(DigitalTwinsConfig::endpoint)
        .hasToString(GATEWAY + "/twins");
    assertThatNoException()
        .isThrownBy(() -> DigitalTwinsConfig.requireTrustedEndpoint(file(GATEWAY), GATEWAY + "/"));
  }

  @Test
  void otherHostFromEnvironment_isTrusted() {
    Map<String, String> environment = Map.of("ADT_ENDPOINT", GATEWAY + "/");

    assertThat(builder().environment(environment).build().endpoint()).hasToString(GATEWAY + "/");
    assertThat(builder().environment(environment).file(file(GATEWAY)).build().endpoint())
        .hasToString(GATEWAY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        INSTANCE,
        "https://other.example",
        GATEWAY + ":8443",
        GATEWAY + ".",
        "https://a.gateway.example",
        "example",
        "<none>",
        " ",
      })
  void fileWithOtherHostThanCode_isRejected(String named) {
    Path file = file(GATEWAY);

    assertRejected(builder().environment(Map.of("ADT_ENDPOINT", named)).file(file).build());
    assertRejected(builder().endpoint(named).file(file).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwinsConfig.requireTrustedEndpoint(file, named));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://digitaltwins.azure.net/.default",
        "https://digitaltwins.azure.net//.default",
        "https://digitaltwins.azure.net/Read.Write",
        "0b07f429-9f4b-4714-9392-cc5e8e80c8b0/.default",
      })
  void digitalTwinsHostWithItsScope_isTrusted(String scope) {
    Path file = write("app.properties", "endpoint=" + INSTANCE + "\nscope=" + scope);

    assertThat(DigitalTwinsConfig.fromFile(file).endpoint()).hasToString(INSTANCE);
    assertThatNoException().isThrownBy(() -> DigitalTwinsConfig.requireTrustedEndpoint(file, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OTHER_SCOPE,
        "https://graph.microsoft.com/.default",
        "https://digitaltwins.azure.net.evil.example/.default",
        "https://digitaltwins.azure.net/api/.default",
        "https://digitaltwins.azure.us/.default",
        "openid",
        "/.default",
        "//",
      })
  void anyHostWithScopeOfOtherApi_isRejected(String scope) {
    for (String endpoint : List.of(INSTANCE, GATEWAY)) {
      Path file = write("app.properties", "endpoint=" + endpoint + "\nscope=" + scope);

      assertRejected(
          DigitalTwinsConfig.fromFile(file),
          "is not a known host of the API that the scope belongs to");
      assertFileRejected(file);
      assertThat(builder().endpoint(endpoint).file(file).build().endpoint()).hasToString(endpoint);
    }
  }

  @Test
  void endpointInFileWithScopeFromCode_isRejected() {
    Cloud other = new Cloud(Cloud.PUBLIC.authorityHost(), OTHER_SCOPE);

    assertRejected(
        builder().file(file(INSTANCE)).cloud(other).build(),
        "is not a known host of the API that the scope belongs to");
    assertThat(builder().endpoint(GATEWAY).cloud(other).build().resource())
        .isEqualTo(new ProtectedResource(URI.create(GATEWAY), OTHER_SCOPE));
  }

  @Test
  void otherHostFromProcessEnvironment_isTrusted() throws Exception {
    Path file = file(GATEWAY);

    assertThat(runInProcess(file, GATEWAY)).contains("trusted trusted");
    assertThat(runInProcess(file, INSTANCE)).contains("rejected rejected");
  }

  private static String runInProcess(Path file, String endpoint) throws Exception {
    ProcessBuilder process =
        JavaProcess.of(List.of(), EndpointTrustTest.class, file.toString())
            .redirectErrorStream(true);
    process.environment().put("ADT_ENDPOINT", endpoint);
    Process running = process.start();
    try {
      String out = new String(running.getInputStream().readAllBytes(), UTF_8);
      running.waitFor();
      return out;
    } finally {
      running.destroyForcibly();
    }
  }

  /** Prints whether a file's endpoint is trusted, by the settings and by the check. */
  public static void main(String[] arguments) {
    Path file = Path.of(arguments[0]);
    System.out.println(
        verdict(() -> DigitalTwinsConfig.fromFile(file).endpoint())
            + " "
            + verdict(() -> DigitalTwinsConfig.requireTrustedEndpoint(file, null)));
    System.out.flush();
    System.exit(0);
  }

  private static String verdict(Runnable check) {
    try {
      check.run();
      return "trusted";
    } catch (IllegalArgumentException e) {
      return "rejected";
    }
  }
}
