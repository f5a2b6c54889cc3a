package io.github.adtauth.internal.entra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.adtauth.AdtException;
import io.github.adtauth.ConsentRequiredException;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.internal.codes.EntraCode;
import io.github.adtauth.internal.codes.EntraCodes;
import io.github.adtauth.internal.codes.Meaning;
import io.github.adtauth.onbehalfof.Challenge;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests every known AADSTS code with a response of Entra ID against a list of code, OAuth error,
 * flow, expected exception and status.
 */
class EntraCodesTest {
  private static final String TRACE = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
  private static final String CORRELATION = "12345678-9abc-def0-1234-56789abcdef0";

  @ParameterizedTest(name = "AADSTS{0}: {2} {3} of {1} is {4}")
  @CsvFileSource(resources = "/entra-codes.csv")
  void code_hasExpectedMeaning(
      int code,
      GrantType grant,
      String error,
      @Nullable String suberror,
      String type,
      @Nullable Integer status,
      @Nullable RegistrationStep step) {
    AdtException rejection =
        TokenErrorMapper.toException(
            grant, 400, Headers.of(), body(code, error, suberror), Clock.systemUTC());

    assertThat(rejection.getClass().getSimpleName()).isEqualTo(type + "Exception");
    Fix fix = rejection.fix().orElseThrow();
    assertThat(fix.step()).isEqualTo(step);
    EntraCode row = Objects.requireNonNull(EntraCodes.find(code));
    assertThat(meanings(row)).extracting(Meaning::hint).contains(fix.remedy());
    if (grant == GrantType.ON_BEHALF_OF || grant == GrantType.SESSION) {
      Challenge challenge = Challenge.forFailure(rejection);
      assertThat(challenge.status()).as("status of a web API").isEqualTo(status);
      assertThat(challenge.wwwAuthenticate().isPresent())
          .as("client can resolve the failure")
          .isEqualTo(rejection instanceof ConsentRequiredException || status == 401);
    }
    assertThat(rejection.errorCode()).contains(error);
    assertThat(rejection.suberror().orElse(null)).isEqualTo(suberror);
    assertThat(rejection.aadstsCodes()).containsExactly(code);
    assertThat(rejection.correlationId()).contains(CORRELATION);
    assertThat(rejection.traceId()).contains(TRACE);
    assertThat(rejection.status()).isEqualTo(400);
    assertThat(rejection)
        .message()
        .contains("AADSTS" + code, fix.remedy())
        .doesNotContain("Timestamp", "\n", "\r");
  }

  @Test
  void everyRow_isListed() throws IOException {
    Set<Integer> listed = new TreeSet<>();
    try (InputStream list = EntraCodesTest.class.getResourceAsStream("/entra-codes.csv")) {
      new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> listed.add(Integer.parseInt(line.substring(0, line.indexOf(',')))));
    }
    assertThat(EntraCodes.all()).extracting(EntraCode::number).isSubsetOf(listed);
    assertThat(listed).allSatisfy(code -> assertThat(EntraCodes.find(code)).isNotNull());
  }

  @Test
  void everyRow_isSentenceWithStep() {
    for (EntraCode row : EntraCodes.all()) {
      for (Meaning meaning : meanings(row)) {
        assertThat(meaning.hint()).as("%d", row.number()).matches("[A-Z].{10,200}\\.");
        if (meaning.step() != null) {
          assertThat(RegistrationStep.values()).extracting(Enum::name).contains(meaning.step());
        }
      }
    }
  }

  /** A policy that a new sign-in can satisfy has claims, which are sent to the client. */
  @ParameterizedTest
  @ValueSource(ints = {53000, 53003, 50097, 530084, 50076})
  void policyWithClaims_requiresInteraction(int code) {
    String claims = "{\"access_token\":{\"capolids\":{\"essential\":true,\"values\":[\"c1\"]}}}";
    JsonObject body =
        JsonParser.parseString(body(code, "interaction_required", null)).getAsJsonObject();
    body.addProperty("claims", claims);

    for (GrantType grant : new GrantType[] {GrantType.ON_BEHALF_OF, GrantType.SESSION}) {
      AdtException rejection =
          TokenErrorMapper.toException(
              grant, 400, Headers.of(), body.toString(), Clock.systemUTC());
      Challenge challenge = Challenge.forFailure(rejection);

      assertThat(challenge.status()).isEqualTo(401);
      assertThat(challenge.claims()).contains(claims);
    }
  }

  @ParameterizedTest
  @EnumSource(GrantType.class)
  void unknownCode_isNamedWithLookUpPage(GrantType grant) {
    for (String error : new String[] {"invalid_request", "invalid_grant", "invalid_client"}) {
      AdtException rejection =
          TokenErrorMapper.toException(
              grant, 400, Headers.of(), body(123456789, error, null), Clock.systemUTC());

      assertThat(rejection)
          .hasMessageContaining(
              "Look up AADSTS123456789 at https://login.microsoftonline.com/error?code=123456789.")
          .hasMessageNotContaining("Check Client ID and Tenant");
    }
  }

  @Test
  void redirectUriOfOtherPlatform_isExplained() {
    for (int code : new int[] {7000218, 9002327, 70002}) {
      assertThat(
              TokenErrorMapper.toException(
                  GrantType.AUTHORIZATION_CODE,
                  401,
                  Headers.of(),
                  body(code, "invalid_client", null),
                  Clock.systemUTC()))
          .hasMessageContaining(
              "under Web or Single-page application: move it to Mobile and desktop");
    }
  }

  private static List<Meaning> meanings(EntraCode row) {
    List<Meaning> meanings = new ArrayList<>(row.byFlow().values());
    meanings.add(row.meaning());
    return meanings;
  }

  private static String body(int code, String error, @Nullable String suberror) {
    return """
        {"error":"%s","error_description":"AADSTS%d: What happened in Entra's words.\\r\\nTrace ID: \
        %s\\r\\nCorrelation ID: %s\\r\\nTimestamp: 2026-01-01 00:00:00Z","error_codes":[%d],\
        "timestamp":"2026-01-01 00:00:00Z","trace_id":"%s","correlation_id":"%s",%s\
        "error_uri":"https://login.microsoftonline.com/error?code=%d"}"""
        .formatted(
            error,
            code,
            TRACE,
            CORRELATION,
            code,
            TRACE,
            CORRELATION,
            suberror == null ? "" : "\"suberror\":\"" + suberror + "\",",
            code);
  }
}
