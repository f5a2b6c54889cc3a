package io.github.adtauth.internal.entra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.gson.JsonObject;
import io.github.adtauth.AdtException;
import io.github.adtauth.fuzz.Shown;
import io.github.adtauth.signin.SignInFixture;
import io.github.adtauth.signin.SignInHint;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import mockwebserver3.MockResponse;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Tests user names, which are untrusted input and personal data. */
class HostileNamesTest {
  private static String base64(JsonObject json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.toString().getBytes(UTF_8));
  }

  private static IdTokenClaims user(String username, String name) {
    return Objects.requireNonNull(
        TokenResponse.parse(body(username, name), Clock.systemUTC(), RequestSecretRedactor.of(""))
            .user());
  }

  private static String body(String username, String name) {
    JsonObject claims = new JsonObject();
    claims.addProperty("oid", "04f0c124-f2bc-4f59-8241-bf6df9866bbd");
    claims.addProperty("tid", "72f988bf-86f1-41af-91ab-2d7cd011db47");
    claims.addProperty("preferred_username", username);
    claims.addProperty("name", name);
    JsonObject json = new JsonObject();
    json.addProperty("token_type", "Bearer");
    json.addProperty("expires_in", 3600);
    json.addProperty("access_token", "a");
    json.addProperty("id_token", base64(new JsonObject()) + "." + base64(claims) + ".c2ln");
    return json.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Alice\r\nINFO all is well",
        "Alice\u001b[2J\u001b]0;root\u0007",
        "\u202eecilA\u2066",
        "Al\u200bice\u0000",
        "Alice\u2028\u2029\u0085",
        "A\ud83d",
      })
  void userName_isOneLineWithoutControls(String name) {
    IdTokenClaims account = user(name, name);
    Shown.check(account.username());
    Shown.check(account.name());
    assertThat(account.name()).startsWith(name.startsWith("\u202e") ? "ecilA" : "A");
  }

  @Test
  void longName_isTruncated() {
    IdTokenClaims account = user("alice@contoso.com", "Zoë " + "林".repeat(100_000));
    assertThat(account.username()).isEqualTo("alice@contoso.com");
    assertThat(account.name()).startsWith("Zoë 林").hasSize(256);
  }

  /** The account is logged and displayed on a page. */
  @ParameterizedTest
  @ValueSource(
      strings = {"hunter2-Passw0rd!", "hunter2\u200b-Passw0rd!", "aHVudGVyMi1QYXNzdzByZCE"})
  void nameWithRequestSecret_isRedacted(String quoted) {
    SignInFixture fixture = new SignInFixture();
    try {
      fixture
          .azure
          .script(SignInFixture.LOGIN)
          .next(
              new MockResponse.Builder()
                  .body(
                      "{\"device_code\":\"hunter2-Passw0rd!\",\"user_code\":\"ABC\","
                          + "\"verification_uri\":\"https://login.microsoft.com/device\","
                          + "\"expires_in\":900,\"interval\":1}")
                  .build())
          .next(
              new MockResponse.Builder()
                  .body(body("the code " + quoted, "Alice " + quoted))
                  .build());
      List<String> log =
          logged(
              () -> fixture.signIn(fixture.azure.entra().nativeApp()).deviceCode(p -> {}).signIn());
      assertThat(log).contains("Signed in as the code ….");
      assertThat(log).noneMatch(line -> line.contains(quoted));
    } finally {
      fixture.close();
    }
  }

  private static List<String> logged(Runnable action) {
    Logger logger = (Logger) LoggerFactory.getLogger("io.github.adtauth.signin");
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    logger.addAppender(appender);
    logger.setLevel(Level.INFO);
    try {
      action.run();
    } finally {
      logger.setLevel(null);
      logger.detachAppender(appender);
    }
    return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  /** AADSTS50020, 50034, 50105 and others contain the user name. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "AADSTS50020: User account 'alice@contoso.com' from identity provider"
            + " 'https://sts.windows.net/72f988bf-86f1-41af-91ab-2d7cd011db47/' does not exist in"
            + " tenant 'Contoso'.",
        "AADSTS50034: The user account alice@contoso.com does not exist in the directory.",
        "AADSTS50105: Your administrator has configured the application to block users;"
            + " alice%40contoso.com is blocked.",
      })
  void message_namesDomainButNotUser(String description) {
    JsonObject json = new JsonObject();
    json.addProperty("error", "invalid_grant");
    json.addProperty("error_description", description);
    AdtException rejection =
        TokenErrorMapper.toException(
            GrantType.ON_BEHALF_OF, 400, Headers.of(), json.toString(), Clock.systemUTC());
    assertThat(rejection.getMessage())
        .contains(description.substring(0, 12), "contoso.com")
        .doesNotContain("alice");
  }

  @Test
  void hint_isPrintedWithoutName() {
    assertThat(SignInHint.login("alice@contoso.com")).hasToString("SignInHint[login …]");
    assertThat(SignInHint.domain("contoso.com")).hasToString("SignInHint[domain contoso.com]");
  }
}
