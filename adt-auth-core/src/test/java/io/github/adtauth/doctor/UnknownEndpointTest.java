package io.github.adtauth.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.testkit.http.LoggedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the doctor with an endpoint that only a settings file names. */
class UnknownEndpointTest {
  private static final String HOST = "gateway.example";

  @TempDir Path folder;

  /** The sign-in methods that acquire a token. */
  enum SignInCase {
    SERVICE(DoctorFixture::service),
    WEB_API(DoctorFixture::webApi),
    DEVICE_CODE(DoctorFixture::deviceCode),
    PROVIDER(NetworkProblems::daemonTokens);

    private final Consumer<DoctorFixture> setUp;

    SignInCase(Consumer<DoctorFixture> setUp) {
      this.setUp = setUp;
    }
  }

  private DigitalTwinsConfig.Builder file(
      DoctorFixture fixture, DigitalTwinsConfig.Builder builder) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String> setting : fixture.settings.entrySet()) {
      text.append(setting.getKey()).append('=').append(setting.getValue()).append('\n');
    }
    try {
      return builder.file(Files.writeString(folder.resolve("app.properties"), text.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Diagnosis examine(
      DoctorFixture fixture, UnaryOperator<DigitalTwinsConfig.Builder> before) {
    fixture.azure.host(HOST, fixture.azure.twins());
    fixture.azure.clearRequests();
    return Doctor.create(() -> file(fixture, before.apply(DigitalTwinsConfig.builder())).build())
        .allowAnyHost()
        .httpClient(fixture.http.newBuilder().hostnameVerifier((host, session) -> true).build())
        .diagnose(fixture.method);
  }

  private static void assertNothingIsSent(
      DoctorFixture fixture, Diagnosis diagnosis, String reason) {
    assertThat(diagnosis.failures())
        .as(diagnosis.toString())
        .extracting(Finding::check)
        .containsExactly(Check.SETTINGS);
    assertThat(diagnosis.failures().get(0).message())
        .contains(reason, "no token is sent to it", "builder().endpoint(…)", "ADT_ENDPOINT");
    for (Check check : new Check[] {Check.INSTANCE_NAME, Check.INSTANCE, Check.ROLE}) {
      assertThat(diagnosis.finding(check).orElseThrow().failedPrerequisite())
          .contains(Check.SETTINGS);
    }
    assertThat(fixture.azure.requests())
        .extracting(LoggedRequest::host)
        .doesNotContain(HOST, "contoso.api.weu.digitaltwins.azure.net");
  }

  @ParameterizedTest
  @EnumSource
  void unknownEndpoint_isAFindingAndNotContacted(SignInCase signIn) {
    try (DoctorFixture fixture = new DoctorFixture(folder)) {
      signIn.setUp.accept(fixture);
      fixture.settings.put("ADT_ENDPOINT", "https://" + HOST);

      Diagnosis diagnosis = examine(fixture, builder -> builder);

      assertNothingIsSent(fixture, diagnosis, "is not a host of Azure Digital Twins");
      assertThat(diagnosis.toString()).contains(HOST);
    }
  }

  @Test
  void endpointWithOtherScope_isAFindingAndNotContacted() {
    try (DoctorFixture fixture = new DoctorFixture(folder)) {
      NetworkProblems.daemonTokens(fixture);
      fixture.settings.put("ADT_SCOPE", "api://rooms/.default");

      Diagnosis diagnosis = examine(fixture, builder -> builder);

      assertThat(diagnosis.failures().get(0).message()).contains("is not a known host of the API");
      assertThat(fixture.azure.requests()).extracting(LoggedRequest::host).doesNotContain(HOST);
    }
  }

  @Test
  void unknownEndpointFromCode_isChecked() {
    try (DoctorFixture fixture = new DoctorFixture(folder)) {
      fixture.service();
      fixture.settings.put("ADT_ENDPOINT", "https://" + HOST);

      Diagnosis diagnosis = examine(fixture, builder -> builder.endpoint(HOST));

      assertThat(diagnosis.isHealthy()).as(diagnosis.toString()).isTrue();
      assertThat(fixture.azure.requests(HOST)).isNotEmpty();
    }
  }
}
