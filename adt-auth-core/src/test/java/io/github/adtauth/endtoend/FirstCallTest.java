package io.github.adtauth.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.JavaProcess;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import mockwebserver3.MockResponse;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests a process that makes a single call, such as a function or a command. */
class FirstCallTest {
  private static final String HOST = "first.api.weu.digitaltwins.azure.net";
  private static final String TWIN =
      "{\"$dtId\":\"room-21\",\"$etag\":\"W/\\\"1\\\"\",\"$metadata\":{\"$model\":\"dtmi:a:Room;1\"}}";

  @TempDir private Path folder;

  /** The table of AADSTS codes is loaded only when an error is classified. */
  @Test
  void firstCall_doesNotLoadErrorCodes() throws Exception {
    Path classes = folder.resolve("classes.log");
    Process process =
        JavaProcess.of(List.of("-Xlog:class+load:file=" + classes), FirstCallTest.class)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      process.waitFor();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(output).isEqualToIgnoringNewLines("room-21");
    } finally {
      process.destroyForcibly();
    }
    List<String> loaded =
        Files.readAllLines(classes).stream()
            .filter(line -> line.contains(" io.github.adtauth."))
            .filter(line -> !line.contains(" io.github.adtauth.testkit."))
            .filter(line -> !line.contains(FirstCallTest.class.getName()))
            .toList();
    assertThat(loaded).anyMatch(line -> line.contains("internal.cache.TokenEntry "));
    assertThat(loaded).noneMatch(line -> line.contains(" io.github.adtauth.internal.codes."));
  }

  /** Gets one twin and prints its ID. */
  public static void main(String[] arguments) {
    try (LocalAzure azure = LocalAzure.start()) {
      azure.host(
          HOST,
          request -> new MockResponse(200, Headers.of("Content-Type", "application/json"), TWIN));
      FakeEntra entra = azure.entra();
      DigitalTwinsConfig config =
          DigitalTwinsConfig.builder()
              .clientId(entra.daemon().clientId())
              .tenant(entra.tenantId())
              .endpoint("https://" + HOST)
              .build();
      DigitalTwin twin =
          DigitalTwins.at(config, azure.httpClient())
              .client(
                  SignIn.with(config)
                      .httpClient(azure.httpClient())
                      .service(ClientCredential.secret(entra.daemon().secret())))
              .getTwin("room-21", DigitalTwin.class);
      System.out.println(twin.id());
      System.out.flush();
    }
    System.exit(0);
  }
}
