package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.fuzz.Fuzz;
import io.github.adtauth.fuzz.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Any settings file yields settings or an error message without its secret. */
public class ConfigFileFuzzTest {
  @TestFactory
  Stream<DynamicTest> settingsFile() {
    return Fuzz.of("config-file", ConfigFileFuzzTest::fuzzerTestOneInput)
        .words("clientId", "AZURE_CLIENT_SECRET=", "\"clientSecret\":", "endpoint=", "tenant=")
        .words("\\u", "\\\n", "#", "//", "/*", "*/", ",}", ",]", "'", "https://", "\"Scopes\":[")
        .tests();
  }

  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    for (String ending : new String[] {".properties", ".json"}) {
      Path file = Files.createTempFile("settings", ending);
      try {
        Files.write(file, input);
        read(file);
      } finally {
        Files.delete(file);
      }
    }
  }

  private static void read(Path file) {
    try {
      DigitalTwinsConfig config = DigitalTwinsConfig.fromFile(file);
      assertThat(config).hasToString(DigitalTwinsConfig.fromFile(file).toString());
      config.findClientSecret().ifPresent(secret -> assertThat(secret).hasToString("***"));
      assertThat(config.toString().replaceAll("https://[^,\\]]*", "")).doesNotContain(Shown.SECRET);
      assertThat(config.cloud().authorityHost().getScheme()).isEqualTo("https");
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank();
      for (Throwable at = e; at != null; at = at.getCause()) {
        assertThat(String.valueOf(at.getMessage())).doesNotContain(Shown.SECRET);
        assertThat(at.getMessage().chars().filter(c -> c < ' ' && c != '\n').count())
            .as("controls in %s", at.getMessage())
            .isZero();
      }
    }
  }
}
