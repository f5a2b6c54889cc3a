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

/** A diagnosis is complete whatever providers and resolvers throw, and quotes no exception. */
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

  private Finding examined(Check check) {
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
  void whateverAProviderThrows_theReportGoesOn() {
    for (Throwable thrown :
        new Throwable[] {
          new AssertionError("hunter2"),
          new StackOverflowError("hunter2"),
          new NoClassDefFoundError("hunter2"),
          new Exception("hunter2"),
          new IllegalArgumentException("hunter2")
        }) {
      fixture.way = SignInMethod.tokens(throwing(thrown));

      Finding finding = examined(Check.SIGN_IN);

      assertThat(finding.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(finding.message())
          .contains(thrown.getClass().getSimpleName())
          .doesNotContain("hunter2");
    }
  }

  @Test
  void whateverTheSurroundingsThrow_theReportGoesOn() {
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
    assertThat(examined(Check.ENTRA_NAME).message()).contains("AssertionError");

    fixture.way =
        SignInMethod.service(
            ClientCredential.federatedToken(
                () -> {
                  throw new AssertionError("hunter2");
                }));
    assertThat(examined(Check.CREDENTIAL_AVAILABLE).outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void settingsThatAreNotThere_orThrow_areAFinding() {
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
  void thePathOfACredential_movesNoCursor() {
    fixture.way =
        SignInMethod.service(ClientCredential.certificate(folder.resolve("a\u001b[2J\n")));

    assertThat(examined(Check.CREDENTIAL_AVAILABLE).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(fixture.examine().toString()).doesNotContain("\u001b");
  }

  @Test
  void aProviderThatGivesNothing_isFound() {
    fixture.way = SignInMethod.tokens(request -> null);

    Finding finding = examined(Check.SIGN_IN);

    assertThat(finding.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(finding.message()).contains("returned null");
  }

  @Test
  void anInterruptedThread_staysInterrupted_andHasItsReport() {
    Thread.currentThread().interrupt();
    try {
      assertThat(examined(Check.ROLE).outcome()).isEqualTo(Outcome.SKIPPED);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
