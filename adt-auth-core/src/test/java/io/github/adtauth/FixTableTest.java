package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FixTableTest {
  @ParameterizedTest
  @CsvSource({
    "65001, CONSENT",
    "65004, CONSENT",
    "90094, CONSENT",
    "90095, CONSENT",
    "65005, API_PERMISSION",
    "650056, API_PERMISSION",
    "650057, API_PERMISSION",
    "650052, API_PERMISSION",
    "650054, API_PERMISSION",
    "500011, API_PERMISSION",
    "90008, API_PERMISSION",
    "50011, REDIRECT_URI",
    "500113, REDIRECT_URI",
    "900971, REDIRECT_URI",
    "7000218, PUBLIC_CLIENT",
    "70002, PUBLIC_CLIENT",
    "700025, CREDENTIAL",
    "700016, IDS",
    "700011, IDS",
    "90002, IDS",
    "50194, IDS",
    "9001023, IDS",
    "50020, IDS",
    "16000, IDS",
    "50034, IDS",
    "51004, IDS",
    "50105, NEW_REGISTRATION",
    "50013, EXPOSED_API",
    "500133, EXPOSED_API",
    "500131, EXPOSED_API",
    "240002, EXPOSED_API",
    "7000114, EXPOSED_API",
    "50076,",
    "50074,",
    "50079,",
    "50072,",
    "50078,",
    "53003,",
    "530032,",
    "53000,",
    "53001,",
    "530035,",
    "50173,",
    "700082,",
    "70008,",
    "70043,",
    "700024, CREDENTIAL",
    "700027, CREDENTIAL",
    "7000274, CREDENTIAL",
    "7000214, CREDENTIAL",
    "7000277, CREDENTIAL",
    "1000502, CREDENTIAL",
    "70021, CREDENTIAL",
    "700213, CREDENTIAL",
    "7000215, CREDENTIAL",
    "7000222, CREDENTIAL",
    "70018,",
    "70019,",
    "70020,",
    "900144, IDS",
    "70011,",
    "28002,",
    "700022,",
    "90014,",
    "9002313,",
    "50196,",
    "90055,",
    "90033,",
    "90024,",
    "50033,",
    "90006,",
    "90012,",
  })
  void code_hasARemedyAndItsStep(int code, RegistrationStep step) {
    Fix fix = Fix.forCode(code).orElseThrow();
    assertThat(fix.step()).isEqualTo(step);
    assertThat(fix.remedy()).endsWith(".");
  }

  @Test
  void unknownCode_hasNone() {
    assertThat(Fix.forCode(1)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void step_saysWhereItIsDone(RegistrationStep step) {
    assertThat(step.number()).isEqualTo(List.of(RegistrationStep.values()).indexOf(step) + 1);
    assertThat(step).hasToString("step " + step.number() + " (" + step.instruction() + ")");
  }
}
