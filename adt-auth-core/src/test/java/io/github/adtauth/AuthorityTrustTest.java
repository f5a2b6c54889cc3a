package io.github.adtauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.github.adtauth.internal.authority.EntraHosts;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which authorities of a settings file are trusted. */
class AuthorityTrustTest {
  private static final String UNKNOWN = "https://login.evil.example";

  @TempDir Path folder;

  private Path file(String authority) {
    return write("app.properties", "authorityHost=" + authority + "\n");
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

  private static void assertRejected(DigitalTwinsConfig config) {
    assertThatIllegalArgumentException()
        .isThrownBy(config::cloud)
        .withMessageContaining("is not a known authority of Microsoft Entra ID")
        .withMessageContaining("builder().cloud(…)")
        .withMessageContaining("AZURE_AUTHORITY_HOST");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://login.microsoftonline.com",
        "https://LOGIN.MicrosoftOnline.com:443/",
        "login.microsoftonline.us",
        "https://login.windows.net/",
        "https://login.microsoft.com",
        "https://sts.windows.net",
        "https://login-us.microsoftonline.com",
        "https://login.partner.microsoftonline.cn",
        "https://login.chinacloudapi.cn",
        "https://westeurope.login.microsoft.com",
        "https://westus2.r.login.microsoftonline.com",
        "https://usgovvirginia.login.microsoftonline.us",
      })
  void knownAuthorityInFile_isTrusted(String authority) {
    Path file = file(authority);

    assertThat(DigitalTwinsConfig.fromFile(file).cloud().authorityHost().getScheme())
        .isEqualTo("https");
    assertThatNoException().isThrownBy(() -> DigitalTwinsConfig.requireTrustedAuthority(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        UNKNOWN,
        "https://evil-login.microsoftonline.com.evil.example",
        "https://login.microsoftonline.com.evil.example",
        "https://evil-login.microsoftonline.com",
        "https://evil.login.microsoftonline.com",
        "https://microsoftonline.com",
        "https://login.microsoftonline.com.",
        "https://login.microsoftonline.com:8443",
        "https://login.microsoftonline.co",
        "https://login.micros0ftonline.com",
        "https://xn--login-microsoftonline-zz0h.com",
        "https://login.xn--mcrosoftonline-7hb.com",
        "https://login-microsoftonline.com",
        "https://a.b.login.microsoft.com",
        "https://1a.login.microsoft.com",
        "https://westeurope.login.microsoft.com.evil.example",
        "https://westeurope.login.microsoft.com:444",
        "https://westeurope.login.windows.net",
        "https://contoso.ciamlogin.com",
        "https://127.0.0.1",
        "https://20.190.151.7",
        "https://[::1]",
        "https://localhost",
        "https://login",
      })
  void unknownAuthorityInFile_isRejected(String authority) {
    Path file = file(authority);
    DigitalTwinsConfig config = DigitalTwinsConfig.fromFile(file);

    assertRejected(config);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwinsConfig.requireTrustedAuthority(file));
    assertThat(config.scope()).isEqualTo(Cloud.DIGITAL_TWINS_SCOPE);
    assertThat(config.toString()).contains(authority);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://login.microsoftonline.com@evil.example",
        "https://user:login.microsoftonline.com@evil.example",
        "https://evil.example\\@login.microsoftonline.com",
        "https://evil.example#@login.microsoftonline.com",
        "https://evil.example/?login.microsoftonline.com",
        "https://lоgin.microsoftonline.com", // a Cyrillic o
        "https://login.microsoftonline。com",
        "http://login.microsoftonline.com",
      })
  void malformedAuthority_isRejected(String authority) {
    Path file = write("app.json", "{\"aadInstance\": \"" + authority.replace("\\", "\\\\") + "\"}");
    assertThatIllegalArgumentException().isThrownBy(() -> DigitalTwinsConfig.fromFile(file));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwinsConfig.requireTrustedAuthority(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "authorityHost=X",
        "authority-host: X",
        "AZURE_AUTHORITY_HOST=X",
        "azure.authority.host=X",
        "AADInstance X",
        "{\"AADInstance\": \"X\"}",
        "{\"AADInstance\": [\"X\"],}",
        "authority\\u0048ost=X",
      })
  void unknownAuthorityUnderAnyKey_isRejected(String text) {
    Path file = write("app.conf", text.replace("X", UNKNOWN));

    assertRejected(DigitalTwinsConfig.fromFile(file));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwinsConfig.requireTrustedAuthority(file));
  }

  @Test
  void unknownAuthorityInOverlay_isRejected() {
    Path file = file("https://login.microsoftonline.com");
    write("app.dev.properties", "authorityHost=" + UNKNOWN);

    assertRejected(DigitalTwinsConfig.fromFile(file));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwinsConfig.requireTrustedAuthority(file))
        .withMessageContaining("app.dev.properties");
  }

  @Test
  void overlayWithoutMainFile_isChecked() {
    write("app.dev.properties", "authorityHost=" + UNKNOWN);
    Path absent = folder.resolve("app.properties");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> DigitalTwinsConfig.requireTrustedAuthority(absent));
    assertThatNoException()
        .isThrownBy(() -> DigitalTwinsConfig.requireTrustedAuthority(folder.resolve("b.json")));
  }

  @Test
  void unknownAuthorityFromCode_isTrusted() {
    Cloud own = new Cloud(URI.create(UNKNOWN), Cloud.DIGITAL_TWINS_SCOPE);
    assertThat(builder().cloud(own).build().cloud()).isEqualTo(own);
    assertThat(builder().file(file("https://other.example")).cloud(own).build().cloud())
        .isEqualTo(own);
    assertThat(builder().cloud(own).file(file("Login.Evil.example:443/")).build().cloud())
        .extracting(cloud -> cloud.authorityHost().getHost())
        .isEqualTo("login.evil.example");
  }

  @Test
  void unknownAuthorityFromEnvironment_isTrusted() {
    Map<String, String> environment = Map.of("AZURE_AUTHORITY_HOST", UNKNOWN + "/");
    assertThat(builder().environment(environment).build().cloud().authorityHost())
        .hasToString(UNKNOWN);
    assertThat(builder().environment(environment).file(file(UNKNOWN)).build().cloud())
        .extracting(Cloud::authorityHost)
        .hasToString(UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://login.microsoftonline.com",
        "https://login.other.example",
        UNKNOWN + ":8443",
        "https://a." + "login.evil.example",
        "evil.example",
        "<none>",
        " ",
      })
  void fileOverridingEnvironment_isRejected(String other) {
    Map<String, String> environment = Map.of("AZURE_AUTHORITY_HOST", other);

    assertRejected(builder().environment(environment).file(file(UNKNOWN)).build());
  }

  @Test
  void cloudOfUntrustedFile_cannotBeReused() {
    DigitalTwinsConfig config = DigitalTwinsConfig.fromFile(file(UNKNOWN));

    assertThatIllegalArgumentException().isThrownBy(() -> builder().cloud(config.cloud()));
  }

  @Test
  void unknownAuthorityFromProcessEnvironment_isTrusted() throws Exception {
    Path file = file(UNKNOWN);

    assertThat(runInProcess(file, UNKNOWN)).contains("trusted trusted");
    assertThat(runInProcess(file, "https://login.microsoftonline.com"))
        .contains("rejected rejected");
  }

  private static String runInProcess(Path file, String authority) throws Exception {
    ProcessBuilder process =
        JavaProcess.of(List.of(), AuthorityTrustTest.class, file.toString())
            .redirectErrorStream(true);
    process.environment().put("AZURE_AUTHORITY_HOST", authority);
    Process running = process.start();
    try {
      String out = new String(running.getInputStream().readAllBytes(), UTF_8);
      running.waitFor();
      return out;
    } finally {
      running.destroyForcibly();
    }
  }

  /** Prints whether a file's authority is trusted, by the settings and by the check. */
  public static void main(String[] arguments) {
    Path file = Path.of(arguments[0]);
    System.out.println(
        verdict(() -> DigitalTwinsConfig.fromFile(file).cloud())
            + " "
            + verdict(() -> DigitalTwinsConfig.requireTrustedAuthority(file)));
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

  @Test
  void hostsTrustedByMsal_areKnown() throws Exception {
    Class<?> discovery = Class.forName("com.microsoft.aad.msal4j.AadInstanceDiscoveryProvider");
    Field hosts = discovery.getDeclaredField("TRUSTED_HOSTS_SET");
    hosts.setAccessible(true);

    assertThat((Set<?>) hosts.get(null))
        .isNotEmpty()
        .allMatch(host -> EntraHosts.isKnown(URI.create("https://" + host)));
  }
}
