package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FixTest {
  @ParameterizedTest
  @CsvSource({
    "CONSENT, 65001 65004 90094 90095",
    "API_PERMISSION, 65005 650056 650057 650052 650054 500011 90008",
    "REDIRECT_URI, 50011 500113 900971",
    "PUBLIC_CLIENT, 7000218 70002",
    "IDS, 700016 700011 90002 50194 9001023 50020 16000 50034 51004 900144",
    "EXPOSED_API, 50013 500133 500131 240002 7000114",
    "CREDENTIAL, 700025 700024 700027 7000274 7000214 7000277 1000502 70021 700213 7000215 7000222",
    ", 50105 50076 50074 50079 50072 50078 53003 530032 53000 53001 530035 50173 700082 70008 70043",
    ", 70016 70018 70019 70020 70011 28002 700022 90014 9002313 50196 90055",
    ", 90033 90024 50033 90006 90012 50087 90090 90091 40010",
  })
  void knownCode_hasItsStep(RegistrationStep step, String codes) {
    for (String code : codes.split(" ", -1)) {
      Optional<Fix> fix = Fix.forCode(Integer.parseInt(code));
      assertThat(fix).as(code).isPresent();
      assertThat(fix.orElseThrow().step()).as(code).isEqualTo(step);
      assertThat(fix.orElseThrow().remedy()).as(code).matches("[A-Z].{10,200}\\.");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1, 999999999})
  void unknownCode_hasNoFix(int code) {
    assertThat(Fix.forCode(code)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "7000215, 'Value, not its Secret ID'",
    "50011, 'http://localhost'",
    "7000218, 'public client flows'",
    "500131, 'scope of this web API'",
    "70011, 'https://digitaltwins.azure.net/.default'",
    "650052, '0b07f429-9f4b-4714-9392-cc5e8e80c8b0'",
    "50105, 'Enterprise applications'",
  })
  void remedy_namesWhatToChange(int code, String words) {
    assertThat(Fix.forCode(code).orElseThrow()).asString().contains(words);
  }

  @Test
  void toString_isSentences() {
    assertThat(new Fix(null, "Wait.")).hasToString("Wait.");
    assertThat(new Fix(RegistrationStep.CREDENTIAL, "Renew it."))
        .hasToString("Renew it. See step 7 (Certificates & secrets).");
  }

  @ParameterizedTest
  @EnumSource
  void steps_areNumberedInOrder(RegistrationStep step) {
    assertThat(step.number()).isEqualTo(Arrays.asList(RegistrationStep.values()).indexOf(step) + 1);
    assertThat(step).hasToString("step " + step.number() + " (" + step.instruction() + ")");
  }

  @Test
  void steps_matchGuide() {
    assertThat(Arrays.stream(RegistrationStep.values()).map(Enum::name))
        .containsExactly(
            "NEW_REGISTRATION",
            "REDIRECT_URI",
            "PUBLIC_CLIENT",
            "IDS",
            "API_PERMISSION",
            "CONSENT",
            "CREDENTIAL",
            "EXPOSED_API",
            "INSTANCE_ROLE");
  }
}
