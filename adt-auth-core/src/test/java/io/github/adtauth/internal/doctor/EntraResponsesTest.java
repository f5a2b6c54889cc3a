package io.github.adtauth.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.doctor.Check;
import io.github.adtauth.doctor.Diagnosis;
import io.github.adtauth.doctor.DoctorFixture;
import io.github.adtauth.doctor.Finding;
import io.github.adtauth.doctor.Finding.Outcome;
import java.nio.file.Path;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how the doctor reads Entra ID's redirects and error pages. */
class EntraResponsesTest {
  private static final String UNKNOWN_CODE = "99887766";
  private static final String LOOK_UP =
      "https://login.microsoftonline.com/error?code=" + UNKNOWN_CODE;

  @TempDir Path folder;
  private DoctorFixture fixture;

  @BeforeEach
  void open() {
    fixture = new DoctorFixture(folder);
    fixture.browser();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Finding finding(Check check) {
    return fixture.examine().finding(check).orElseThrow();
  }

  @Test
  void unknownClientOnPage_isReported() {
    fixture.entra.rejections().realErrorPages(true);
    fixture.settings.put("AZURE_CLIENT_ID", "99999999-0000-4000-8000-000000000002");

    Finding client = finding(Check.CLIENT);

    assertThat(client.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(client.fix().map(Fix::step)).contains(RegistrationStep.IDS);
  }

  @Test
  void missingRedirectUriOnPage_isReported() {
    fixture.entra.rejections().realErrorPages(true);
    fixture.registration(app -> app.noRedirectUris().nativeRedirectUri("https://microsoft.com"));

    assertThat(finding(Check.CLIENT).outcome()).isEqualTo(Outcome.PASSED);
    assertThat(finding(Check.REDIRECT_URI).outcome()).isEqualTo(Outcome.FAILED);
  }

  @ParameterizedTest
  @ValueSource(ints = {7000112, 1000031, 500014, 7000229, 90038})
  void errorOfARedirect_isAFinding(int code) {
    fixture.entra.rejections().signIns(code);

    Finding client = finding(Check.CLIENT);

    assertThat(client.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(client.message()).contains("AADSTS" + code);
    assertThat(client.fix().map(Fix::remedy))
        .isEqualTo(Fix.forCode(code).map(Fix::remedy))
        .isPresent();
  }

  @Test
  void disabledService_isAFinding() {
    fixture.service();
    fixture.registration(app -> app.redirectUri("http://localhost"));
    fixture.entra.rejections().signIns(7000112);

    assertThat(finding(Check.CLIENT).message()).contains("AADSTS7000112");
  }

  @ParameterizedTest
  @CsvSource({"90090, AADSTS90090", "50196, AADSTS50196"})
  void transientError_isInconclusive(int code, String named) {
    fixture.entra.rejections().signIns(code);

    Finding client = finding(Check.CLIENT);

    assertThat(client.outcome()).isEqualTo(Outcome.SKIPPED);
    assertThat(client.message()).contains(named);
  }

  @Test
  void unknownCode_isNamedWithLink() {
    fixture.entra.rejections().signIns(Integer.parseInt(UNKNOWN_CODE));

    Finding client = finding(Check.CLIENT);

    assertThat(client.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(client.message()).contains("invalid_request, AADSTS" + UNKNOWN_CODE);
    assertThat(client.fix().orElseThrow().remedy()).contains(LOOK_UP);
  }

  @Test
  void unknownCodeOfService_isNotAFailure() {
    fixture.service();
    fixture.registration(app -> app.redirectUri("http://localhost"));
    fixture.entra.rejections().signIns(Integer.parseInt(UNKNOWN_CODE));

    Finding client = finding(Check.CLIENT);

    assertThat(client.outcome()).isEqualTo(Outcome.SKIPPED);
    assertThat(client.message()).contains("AADSTS" + UNKNOWN_CODE, LOOK_UP);
  }

  @ParameterizedTest
  @CsvSource({
    "90038, AADSTS90038",
    "12345678, AADSTS12345678",
    "90002, does not exist in Entra ID"
  })
  void tenantCode_isReported(String code, String words) {
    for (int status : new int[] {200, 400}) {
      tenantResponse(
          status,
          "<html><script>$Config={\"strServiceExceptionMessage\":\"AADSTS"
              + code
              + ": x\",\"iErrorCode\":"
              + code
              + "};</script></html>");

      Finding tenant = finding(Check.TENANT);

      assertThat(tenant.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(tenant.message()).contains(words);
    }
  }

  @Test
  void busyEntra_isNotAnUnknownTenant() {
    tenantResponse(400, "{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS90033: x\"}");

    assertThat(finding(Check.TENANT).outcome()).isEqualTo(Outcome.SKIPPED);
  }

  private void tenantResponse(int status, String body) {
    fixture
        .azure
        .script("login.microsoftonline.com")
        .nextWhen(
            request -> request.path().contains("well-known"),
            new MockResponse.Builder().code(status).body(body).build());
  }

  @Test
  void tenantOfAnotherCloud_isReported() {
    fixture.entra.rejections().cloud("microsoftonline.us");

    Finding tenant = finding(Check.TENANT);

    assertThat(tenant.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(tenant.message()).contains("https://login.microsoftonline.us");
    assertThat(tenant.fix().orElseThrow().remedy()).contains("Cloud.US_GOVERNMENT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "microsoftonline.com", "evil.example"})
  void sameCloud_isNotAFinding(String name) {
    fixture.entra.rejections().cloud(name);

    assertThat(finding(Check.TENANT).outcome()).isEqualTo(Outcome.PASSED);
  }

  @Test
  void redirectUriOfAnotherPlatform_isAFinding() {
    for (String platform : new String[] {"Web", "Single-page application"}) {
      fixture.registration(
          app ->
              platform.equals("Web")
                  ? app.noRedirectUris().webRedirectUri("http://localhost")
                  : app.noRedirectUris().spaRedirectUri("http://localhost"));

      Diagnosis diagnosis = fixture.examine();

      assertThat(diagnosis.failures())
          .as(diagnosis.toString())
          .extracting(Finding::check)
          .containsExactly(Check.REDIRECT_URI);
      assertThat(diagnosis.toString()).contains("move it to Mobile and desktop applications");
      assertThat(diagnosis.finding(Check.PUBLIC_CLIENT).orElseThrow().failedPrerequisite())
          .contains(Check.REDIRECT_URI);
    }
  }

  @Test
  void locationWithSamePrefix_isNotTheRedirectUri() {
    fixture
        .azure
        .script("login.microsoftonline.com")
        .nextWhen(
            request -> request.path().endsWith("/authorize"),
            new MockResponse.Builder()
                .code(302)
                .setHeader("Location", "http://localhost.evil.example/?error=login_required")
                .build());

    assertThat(finding(Check.CLIENT).outcome()).isEqualTo(Outcome.SKIPPED);
  }

  @Test
  void invalidErrorName_isNotQuoted() {
    fixture
        .azure
        .script("login.microsoftonline.com")
        .nextWhen(
            request -> request.path().endsWith("/authorize"),
            new MockResponse.Builder()
                .code(302)
                .setHeader("Location", "http://localhost/?error=%1b[2J&error_description=secret")
                .build());

    assertThat(finding(Check.CLIENT).message())
        .contains("unreadable_error")
        .doesNotContain("secret");
  }

  @Test
  void codeInPage_isReadFromMessage() {
    assertThat(
            EntraResponse.codeIn(
                "AADSTS90033 $Config={\"iErrorCode\":50011,\"strServiceExceptionMessage\":\"AADSTS"
                    + "700016: x\"};"))
        .isEqualTo(700016);
    assertThat(EntraResponse.codeIn("$Config={\"sErrorCode\":\"50011\"}")).isEqualTo(50011);
    assertThat(EntraResponse.codeIn("$Config={\"iErrorCode\":0}")).isZero();
    assertThat(EntraResponse.codeIn("<p>AADSTS700016: x</p>")).isEqualTo(700016);
    assertThat(EntraResponse.codeIn("AADSTS12345678901")).isZero();
    assertThat(EntraResponse.codeIn("\"strServiceExceptionMessage\":\"")).isZero();
  }
}
