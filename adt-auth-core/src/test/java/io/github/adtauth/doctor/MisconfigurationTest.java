package io.github.adtauth.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationStep;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that each misconfiguration is reported by its check, with the registration step. */
class MisconfigurationTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void misconfiguration_isReportedWithStep(Misconfiguration misconfiguration) {
    try (DoctorFixture fixture = new DoctorFixture(folder)) {
      misconfiguration.setUp().accept(fixture);
      misconfiguration.change().accept(fixture);

      Diagnosis diagnosis = fixture.examine();

      List<Finding> failures = diagnosis.failures();
      assertThat(failures).as(diagnosis.toString()).isNotEmpty();
      Finding failure = failures.get(0);
      assertThat(failures) // a problem on the path to Entra ID may also affect the instance
          .as(diagnosis.toString())
          .allSatisfy(other -> assertThat(other.fix()).isEqualTo(failure.fix()));
      RegistrationStep step = failure.fix().map(Fix::step).orElse(null);
      assertThat(failure.check()).as(diagnosis.toString()).isEqualTo(misconfiguration.check());
      assertThat(step).as(diagnosis.toString()).isEqualTo(misconfiguration.step());
      assertThat(diagnosis.toString()).contains(misconfiguration.message());
      assertThat(diagnosis.exitCode()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void correctConfiguration_isHealthy(Misconfiguration misconfiguration) {
    try (DoctorFixture fixture = new DoctorFixture(folder)) {
      misconfiguration.setUp().accept(fixture);

      Diagnosis diagnosis = fixture.examine();

      assertThat(diagnosis.isHealthy()).as(diagnosis.toString()).isTrue();
    }
  }

  @Test
  void misconfigurations_areAtLeastThirty() {
    assertThat(Misconfiguration.values()).hasSizeGreaterThanOrEqualTo(30);
  }
}
