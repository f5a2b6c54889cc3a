package io.github.adtauth.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.doctor.Finding.Outcome;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.testkit.http.LoggedRequest;
import io.github.adtauth.token.AccessToken;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @TempDir Path folder;
  private DoctorFixture fixture;

  @BeforeEach
  void open() {
    fixture = new DoctorFixture(folder);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void failure_skipsOnlyDependentChecks() {
    fixture.service();
    fixture.method = SignInMethod.service(ClientCredential.secret("wrong~secret"));

    Diagnosis diagnosis = fixture.examine();

    assertThat(diagnosis.failures()).extracting(Finding::check).containsExactly(Check.CREDENTIAL);
    for (Check check : List.of(Check.SIGN_IN, Check.TOKEN, Check.ROLE, Check.READ, Check.WRITE)) {
      Finding finding = diagnosis.finding(check).orElseThrow();
      assertThat(finding.outcome()).as(check.title()).isEqualTo(Outcome.SKIPPED);
      assertThat(finding.failedPrerequisite()).as(check.title()).contains(Check.CREDENTIAL);
    }
    assertThat(diagnosis.finding(Check.INSTANCE).orElseThrow().outcome()).isEqualTo(Outcome.PASSED);
    assertThat(diagnosis.failures().get(0).correlationId()).isPresent();
  }

  @Test
  void text_hasLineForEachCheckAndFix() {
    fixture.service();
    fixture.azure.twins().revokeRole(fixture.app().servicePrincipalId());

    assertThat(fixture.examine().toString())
        .startsWith("Client ID=" + fixture.app().clientId())
        .containsPattern("\n  ok    tenant +\\d+ ms  exists\n")
        .containsPattern(
            "\n  FAIL  role +\\d+ ms  The instance rejects callers without a role\\.\n")
        .contains("\n        > See step 9 (Digital Twins instance → Access control (IAM)")
        .contains("--assignee " + fixture.app().servicePrincipalId() + "\n")
        .containsPattern("\n  -     read +0 ms  not examined, because of: role\n")
        .endsWith("1 failed: 12 passed, 2 skipped.\n");
  }

  @Test
  void json_hasAllFindings() {
    fixture.service();
    fixture.method = SignInMethod.service(ClientCredential.secret("wrong~secret"));

    JsonObject json = JsonParser.parseString(fixture.examine().toJson()).getAsJsonObject();

    assertThat(json.get("healthy").getAsBoolean()).isFalse();
    JsonObject credential =
        json.getAsJsonArray("findings").asList().stream()
            .map(element -> element.getAsJsonObject())
            .filter(finding -> finding.get("check").getAsString().equals("credential"))
            .findFirst()
            .orElseThrow();
    assertThat(credential.get("outcome").getAsString()).isEqualTo("failed");
    assertThat(credential.get("step").getAsInt()).isEqualTo(7);
    assertThat(credential.get("remedy").getAsString()).contains("Value");
    assertThat(credential.get("link").getAsString()).contains("/Credentials/appId/");
    assertThat(credential.get("correlationId").getAsString()).isNotEmpty();
    assertThat(credential.get("millis").getAsLong()).isNotNegative();
    assertThat(credential.has("because")).isFalse();
  }

  @Test
  void report_containsNoSecret() {
    fixture.webApi();
    String text = fixture.examine() + fixture.examine().toJson() + fixture.method;
    for (LoggedRequest request : fixture.azure.requests()) {
      String authorization = request.header("Authorization");
      if (authorization != null) {
        assertThat(text).doesNotContain(authorization.substring(authorization.lastIndexOf('.')));
      }
    }
    assertThat(text).doesNotContain(fixture.app().secret());
  }

  @Test
  void webApiWithoutUserToken_isPartlyChecked() {
    fixture.webApi();
    fixture.method = SignInMethod.webApi(ClientCredential.secret(fixture.app().secret()));

    Diagnosis diagnosis = fixture.examine();

    assertThat(diagnosis.isHealthy()).as(diagnosis.toString()).isTrue();
    assertThat(diagnosis.finding(Check.CREDENTIAL).orElseThrow().outcome())
        .isEqualTo(Outcome.PASSED);
    assertThat(diagnosis.finding(Check.ROLE).orElseThrow().failedPrerequisite())
        .contains(Check.INBOUND_TOKEN);
  }

  @Test
  void inboundToken_isSummarized() {
    fixture.webApi();
    assertThat(fixture.examine().finding(Check.INBOUND_TOKEN).orElseThrow().message())
        .contains("for " + fixture.app().clientId(), "scopes access_as_user", "expires at 20");
  }

  @Test
  void unreadableSettings_areAFinding() {
    Diagnosis diagnosis =
        Doctor.create(() -> DigitalTwinsConfig.fromFile(folder.resolve("none.properties")))
            .httpClient(fixture.http)
            .diagnose(SignInMethod.deviceCode(prompt -> {}));

    assertThat(diagnosis.failures()).extracting(Finding::check).containsExactly(Check.SETTINGS);
    assertThat(diagnosis.failures().get(0).message()).contains("none.properties");
    assertThat(diagnosis.findings())
        .filteredOn(finding -> finding.check() != Check.SETTINGS)
        .isNotEmpty()
        .allSatisfy(finding -> assertThat(finding.failedPrerequisite()).contains(Check.SETTINGS));
    assertThat(fixture.azure.requests()).isEmpty();
  }

  @Test
  void customProvider_skipsRegistrationChecks() {
    fixture.service();
    fixture.settings.remove("AZURE_CLIENT_ID");
    fixture.settings.remove("AZURE_TENANT_ID");
    fixture.method = SignInMethod.tokens(request -> AccessToken.of("opaque", Instant.MAX));

    Diagnosis diagnosis = fixture.examine();

    assertThat(diagnosis.finding(Check.CLIENT)).isEmpty();
    assertThat(diagnosis.finding(Check.TOKEN).orElseThrow().message()).contains("opaque");
    assertThat(diagnosis.failures()).extracting(Finding::check).containsExactly(Check.ROLE);
  }

  @Test
  void tokenWithoutExpiryTime_isAFinding() {
    fixture.service();
    fixture.settings.remove("AZURE_CLIENT_ID");
    fixture.settings.remove("AZURE_TENANT_ID");
    String claims = "{\"aud\":\"https://digitaltwins.azure.net\"}";
    String payload = Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8));
    fixture.method =
        SignInMethod.tokens(request -> AccessToken.of("e30." + payload + ".c2ln", Instant.MAX));

    assertThat(fixture.examine().finding(Check.TOKEN).orElseThrow().message())
        .isEqualTo("The token has no expiry time.");
  }

  @Test
  void failingProvider_isAFinding() {
    fixture.service();
    fixture.method =
        SignInMethod.tokens(
            request -> {
              throw new IllegalStateException("the vault is sealed: hunter2");
            });

    Diagnosis diagnosis = fixture.examine();

    assertThat(diagnosis.failures()).extracting(Finding::check).containsExactly(Check.SIGN_IN);
    assertThat(diagnosis.toString()).contains("IllegalStateException").doesNotContain("hunter2");
  }

  @Test
  void unavailableInstance_isReported() {
    fixture.service();
    fixture.azure.script("contoso.api.weu.digitaltwins.azure.net").always(Faults.status(503));

    Diagnosis diagnosis = fixture.examine();

    assertThat(diagnosis.failures()).extracting(Finding::check).containsExactly(Check.INSTANCE);
    assertThat(diagnosis.failures().get(0).message()).contains("503");
  }

  @Test
  void writeCheck_writesNothing() {
    fixture.service();

    assertThat(fixture.examine().finding(Check.WRITE).orElseThrow().outcome())
        .isEqualTo(Outcome.PASSED);

    assertThat(fixture.azure.twins().twinCount()).isZero();
    assertThat(fixture.azure.requests())
        .filteredOn(request -> request.method().equals("PUT"))
        .isEmpty();
  }

  @Test
  void writeCheck_isOptional() {
    fixture.service();
    Diagnosis diagnosis =
        Doctor.create(fixture.config()).httpClient(fixture.http).diagnose(fixture.method);

    assertThat(diagnosis.isHealthy()).isTrue();
    assertThat(diagnosis.exitCode()).isZero();
    assertThat(diagnosis.finding(Check.WRITE)).isEmpty();
    assertThat(fixture.azure.requests())
        .filteredOn(request -> request.method().equals("DELETE"))
        .isEmpty();
  }

  @Test
  void hostilePage_isAFinding() {
    fixture.service();
    fixture.azure.script("login.microsoftonline.com").always(Faults.huge(50_000_000));

    Diagnosis diagnosis = fixture.examine();

    assertThat(diagnosis.failures().get(0).check()).isEqualTo(Check.ENTRA_TLS);
    assertThat(diagnosis.failures().get(0).message()).contains("larger than");
  }

  @Test
  void nullArgument_isRejected() {
    assertThatThrownBy(() -> Doctor.create((DigitalTwinsConfig) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("config");
    assertThatThrownBy(() -> SignInMethod.deviceCode(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("prompt");
  }
}
