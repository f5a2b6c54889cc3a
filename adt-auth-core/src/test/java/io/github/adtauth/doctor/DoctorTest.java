package io.github.adtauth.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.doctor.Finding.Outcome;
import io.github.adtauth.testkit.Faults;
import io.github.adtauth.testkit.SeenRequest;
import io.github.adtauth.token.AccessToken;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @TempDir Path folder;
  private Clinic clinic;

  @BeforeEach
  void open() {
    clinic = new Clinic(folder);
  }

  @AfterEach
  void close() {
    clinic.close();
  }

  @Test
  void aFailure_keepsOnlyThatFromBeingExaminedWhichNeedsIt() {
    clinic.service();
    clinic.way = SignInMethod.service(ClientCredential.secret("wrong~secret"));

    Diagnosis diagnosis = clinic.examine();

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
  void people_readALineForEachCheckAndWhatToDo() {
    clinic.service();
    clinic.azure.twins().revokeRole(clinic.app().servicePrincipalId());

    assertThat(clinic.examine().toString())
        .startsWith("Client ID=" + clinic.app().clientId())
        .containsPattern("\n  ok    tenant +\\d+ ms  exists\n")
        .containsPattern(
            "\n  FAIL  role +\\d+ ms  The instance rejects callers without a role\\.\n")
        .contains("\n        > See step 9 (Digital Twins instance → Access control (IAM)")
        .contains("--assignee " + clinic.app().servicePrincipalId() + "\n")
        .containsPattern("\n  -     read +0 ms  not examined, because of: role\n")
        .endsWith("1 failed: 12 passed, 2 skipped.\n");
  }

  @Test
  void tools_readJson() {
    clinic.service();
    clinic.way = SignInMethod.service(ClientCredential.secret("wrong~secret"));

    JsonObject json = JsonParser.parseString(clinic.examine().toJson()).getAsJsonObject();

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
  void nothingSecretIsSaid() {
    clinic.webApi();
    String text = clinic.examine() + clinic.examine().toJson() + clinic.way;
    for (SeenRequest request : clinic.azure.requests()) {
      String authorization = request.header("Authorization");
      if (authorization != null) {
        assertThat(text).doesNotContain(authorization.substring(authorization.lastIndexOf('.')));
      }
    }
    assertThat(text).doesNotContain(clinic.app().secret());
  }

  @Test
  void aWebApiWithoutAUsersToken_isExaminedAsFarAsThatGoes() {
    clinic.webApi();
    clinic.way = SignInMethod.webApi(ClientCredential.secret(clinic.app().secret()));

    Diagnosis diagnosis = clinic.examine();

    assertThat(diagnosis.isHealthy()).as(diagnosis.toString()).isTrue();
    assertThat(diagnosis.finding(Check.CREDENTIAL).orElseThrow().outcome())
        .isEqualTo(Outcome.PASSED);
    assertThat(diagnosis.finding(Check.ROLE).orElseThrow().failedPrerequisite())
        .contains(Check.INBOUND_TOKEN);
  }

  @Test
  void anInboundToken_isShownForWhatItSays() {
    clinic.webApi();
    assertThat(clinic.examine().finding(Check.INBOUND_TOKEN).orElseThrow().message())
        .contains("for " + clinic.app().clientId(), "scopes access_as_user", "expires at 20");
  }

  @Test
  void settingsThatCannotBeRead_areAFindingToo() {
    Diagnosis diagnosis =
        Doctor.create(() -> DigitalTwinsConfig.fromFile(folder.resolve("none.properties")))
            .httpClient(clinic.http)
            .diagnose(SignInMethod.deviceCode(prompt -> {}));

    assertThat(diagnosis.failures()).extracting(Finding::check).containsExactly(Check.SETTINGS);
    assertThat(diagnosis.failures().get(0).message()).contains("none.properties");
    assertThat(diagnosis.findings())
        .filteredOn(finding -> finding.check() != Check.SETTINGS)
        .isNotEmpty()
        .allSatisfy(finding -> assertThat(finding.failedPrerequisite()).contains(Check.SETTINGS));
    assertThat(clinic.azure.requests()).isEmpty();
  }

  @Test
  void aProviderOfOnesOwn_isExaminedWithoutARegistration() {
    clinic.service();
    clinic.settings.remove("AZURE_CLIENT_ID");
    clinic.settings.remove("AZURE_TENANT_ID");
    clinic.way = SignInMethod.tokens(request -> AccessToken.of("opaque", Instant.MAX));

    Diagnosis diagnosis = clinic.examine();

    assertThat(diagnosis.finding(Check.CLIENT)).isEmpty();
    assertThat(diagnosis.finding(Check.TOKEN).orElseThrow().message()).contains("opaque");
    assertThat(diagnosis.failures()).extracting(Finding::check).containsExactly(Check.ROLE);
  }

  @Test
  void aProviderThatThrows_isAFinding() {
    clinic.service();
    clinic.way =
        SignInMethod.tokens(
            request -> {
              throw new IllegalStateException("the vault is sealed: hunter2");
            });

    Diagnosis diagnosis = clinic.examine();

    assertThat(diagnosis.failures()).extracting(Finding::check).containsExactly(Check.SIGN_IN);
    assertThat(diagnosis.toString()).contains("IllegalStateException").doesNotContain("hunter2");
  }

  @Test
  void anInstanceThatIsDown_isSaidToBeDown() {
    clinic.service();
    clinic.azure.script("contoso.api.weu.digitaltwins.azure.net").always(Faults.status(503));

    Diagnosis diagnosis = clinic.examine();

    assertThat(diagnosis.failures()).extracting(Finding::check).containsExactly(Check.INSTANCE);
    assertThat(diagnosis.failures().get(0).message()).contains("503");
  }

  @Test
  void nothingIsWritten_whenTheRightToWriteIsAsked() {
    clinic.service();

    assertThat(clinic.examine().finding(Check.WRITE).orElseThrow().outcome())
        .isEqualTo(Outcome.PASSED);

    assertThat(clinic.azure.twins().twinCount()).isZero();
    assertThat(clinic.azure.requests())
        .filteredOn(request -> request.method().equals("PUT"))
        .isEmpty();
  }

  @Test
  void theRightToWrite_isAskedOnlyWhenWanted() {
    clinic.service();
    Diagnosis diagnosis =
        Doctor.create(clinic.config()).httpClient(clinic.http).diagnose(clinic.way);

    assertThat(diagnosis.isHealthy()).isTrue();
    assertThat(diagnosis.exitCode()).isZero();
    assertThat(diagnosis.finding(Check.WRITE)).isEmpty();
    assertThat(clinic.azure.requests())
        .filteredOn(request -> request.method().equals("DELETE"))
        .isEmpty();
  }

  @Test
  void hostilePages_changeNothingButTheFinding() {
    clinic.service();
    clinic.azure.script("login.microsoftonline.com").always(Faults.huge(50_000_000));

    Diagnosis diagnosis = clinic.examine();

    assertThat(diagnosis.failures().get(0).check()).isEqualTo(Check.ENTRA_TLS);
    assertThat(diagnosis.failures().get(0).message()).contains("larger than");
  }

  @Test
  void null_isNamedAtOnce() {
    assertThatThrownBy(() -> Doctor.create((DigitalTwinsConfig) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("config");
    assertThatThrownBy(() -> SignInMethod.deviceCode(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("prompt");
  }
}
