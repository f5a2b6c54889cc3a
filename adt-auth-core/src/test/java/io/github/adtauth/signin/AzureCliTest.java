package io.github.adtauth.signin;

import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.CallCanceledException;
import io.github.adtauth.CredentialUnavailableException;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.internal.identity.AzureCli;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenProviders;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the Azure CLI credential with a script named {@code az}. */
@DisabledOnOs(OS.WINDOWS)
class AzureCliTest {
  private static final String TENANT = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
  private static final String JSON =
      "{\"accessToken\": \"the.developers.token\", \"expires_on\": 4102444800,"
          + " \"expiresOn\": \"2100-01-01 00:00:00.000000\", \"tokenType\": \"Bearer\"}";

  @TempDir private Path folder;

  private void az(String script) throws IOException {
    Path file = Files.writeString(folder.resolve("az"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private TokenProvider cli() {
    return SignIn.with(DigitalTwinsConfig.builder().tenant(TENANT).build())
        .environment(Map.of("PATH", "relative::" + folder))
        .azureCli();
  }

  private void assertRejected(String script, Class<?> type, String words) throws IOException {
    az(script);
    assertThatThrownBy(() -> cli().token(TWINS))
        .isInstanceOf(type)
        .hasMessageContaining(words)
        .hasMessageNotContaining("the.developers.token");
  }

  @Test
  void token_isRequestedWithArgumentList() throws IOException {
    az(
        "printf '%s|' \"$0\" \"$@\" > '"
            + folder
            + "/seen'; pwd >> '"
            + folder
            + "/seen'\n"
            + "echo '"
            + JSON
            + "'");
    TokenProvider cli = cli();
    assertThat(cli.token(TWINS).value()).isEqualTo("the.developers.token");
    assertThat(Files.readString(folder.resolve("seen")))
        .isEqualTo(
            folder
                + "/az|account|get-access-token|--output|json|--resource"
                + "|https://digitaltwins.azure.net|--tenant|"
                + TENANT
                + "|/\n");
    az("exit 1");
    assertThat(cli.token(TWINS).value()).as("cached").isEqualTo("the.developers.token");
    assertThat(cli).hasToString("the Azure CLI");
  }

  @Test
  void warningAndOldExpiryFormat_areParsed() throws IOException {
    az("echo 'WARNING: please upgrade'; echo '" + JSON.replace("expires_on", "x") + "'");
    assertThat(cli().token(TWINS).value()).isEqualTo("the.developers.token");
  }

  private void printToken(String oid, String tid) throws IOException {
    String claims = "{\"oid\":\"" + oid + "\",\"tid\":\"" + tid + "\"}";
    String jwt =
        "e30."
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
            + ".c2ln";
    az("echo '" + JSON.replace("the.developers.token", jwt) + "'");
  }

  @Test
  void changedUser_isRejected() throws IOException {
    AzureCli cli = AzureCli.of(Map.of("PATH", folder.toString()), null, Duration.ofSeconds(9));
    TokenProvider chain =
        TokenProviders.firstOf(cli, request -> AccessToken.of("second", Instant.MAX));
    printToken("alice", "contoso");
    AccessToken first = chain.token(TWINS);
    for (String[] other : new String[][] {{"bob", "contoso"}, {"alice", "fabrikam"}}) {
      printToken(other[0], other[1]);
      assertThatThrownBy(() -> chain.token(TWINS))
          .isInstanceOf(InteractionRequiredException.class)
          .hasMessageContaining("different user")
          .hasMessageContaining("restart the process")
          .hasMessageNotContaining("bob")
          .hasMessageNotContaining("e30.");
    }
    az("echo '" + JSON + "'");
    assertThatThrownBy(() -> chain.token(TWINS)).as("token without claims").isNotNull();
    printToken("alice", "contoso");
    assertThat(chain.token(TWINS)).isEqualTo(first);
  }

  @Test
  void missingCli_isAbsent() throws IOException {
    assertAbsent("not on the PATH");
    Files.createDirectory(folder.resolve("az"));
    assertAbsent("not on the PATH");
  }

  @Test
  void cliWithoutSignIn_isAbsent() throws IOException {
    for (String line :
        new String[] {
          "ERROR: Please run 'az login' to setup account.",
          "Please run 'az login' to setup account.",
          "ERROR: Please run 'az login' to set up an account."
        }) {
      az("echo \"" + line + "\" >&2; exit 1");
      assertAbsent("Nobody is signed in");
    }
  }

  private void assertAbsent(String words) {
    assertThatThrownBy(() -> cli().token(TWINS))
        .isInstanceOf(CredentialUnavailableException.class)
        .hasMessageContaining(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ERROR: AADSTS700082: The refresh token has expired.\nInteractive authentication is needed."
            + " Please run:\naz login --scope x/.default",
        "ERROR: AADSTS50076: MFA.\nTo re-authenticate, please run:\naz login",
        "ERROR: AADSTS70043: expired. Please run 'az login' to setup account.",
        "ERROR: User 'a@b.example' does not exist in MSAL token cache. Run `az login`.",
        "ERROR: Can't find token from MSAL cache.\nTo re-authenticate, please run:\naz login"
      })
  void expiredOrRejectedSignIn_isNotAbsent(String printed) throws IOException {
    Files.writeString(folder.resolve("printed"), printed);
    assertRejected(
        "cat '" + folder + "/printed' >&2; exit 1",
        InteractionRequiredException.class,
        "Run 'az login'");
  }

  @ParameterizedTest
  @CsvSource({
    "50076, The user must provide additional verification",
    "50079, The user must provide additional verification",
    "53003, Conditional access blocks this sign-in",
    "700082, The sign-in has ended",
    "65001, ''",
    "1234567, https://login.microsoftonline.com/error?code=1234567",
  })
  void rejectionByEntra_namesCodeAndCommand(int code, String hint) throws IOException {
    az("echo 'ERROR: AADSTS" + code + ": canary of user@contoso.com. Run az login' >&2; exit 1");
    assertThatThrownBy(() -> cli().token(TWINS))
        .isInstanceOfSatisfying(
            InteractionRequiredException.class,
            e -> assertThat(e.aadstsCodes()).containsExactly(code))
        .hasMessageContaining("AADSTS" + code)
        .hasMessageContaining(hint)
        .hasMessageContaining(
            "az login --scope https://digitaltwins.azure.net/.default --tenant " + TENANT)
        .hasMessageNotContaining("canary")
        .hasMessageNotContaining("contoso.com")
        .hasMessageNotContaining("step ");
  }

  @Test
  void rejectionByEntra_withUnknownCode_isRejection() throws IOException {
    for (String code :
        new String[] {"AADSTS", "AADSTS: x", "AADSTS123456789012345678901234567890"}) {
      assertRejected(
          "echo 'ERROR: " + code + "' >&2; exit 1",
          InteractionRequiredException.class,
          "az login --scope https://digitaltwins.azure.net/.default");
    }
  }

  @Test
  void otherCliFailure_isNotAbsent() throws IOException {
    assertRejected(
        "echo the.developers.token >&2; exit 3", UnexpectedResponseException.class, "code 3");
    assertRejected("no-such-python", UnexpectedResponseException.class, "code 127");
    Path file = Files.writeString(folder.resolve("az"), "#!/no/such/interpreter\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    assertThatThrownBy(() -> cli().token(TWINS))
        .isInstanceOf(UnexpectedResponseException.class)
        .hasMessageContaining("could not be started");
  }

  @Test
  void malformedOutput_isRejected() throws IOException {
    assertRejected("echo nonsense", UnexpectedResponseException.class, "az upgrade");
    assertRejected("echo '{\"accessToken\":1}'", UnexpectedResponseException.class, "az upgrade");
    assertRejected(
        "echo '{\"accessToken\":\"the.developers.token\",\"expiresOn\":\"soon\"}'",
        UnexpectedResponseException.class,
        "az upgrade");
    assertRejected("", UnexpectedResponseException.class, "az upgrade");
    assertRejected(
        "head -c 1000000 /dev/zero; exit 0", UnexpectedResponseException.class, "az upgrade");
  }

  @Test
  void hangingCli_isStoppedOnTimeoutAndInterruption() throws Exception {
    az("sleep 600");
    AzureCli cli = AzureCli.of(Map.of("PATH", folder.toString()), null, Duration.ofMillis(200));
    assertThatThrownBy(() -> cli.token(TWINS))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("returned no token within");
    AzureCli patient = AzureCli.of(Map.of("PATH", folder.toString()), null, Duration.ofMinutes(5));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> patient.token(TWINS)).isInstanceOf(CallCanceledException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void noticesWithBraces_areSkipped() throws IOException {
    az("echo 'WARNING: {az} is old {'; echo '" + JSON + "'; echo 'Try az upgrade {now}'");
    assertThat(cli().token(TWINS).value()).isEqualTo("the.developers.token");
  }

  @Test
  void malformedExpiry_isRejected() throws IOException {
    for (String never : new String[] {"9223372036854775807", "1e40", "-9223372036854775808"}) {
      assertRejected(
          "echo '" + JSON.replace("4102444800", never) + "'",
          UnexpectedResponseException.class,
          "az upgrade");
    }
    az("echo '" + JSON.replace("4102444800", "null") + "'");
    assertThat(cli().token(TWINS).value()).isEqualTo("the.developers.token");
  }

  @Test
  void leftoverHelperProcess_doesNotDelayToken() throws IOException {
    az("sleep 20 & sleep 0.4; echo '" + JSON + "'");
    assertThat(cli().token(TWINS).value()).isEqualTo("the.developers.token");
  }

  @Test
  void invalidTenant_reachesNoCommandLine() throws IOException {
    az("echo '" + JSON + "'");
    Map<String, String> path = Map.of("PATH", folder.toString());
    for (String tenant : new String[] {"--debug", "a&calc", "a b", ""}) {
      assertThatIllegalArgumentException()
          .as(tenant)
          .isThrownBy(() -> AzureCli.of(path, tenant, Duration.ofSeconds(9)).token(TWINS));
    }
    AzureCli cli = AzureCli.of(path, null, Duration.ofSeconds(9));
    assertThatThrownBy(() -> cli.token(TokenRequest.of("--debug/.default")))
        .isInstanceOf(RegistrationException.class);
  }
}
