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

/** Every single deviation from what is right is found, laid at its door and named with its step. */
class DeviationsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void itIsFound_andNamedWithItsStep(Deviation deviation) {
    try (Clinic clinic = new Clinic(folder)) {
      deviation.way().accept(clinic);
      deviation.change().accept(clinic);

      Diagnosis diagnosis = clinic.examine();

      List<Finding> failures = diagnosis.failures();
      assertThat(failures).as(diagnosis.toString()).isNotEmpty();
      Finding failure = failures.get(0);
      assertThat(failures) // what keeps Entra away may keep the instance away too
          .as(diagnosis.toString())
          .allSatisfy(other -> assertThat(other.fix()).isEqualTo(failure.fix()));
      RegistrationStep step = failure.fix().map(Fix::step).orElse(null);
      assertThat(failure.check()).as(diagnosis.toString()).isEqualTo(deviation.check());
      assertThat(step).as(diagnosis.toString()).isEqualTo(deviation.step());
      assertThat(diagnosis.toString()).contains(deviation.words());
      assertThat(diagnosis.exitCode()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutIt_nothingIsWrong(Deviation deviation) {
    try (Clinic clinic = new Clinic(folder)) {
      deviation.way().accept(clinic);

      Diagnosis diagnosis = clinic.examine();

      assertThat(diagnosis.isHealthy()).as(diagnosis.toString()).isTrue();
    }
  }

  @Test
  void thereAreAtLeastThirty() {
    assertThat(Deviation.values()).hasSizeGreaterThanOrEqualTo(30);
  }
}
