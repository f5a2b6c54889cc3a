package io.github.adtauth.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.doctor.Finding.Outcome;
import io.github.adtauth.testkit.SeenRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The doctor and an authority that only a settings file names. */
class UnknownAuthorityTest {
  private static final String HOST = "evil.example";

  @TempDir Path folder;

  /** The ways to sign in that send something to the authority. */
  enum SignInWay {
    SERVICE(Clinic::service),
    CERTIFICATE(Clinic::certificate),
    WEB_API(Clinic::webApi),
    DEVICE_CODE(Clinic::deviceCode),
    BROWSER(Clinic::browser);

    private final Consumer<Clinic> way;

    SignInWay(Consumer<Clinic> way) {
      this.way = way;
    }
  }

  private DigitalTwinsConfig fromFile(Clinic clinic) {
    StringBuilder text = new StringBuilder("AZURE_AUTHORITY_HOST=https://" + HOST + "\n");
    for (Map.Entry<String, String> setting : clinic.settings.entrySet()) {
      text.append(setting.getKey()).append('=').append(setting.getValue()).append('\n');
    }
    try {
      return DigitalTwinsConfig.fromFile(
          Files.writeString(folder.resolve("app.properties"), text.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Diagnosis examine(Clinic clinic) {
    clinic.azure.host(HOST, clinic.entra);
    clinic.azure.clearRequests();
    return Doctor.create(() -> fromFile(clinic)).httpClient(clinic.http).diagnose(clinic.way);
  }

  @ParameterizedTest
  @EnumSource
  void unknownAuthority_isAFinding_andNothingIsSentToIt(SignInWay way) {
    try (Clinic clinic = new Clinic(folder)) {
      way.way.accept(clinic);

      Diagnosis diagnosis = examine(clinic);

      assertThat(diagnosis.failures())
          .as(diagnosis.toString())
          .extracting(Finding::check)
          .containsExactly(Check.SETTINGS);
      assertThat(diagnosis.failures().get(0).message())
          .contains(HOST, "not a known authority", "no credential is sent to it")
          .contains("AZURE_AUTHORITY_HOST");
      assertThat(diagnosis.finding(Check.SIGN_IN).orElseThrow().failedPrerequisite())
          .contains(Check.SETTINGS);
      assertThat(clinic.azure.requests())
          .extracting(SeenRequest::host)
          .doesNotContain(HOST, "login.microsoftonline.com");
      assertThat(clinic.azure.requests())
          .allSatisfy(request -> assertThat(request.header("Authorization")).isNull());
      assertThat(diagnosis.finding(Check.INSTANCE).orElseThrow().outcome())
          .isEqualTo(Outcome.PASSED);
    }
  }

  @Test
  void unknownAuthority_doesNotConcernAProvider() {
    try (Clinic clinic = new Clinic(folder)) {
      Network.lambda(clinic);

      Diagnosis diagnosis = examine(clinic);

      assertThat(diagnosis.isHealthy()).as(diagnosis.toString()).isTrue();
      assertThat(clinic.azure.requests()).extracting(SeenRequest::host).doesNotContain(HOST);
    }
  }
}
