package io.github.adtauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.testkit.http.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Compiles and runs the example in the Javadoc of the package. */
class PackageExampleTest {
  private static final String SCOPE = "https://digitaltwins.azure.net/.default";
  private static final Path PACKAGE = Path.of("io/github/adtauth/testkit");
  private static final Pattern EXAMPLE =
      Pattern.compile("<pre>\\{@code\\n(.*?)\\n \\* \\}</pre>", Pattern.DOTALL);

  @Nested
  @ExtendWith(LocalAzureExtension.class)
  class RoomTest {
    @Test
    void throttledCall_tellsWhenToRetry(LocalAzure azure) throws IOException {
      azure.script(azure.twins()).next(Faults.throttled(5));
      String token = azure.entra().tokenFor(azure.entra().alice(), SCOPE);
      Request request =
          new Request.Builder()
              .url(azure.endpoint() + "/digitaltwins/room-1?api-version=2023-10-31")
              .header("Authorization", "Bearer " + token)
              .build();
      try (Response response = azure.httpClient().newCall(request).execute()) {
        assertThat(response.code()).isEqualTo(429);
        assertThat(response.header("Retry-After")).isEqualTo("5");
      }
    }
  }

  @Test
  void example_isThisTest() throws IOException {
    Path documentation = Path.of("src/main/java").resolve(PACKAGE).resolve("package-info.java");
    Path test = Path.of("src/test/java").resolve(PACKAGE).resolve("PackageExampleTest.java");

    Matcher example = EXAMPLE.matcher(Files.readString(documentation));

    assertThat(example.find()).isTrue();
    String code = example.group(1).replaceAll("(?m)^ \\* ?", "").replaceAll("\\s", "");
    assertThat(Files.readString(test).replaceAll("\\s", "")).contains(code);
  }
}
