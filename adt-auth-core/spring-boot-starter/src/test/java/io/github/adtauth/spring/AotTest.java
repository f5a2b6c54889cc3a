package io.github.adtauth.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.LocalAzureExtension;
import io.github.adtauth.testkit.entra.FakeEntra;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplicationAotProcessor;

/** An application that was processed ahead of time, in a process of its own. */
@ExtendWith(LocalAzureExtension.class)
class AotTest {
  private static final String CLASS_PATH = System.getProperty("java.class.path");
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** The processing has no property, and the run chooses a store. */
  @Test
  void processedApplication_servesUsers_withStoreOfRunTime(LocalAzure azure, @TempDir Path folder)
      throws Exception {
    Building.addTo(azure);
    FakeEntra entra = azure.entra();
    Path classes = process(folder);
    assertThat(hints(classes))
        .contains("AdtAuthProperties$Credential", "AdtAuthProperties$Store", "ChallengeAdvice");
    Path trustStore = folder.resolve("trust.p12");
    try (OutputStream out = Files.newOutputStream(trustStore)) {
      azure.trustStore().store(out, "changeit".toCharArray());
    }
    try (RoomsProcess rooms =
        RoomsProcess.start(
            List.of(
                JAVA,
                "-Dspring.aot.enabled=true",
                "-Dhttps.proxyHost=127.0.0.1",
                "-Dhttps.proxyPort=" + azure.proxyPort(),
                "-Djavax.net.ssl.trustStore=" + trustStore,
                "-Djavax.net.ssl.trustStorePassword=changeit",
                "-cp",
                classes + File.pathSeparator + CLASS_PATH,
                RoomsApplication.class.getName(),
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--adt-auth.client-id=" + entra.webApi().clientId(),
                "--adt-auth.tenant=" + entra.tenantId(),
                "--adt-auth.endpoint=" + azure.endpoint(),
                "--adt-auth.credential.secret=" + entra.webApi().secret(),
                "--adt-auth.store.type=memory"))) {
      String token = entra.assertionFor(entra.alice(), entra.webApi());
      HttpResponse<String> room = rooms.send("GET", "/rooms/room-1", token);
      assertThat(room.statusCode()).as(rooms.output()).isEqualTo(200);
      assertThat(room.body()).contains("Room 1");
      assertThat(rooms.send("GET", "/rooms/none", token).statusCode()).isEqualTo(404);
      assertThat(rooms.send("POST", "/sign-out", token).statusCode()).isEqualTo(200);
      assertThat(rooms.send("GET", "/rooms/room-1", token).statusCode()).isEqualTo(401);
      assertThat(rooms.output()).contains("Starting AOT-processed");
    }
  }

  /** Returns the runtime hints, which a native image needs. */
  private static String hints(Path classes) throws IOException {
    try (Stream<Path> files = Files.walk(classes.resolve("META-INF/native-image"))) {
      StringBuilder hints = new StringBuilder();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        hints.append(Files.readString(file));
      }
      return hints.toString();
    }
  }

  /** Returns the folder of the generated classes. */
  private static Path process(Path folder) throws IOException, InterruptedException {
    Path sources = folder.resolve("sources");
    Path classes = folder.resolve("classes");
    Process process =
        new ProcessBuilder(
                JAVA,
                "-cp",
                CLASS_PATH,
                SpringApplicationAotProcessor.class.getName(),
                RoomsApplication.class.getName(),
                sources.toString(),
                classes.toString(),
                classes.toString(),
                "example",
                "rooms")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("aot.log").toFile())
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("aot.log"))).isZero();
    List<String> arguments =
        new ArrayList<>(List.of("-nowarn", "-proc:none", "-d", classes.toString()));
    arguments.addAll(List.of("-cp", classes + File.pathSeparator + CLASS_PATH));
    try (Stream<Path> files = Files.walk(sources)) {
      files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
    }
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(result).isZero();
    return classes;
  }
}
