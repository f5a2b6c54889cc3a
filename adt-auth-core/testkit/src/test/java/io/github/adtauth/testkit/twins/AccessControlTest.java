package io.github.adtauth.testkit.twins;

import static io.github.adtauth.testkit.twins.TwinsFixture.OWNER;
import static io.github.adtauth.testkit.twins.TwinsFixture.READER;
import static io.github.adtauth.testkit.twins.TwinsFixture.TENANT;
import static io.github.adtauth.testkit.twins.TwinsFixture.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.twins.TwinsFixture.Result;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Authentication, roles and claims challenges of the emulator, and its routing of unknown paths.
 */
final class AccessControlTest {
  private static final String MODELS = "/models?api-version=2023-10-31";

  private final TwinsEmulator emulator = TwinsFixture.emulator();
  private TwinsFixture http;

  @BeforeEach
  void start() throws IOException {
    http = new TwinsFixture(emulator);
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void traceparent_isEchoedByServiceNotByGateway() {
    String trace = "0af7651916cd43dd8448eb211c80319c";
    String parent = "00-" + trace + "-b7ad6b7169203331-01";
    Result served = http.call("GET", "/digitaltwins/none", null, "traceparent", parent);
    Result gateway =
        http.send("GET", "/models?api-version=2023-10-31", null, null, "traceparent", parent);

    assertThat(served.headers().get("traceresponse")).matches("00-" + trace + "-[0-9a-f]{16}-01");
    assertThat(served.headers().get("mise-correlation-id")).matches("[0-9a-f-]{36}");
    assertThat(served.headers().get("Strict-Transport-Security")).isEqualTo("max-age=2592000");
    assertThat(gateway.headers().get("traceresponse")).isNull();
    assertThat(gateway.headers().get("Strict-Transport-Security")).isNull();
  }

  @Test
  void missingToken_returnsRecordedGateway401() {
    Result response = http.send("GET", MODELS, null, null);

    assertThat(response.status()).isEqualTo(401);
    assertThat(response.body()).isEqualTo("{ \"statusCode\": 401, \"message\": \"Unauthorized\" }");
    assertThat(response.headers().get("Content-Length")).isEqualTo("48");
    assertThat(response.headers().get("Content-Type")).isEqualTo("application/json");
    assertThat(response.headers().get("WWW-Authenticate")).isNull();
    assertThat(response.headers().get("x-ms-error-code")).isNull();
  }

  @Test
  void unverifiableToken_returns401() {
    assertThat(http.send("GET", MODELS, null, "no-token").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://graph.microsoft.com",
        "https://digitaltwins.azure.net/",
        "https://digitaltwins.azure.net/.default",
        "HTTPS://DIGITALTWINS.AZURE.NET"
      })
  void tokenForAnotherAudience_returns401(String audience) {
    assertThat(http.send("GET", MODELS, null, token(OWNER, TENANT, audience)).status())
        .isEqualTo(401);
  }

  @Test
  void applicationIdAudience_isAccepted() {
    String token = token(OWNER, TENANT, "0b07f429-9f4b-4714-9392-cc5e8e80c8b0");

    assertThat(http.send("GET", MODELS, null, token).status()).isEqualTo(200);
  }

  @Test
  void tokenOfAnotherTenant_returnsPlainText404() {
    Result response =
        http.send("GET", MODELS, null, token(OWNER, "other", "https://digitaltwins.azure.net"));

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.headers().get("Content-Type")).startsWith("text/plain");
    assertThat(response.body()).isEqualTo("Sub-Domain not found");
  }

  @Test
  void callerWithoutRole_returns403WithEmptyBody() {
    Result response = http.send("GET", MODELS, null, token("unknown-oid"));

    assertThat(response.status()).isEqualTo(403);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void revokedRole_returns403() {
    emulator.revokeRole(OWNER);

    assertThat(http.send("GET", MODELS, null, token(OWNER)).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /models, 200",
    "GET, /digitaltwins/none, 404",
    "POST, /models, 403",
    "PUT, /digitaltwins/none, 403",
    "PATCH, /digitaltwins/none, 403",
    "DELETE, /digitaltwins/none, 403"
  })
  void reader_canOnlyRead(String method, String path, int status) {
    String body = method.equals("GET") || method.equals("DELETE") ? null : "{}";

    Result response = http.send(method, path + "?api-version=2023-10-31", body, token(READER));

    assertThat(response.status()).isEqualTo(status);
  }

  @Test
  void challengeOnce_challengesOneCallOfOneUser() {
    String claims = "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1\"}}}";
    emulator.challengeOnce(OWNER, claims);

    assertThat(http.send("GET", MODELS, null, token(READER)).status()).isEqualTo(200);
    Result response = http.send("GET", MODELS, null, token(OWNER));
    assertThat(response.status()).isEqualTo(401);
    assertThat(response.headers().get("WWW-Authenticate"))
        .isEqualTo(
            "Bearer realm=\"\","
                + " authorization_uri=\"https://login.microsoftonline.com/"
                + TENANT
                + "/oauth2/authorize\", error=\"insufficient_claims\","
                + " claims=\"eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxIn19fQ==\"");
    assertThat(http.send("GET", MODELS, null, token(OWNER)).status()).isEqualTo(200);
  }

  @Test
  void challengeUntil_challengesEachUnsatisfyingToken() {
    emulator.challengeUntil(OWNER, "{}", claims -> claims.has("acrs"));
    JsonObject steppedUp =
        Json.readObject(
            "{'oid':'%s','tid':'%s','aud':'https://digitaltwins.azure.net','acrs':['c1']}"
                .replace('\'', '"')
                .formatted(OWNER, TENANT));

    assertThat(http.send("GET", MODELS, null, token(OWNER)).status()).isEqualTo(401);
    assertThat(http.send("GET", MODELS, null, token(steppedUp)).status()).isEqualTo(200);
    assertThat(http.send("GET", MODELS, null, token(OWNER)).status()).isEqualTo(401);
    emulator.clearChallenges(OWNER);
    assertThat(http.send("GET", MODELS, null, token(OWNER)).status()).isEqualTo(200);
  }

  @Test
  void authenticationContext_isRequiredOfUsersForOneMethod() {
    emulator.requireAuthenticationContext("PATCH", "c1");
    String twin = "/digitaltwins/none?api-version=2023-10-31";

    assertThat(http.send("GET", twin, null, token(OWNER)).status()).isEqualTo(404);
    Result response = http.send("PATCH", twin, "[]", token(OWNER));
    assertThat(response.status()).isEqualTo(401);
    assertThat(response.headers().get("WWW-Authenticate"))
        .contains("error=\"insufficient_claims\"");
    for (String claim : new String[] {"'acrs':['c1','c2']", "'idtyp':'app'"}) {
      assertThat(http.send("PATCH", twin, "[]", token(claimsWith(claim))).status()).isEqualTo(404);
    }
    for (String claim : new String[] {"'acrs':['c2']", "'idtyp':'user'"}) {
      assertThat(http.send("PATCH", twin, "[]", token(claimsWith(claim))).status()).isEqualTo(401);
    }
    emulator.clearAuthenticationContext("PATCH");
    assertThat(http.send("PATCH", twin, "[]", token(OWNER)).status()).isEqualTo(404);
  }

  private static JsonObject claimsWith(String claim) {
    return Json.readObject(
        "{'oid':'%s','tid':'%s','aud':'https://digitaltwins.azure.net',%s}"
            .formatted(OWNER, TENANT, claim)
            .replace('\'', '"'));
  }

  @Test
  void token_isCheckedBeforeTheRoute() {
    assertThat(http.send("GET", "/nowhere", null, null).status()).isEqualTo(401);
    assertThat(http.send("GET", "/nowhere", null, token(OWNER)).status()).isEqualTo(404);
  }

  @Test
  void unsupportedMethod_returns405() {
    Result response = http.call("PUT", "/models", "[]");

    assertThat(response.status()).isEqualTo(405);
    assertThat(response.headers().get("Allow")).isEqualTo("GET, POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/models", "/models?api-version=", "/models?api-version=2019-01-01"})
  void missingOrUnknownApiVersion_returns400(String target) {
    Result response = http.send("GET", target, null, token(OWNER));

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.errorCode()).isEqualTo(response.headers().get("x-ms-error-code"));
  }
}
