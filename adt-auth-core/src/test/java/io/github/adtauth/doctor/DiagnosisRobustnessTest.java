package io.github.adtauth.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.doctor.Finding.Outcome;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a diagnosis is complete and quotes no exception if providers or resolvers fail. */
class DiagnosisRobustnessTest {
  private static final String LOGIN = "login.microsoftonline.com";

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

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> AccessToken sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private static TokenProvider throwing(Throwable thrown) {
    return request -> DiagnosisRobustnessTest.<RuntimeException>sneak(thrown);
  }

  @Test
  void providerException_doesNotAbortReport() {
    for (Throwable thrown :
        new Throwable[] {
          new AssertionError("hunter2"),
          new StackOverflowError("hunter2"),
          new NoClassDefFoundError("hunter2"),
          new Exception("hunter2"),
          new IllegalArgumentException("hunter2")
        }) {
      fixture.method = SignInMethod.tokens(throwing(thrown));

      Finding finding = findingOf(Check.SIGN_IN);

      assertThat(finding.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(finding.message())
          .contains(thrown.getClass().getSimpleName())
          .doesNotContain("hunter2");
    }
  }

  @Test
  void environmentException_doesNotAbortReport() {
    fixture.http =
        fixture
            .http
            .newBuilder()
            .dns(
                name -> {
                  if (name.equals(LOGIN)) {
                    throw new AssertionError(name);
                  }
                  throw new UnknownHostException(name);
                })
            .build();
    assertThat(findingOf(Check.ENTRA_NAME).message()).contains("AssertionError");

    fixture.method =
        SignInMethod.service(
            ClientCredential.federatedToken(
                () -> {
                  throw new AssertionError("hunter2");
                }));
    assertThat(findingOf(Check.CREDENTIAL_AVAILABLE).outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void missingSettings_areAFinding() {
    List<Supplier<DigitalTwinsConfig>> all =
        List.of(
            () -> null,
            () -> {
              throw new AssertionError("hunter2");
            },
            () -> {
              throw new IllegalArgumentException("two\nlines\u001b[2J\u202e");
            });
    for (Supplier<DigitalTwinsConfig> settings : all) {
      Diagnosis diagnosis = Doctor.create(settings).diagnose(SignInMethod.deviceCode(p -> {}));
      assertThat(diagnosis.failures()).extracting(Finding::check).containsExactly(Check.SETTINGS);
      assertThat(diagnosis.failures().get(0).message())
          .doesNotContainPattern("[\\p{Cc}\\u202e]")
          .doesNotContain("NullPointer", "hunter2");
    }
  }

  @Test
  void credentialPath_isSanitized() {
    fixture.method =
        SignInMethod.service(ClientCredential.certificate(folder.resolve("a\u001b[2J\n")));

    assertThat(findingOf(Check.CREDENTIAL_AVAILABLE).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(fixture.examine().toString()).doesNotContain("\u001b");
  }

  @Test
  void nullToken_isAFinding() {
    fixture.method = SignInMethod.tokens(request -> null);

    Finding finding = findingOf(Check.SIGN_IN);

    assertThat(finding.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(finding.message()).contains("returned null");
  }

  @Test
  void interrupt_isPreservedAndReported() {
    Thread.currentThread().interrupt();
    try {
      assertThat(findingOf(Check.ROLE).outcome()).isEqualTo(Outcome.SKIPPED);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
