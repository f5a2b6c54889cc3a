package io.github.adtauth.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.doctor.Finding.Outcome;
import io.github.adtauth.testkit.http.LoggedRequest;
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

/** Tests the doctor with an authority that only a settings file names. */
class UnknownAuthorityTest {
  private static final String HOST = "evil.example";

  @TempDir Path folder;

  /** The sign-in methods that contact the authority. */
  enum SignInCase {
    SERVICE(DoctorFixture::service),
    CERTIFICATE(DoctorFixture::certificate),
    WEB_API(DoctorFixture::webApi),
    DEVICE_CODE(DoctorFixture::deviceCode),
    BROWSER(DoctorFixture::browser);

    private final Consumer<DoctorFixture> setUp;

    SignInCase(Consumer<DoctorFixture> setUp) {
      this.setUp = setUp;
    }
  }

  private DigitalTwinsConfig fromFile(DoctorFixture fixture) {
    StringBuilder text = new StringBuilder("AZURE_AUTHORITY_HOST=https://" + HOST + "\n");
    for (Map.Entry<String, String> setting : fixture.settings.entrySet()) {
      text.append(setting.getKey()).append('=').append(setting.getValue()).append('\n');
    }
    try {
      return DigitalTwinsConfig.fromFile(
          Files.writeString(folder.resolve("app.properties"), text.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Diagnosis examine(DoctorFixture fixture) {
    fixture.azure.host(HOST, fixture.entra);
    fixture.azure.clearRequests();
    return Doctor.create(() -> fromFile(fixture)).httpClient(fixture.http).diagnose(fixture.method);
  }

  @ParameterizedTest
  @EnumSource
  void unknownAuthority_isAFindingAndNotContacted(SignInCase signIn) {
    try (DoctorFixture fixture = new DoctorFixture(folder)) {
      signIn.setUp.accept(fixture);

      Diagnosis diagnosis = examine(fixture);

      assertThat(diagnosis.failures())
          .as(diagnosis.toString())
          .extracting(Finding::check)
          .containsExactly(Check.SETTINGS);
      assertThat(diagnosis.failures().get(0).message())
          .contains(HOST, "not a known authority", "no credential is sent to it")
          .contains("AZURE_AUTHORITY_HOST");
      assertThat(diagnosis.finding(Check.SIGN_IN).orElseThrow().failedPrerequisite())
          .contains(Check.SETTINGS);
      assertThat(fixture.azure.requests())
          .extracting(LoggedRequest::host)
          .doesNotContain(HOST, "login.microsoftonline.com");
      assertThat(fixture.azure.requests())
          .allSatisfy(request -> assertThat(request.header("Authorization")).isNull());
      assertThat(diagnosis.finding(Check.INSTANCE).orElseThrow().outcome())
          .isEqualTo(Outcome.PASSED);
    }
  }

  @Test
  void unknownAuthority_isIgnoredForTokenProvider() {
    try (DoctorFixture fixture = new DoctorFixture(folder)) {
      NetworkProblems.daemonTokens(fixture);

      Diagnosis diagnosis = examine(fixture);

      assertThat(diagnosis.isHealthy()).as(diagnosis.toString()).isTrue();
      assertThat(fixture.azure.requests()).extracting(LoggedRequest::host).doesNotContain(HOST);
    }
  }
}
