package io.github.adtauth.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.github.adtauth.doctor.Finding.Outcome;
import io.github.adtauth.internal.doctor.TokenSummary;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.token.AccessToken;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Function;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that untrusted responses yield a plain-text report, and that no other host receives a
 * token.
 */
class HostileResponsesTest {
  private static final String LOGIN = "login.microsoftonline.com";
  private static final String INSTANCE = "contoso.api.weu.digitaltwins.azure.net";

  @TempDir Path folder;
  private DoctorFixture fixture;

  @BeforeEach
  void open() {
    fixture = new DoctorFixture(folder);
    fixture.service();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Finding findingOf(Check check) {
    Diagnosis diagnosis = fixture.examine();
    assertThat(diagnosis.findings())
        .extracting(Finding::check)
        .contains(Check.SETTINGS, Check.READ);
    assertThat(diagnosis + "").doesNotContainPattern("[\\p{Cc}\\u202e&&[^\\n]]");
    assertThat(JsonParser.parseString(diagnosis.toJson()).isJsonObject()).isTrue();
    return diagnosis.finding(check).orElseThrow();
  }

  private long tokensAt(String host) {
    return fixture.azure.requests(host).stream()
        .filter(request -> request.header("Authorization") != null)
        .count();
  }

  @Test
  void unknownHost_receivesNoTokenByDefault() {
    fixture.http = fixture.http.newBuilder().hostnameVerifier((host, session) -> true).build();
    for (String host :
        new String[] {"gateway.example", "contoso.digitaltwins.azure.net.evil.example"}) {
      fixture.azure.host(host, request -> response(401, ""));
      fixture.settings.put("ADT_ENDPOINT", "https://" + host);

      Finding finding = findingOf(Check.ROLE);

      assertThat(finding.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(finding.fix().orElseThrow().remedy()).contains("'Host name'", "allowAnyHost()");
      assertThat(tokensAt(host)).isZero();

      Doctor.create(fixture.config())
          .allowAnyHost()
          .httpClient(fixture.http)
          .diagnose(fixture.method);
      assertThat(tokensAt(host)).isPositive();
    }
  }

  @Test
  void customApi_mayHaveAnyHost() {
    fixture.azure.host("rooms.example", request -> response(401, ""));
    fixture.settings.put("ADT_ENDPOINT", "https://rooms.example");
    fixture.settings.put("ADT_SCOPE", "api://rooms/.default");
    fixture.method = SignInMethod.tokens(request -> AccessToken.of("opaque", Instant.MAX));

    fixture.examine();

    assertThat(tokensAt("rooms.example")).isPositive();
  }

  /** Scripts the responses after the first request, which has no token. */
  private void instanceRespondsWith(MockResponse response) {
    fixture.azure.script(INSTANCE).alwaysWhen(r -> r.header("Authorization") != null, response);
  }

  private static MockResponse response(int status, String body) {
    return new MockResponse.Builder().code(status).body(body).build();
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 302, 307, 400, 404, 429, 500, 503})
  void unrelatedStatus_isInconclusiveForRole(int status) {
    instanceRespondsWith(
        response(status, "")
            .newBuilder()
            .setHeader("Location", "https://login.microsoftonline.com/?x=" + "y".repeat(2_000))
            .build());
    int before = fixture.azure.requests().size();

    assertThat(findingOf(Check.ROLE).outcome()).isEqualTo(Outcome.SKIPPED);

    assertThat(fixture.azure.requests().subList(before, fixture.azure.requests().size()))
        .filteredOn(request -> request.header("Authorization") != null)
        .allSatisfy(request -> assertThat(request.host()).isEqualTo(INSTANCE));
    assertThat(findingOf(Check.READ).outcome()).isEqualTo(Outcome.FAILED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "[]", "{\"value\":[", "\u001b[2J", "{\"a\":1}{\"b\":2}"})
  void invalidQueryResponse_isAFailure(String body) {
    instanceRespondsWith(response(200, body));
    assertThat(findingOf(Check.READ).outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void endlessOrDeepResponse_isRejected() {
    instanceRespondsWith(Faults.huge(50_000_000));
    assertThat(findingOf(Check.ROLE).message()).contains("larger than");
    fixture.azure.script(INSTANCE).clear();
    instanceRespondsWith(response(200, "{\"a\":".repeat(100_000)));
    assertThat(findingOf(Check.READ).outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void untrustedCertificate_receivesNoToken() {
    fixture.method = SignInMethod.tokens(request -> AccessToken.of("opaque", Instant.MAX));
    NetworkProblems.intercepted(fixture);

    assertThat(findingOf(Check.INSTANCE).message()).contains("issued it");

    assertThat(fixture.azure.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"issuer\":7}", "{\"issuer\":\"https://evil\\u001b[2J/x/v2.0\"}", "{\"issuer\":null}",
        "{\"issuer\":[\"https://sts/00000000-0000-4000-8000-000000000000/v2.0\"]}", "[]", "<html>"
      })
  void discoveryWithoutTenant_isNotEntra(String body) {
    fixture
        .azure
        .script(LOGIN)
        .alwaysWhen(r -> r.path().contains("well-known"), response(200, body));
    assertThat(findingOf(Check.TENANT).message()).contains("is not from Entra ID");
  }

  @Test
  void invalidDate_isIgnored() {
    for (String date : new String[] {"soon", "Thu, 01 Jan 99999 00:00:00 GMT", "\u00ff", "-1"}) {
      fixture
          .azure
          .script(LOGIN)
          .nextWhen(
              r -> r.path().contains("well-known"),
              response(200, "{}")
                  .newBuilder()
                  .setHeader("Date", date.replace('\u00ff', '?'))
                  .build());
      assertThat(findingOf(Check.CLOCK).message()).doesNotContain("The check failed");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 404})
  void otherRedirect_isInconclusive(int status) {
    fixture.browser();
    fixture
        .azure
        .script(LOGIN)
        .nextWhen(
            r -> r.path().endsWith("/authorize"),
            response(status, "")
                .newBuilder()
                .setHeader("Location", "https://portal.example/sign-in")
                .build());

    Diagnosis diagnosis = fixture.examine();

    assertThat(diagnosis.finding(Check.CLIENT).orElseThrow().outcome()).isEqualTo(Outcome.SKIPPED);
    assertThat(diagnosis.finding(Check.REDIRECT_URI).orElseThrow().outcome())
        .isEqualTo(Outcome.SKIPPED);
  }

  private static Function<String, AccessToken> token(String more) {
    return tenant -> {
      String claims =
          "{\"aud\":\"https://digitaltwins.azure.net\",\"exp\":4102444800,\"tid\":\""
              + tenant
              + "\","
              + more
              + "}";
      byte[] bytes = claims.getBytes(StandardCharsets.UTF_8);
      String body = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      return AccessToken.of("e30." + body + ".c2ln", Instant.MAX);
    };
  }

  @Test
  void tokenClaims_areSanitized() {
    for (String oid : new String[] {"x --scope /", "$(id)", "`id`", "a;id", "\\u001b[2J"}) {
      String claims = "\"oid\":\"" + oid + "\",\"iss\":\"\\u001b]0;x\\u0007\\n\\u202e\"";
      AccessToken token = token(claims).apply(fixture.entra.tenantId());
      fixture.method = SignInMethod.tokens(request -> token);
      fixture.azure.script(INSTANCE).clear();
      instanceRespondsWith(response(403, ""));

      assertThat(findingOf(Check.ROLE).fix().orElseThrow().remedy())
          .endsWith("--assignee <object id>");
    }
  }

  @Test
  void invalidClaims_areIgnored() {
    for (String more :
        new String[] {
          "\"exp\":1e999999", "\"exp\":\"x\"", "\"aud\":[[]]", "\"aud\":{}", "\"scp\":7",
          "\"xms_cc\":{\"a\":[]}", "\"tid\":[]", "\"exp\":-1", "\"exp\":null", "\"ver\":1.0"
        }) {
      AccessToken token = token(more).apply(fixture.entra.tenantId());
      fixture.method = SignInMethod.tokens(request -> token);

      assertThat(findingOf(Check.TOKEN).message()).doesNotContain("The check failed");
    }
  }

  @Test
  void scopeAmongMany_isRecognized() {
    String many = "Some.Thing.Else ".repeat(20);
    TokenSummary claims =
        TokenSummary.parse(token("\"scp\":\"" + many + "Read.Write\"").apply("x").value());

    assertThat(claims.hasScope("Read.Write")).isTrue();
    assertThat(claims.hasScope("Read")).isFalse();
    assertThat(TokenSummary.parse(token("\"scp\":[]").apply("x").value()).hasScope("")).isFalse();
  }
}
