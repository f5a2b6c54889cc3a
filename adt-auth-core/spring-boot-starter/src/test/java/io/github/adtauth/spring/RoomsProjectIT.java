package io.github.adtauth.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.entra.FakeEntra;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Builds the project of the guide from the artifacts of this build by their coordinates, on each
 * line of Spring Boot. Its test runs on the local Azure, and its jar runs packed and extracted.
 */
@EnabledForJreRange(max = JRE.JAVA_20) // It takes minutes, and the tests run on newer ones, too.
class RoomsProjectIT {
  private static final String VERSION = System.getProperty("it.version");
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir private static Path shared;
  private static LocalAzure azure;

  @BeforeAll
  static void copyArtifacts() throws IOException {
    azure = LocalAzure.start();
    Building.addTo(azure);
    copy(Path.of(".."), "adt-auth-core");
    copy(Path.of("../testkit"), "adt-auth-testkit");
    copy(Path.of(""), "adt-auth-spring-boot-starter");
    Files.copy(Path.of("../../pom.xml"), folder("adt-auth-parent").resolve(pom("adt-auth-parent")));
  }

  @AfterAll
  static void stop() {
    azure.close();
  }

  private static void copy(Path module, String artifact) throws IOException {
    Path folder = folder(artifact);
    String jar = artifact + "-" + VERSION + ".jar";
    Files.copy(module.resolve("target").resolve(jar), folder.resolve(jar));
    Files.copy(module.resolve("pom.xml"), folder.resolve(pom(artifact)));
  }

  private static Path folder(String artifact) throws IOException {
    return Files.createDirectories(
        shared.resolve("built/io/github/adtauth").resolve(artifact).resolve(VERSION));
  }

  private static String pom(String artifact) {
    return artifact + "-" + VERSION + ".pom";
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.0.9", "4.1.2"})
  void projectOfGuide_isTestedAndRuns(String springBoot, @TempDir Path folder) throws Exception {
    copyProject(springBoot, folder);
    String output = maven(folder);
    assertThat(output).contains("Tests run: 2, Failures: 0, Errors: 0, Skipped: 0");

    Path jar = folder.resolve("target/rooms-1.jar");
    try (RoomsProcess packed = start(folder, jar)) {
      assertServes(packed);
    }
    run(folder, JAVA, "-Djarmode=tools", "-jar", jar.toString(), "extract", "--layers");
    Path layers = folder.resolve("rooms-1");
    assertThat(layers.resolve("dependencies")).isDirectory();
    Path app = Files.createDirectory(folder.resolve("app"));
    for (String layer : List.of("dependencies", "application")) {
      copyFolder(layers.resolve(layer), app);
    }
    copyFolder(layers.resolve("snapshot-dependencies"), app);
    try (RoomsProcess layered = start(folder, app.resolve("rooms-1.jar"))) {
      assertServes(layered);
    }
  }

  private static void assertServes(RoomsProcess rooms) throws Exception {
    FakeEntra entra = azure.entra();
    String token = entra.assertionFor(entra.bob(), entra.webApi());
    HttpResponse<String> room = rooms.send("GET", "/rooms/room-1", token);
    assertThat(room.statusCode()).as(rooms.output()).isEqualTo(200);
    assertThat(room.body()).contains("Room 1");
    entra.requireMfa(entra.alice());
    HttpResponse<String> challenged =
        rooms.send("GET", "/rooms/room-1", entra.assertionFor(entra.alice(), entra.webApi()));
    entra.removeRequirements(entra.alice());
    assertThat(challenged.statusCode()).isEqualTo(401);
    assertThat(challenged.headers().firstValue("WWW-Authenticate").orElse(""))
        .contains("insufficient_claims");
    assertThat(rooms.send("GET", "/actuator/health", token).body()).contains("UP");
    assertThat(rooms.send("GET", "/actuator/metrics/adt.auth.token.requests", token).statusCode())
        .isEqualTo(200);
    assertThat(rooms.output()).doesNotContain(entra.webApi().secret(), token);
  }

  private static RoomsProcess start(Path folder, Path jar) throws Exception {
    Path trustStore = folder.resolve("trust.p12");
    try (OutputStream out = Files.newOutputStream(trustStore)) {
      azure.trustStore().store(out, "changeit".toCharArray());
    }
    FakeEntra entra = azure.entra();
    return RoomsProcess.start(
        List.of(
            JAVA,
            "-Dhttps.proxyHost=127.0.0.1",
            "-Dhttps.proxyPort=" + azure.proxyPort(),
            "-Djavax.net.ssl.trustStore=" + trustStore,
            "-Djavax.net.ssl.trustStorePassword=changeit",
            "-jar",
            jar.toString(),
            "--server.port=0",
            "--server.address=127.0.0.1",
            "--management.endpoints.web.exposure.include=health,metrics"),
        Map.of(
            "ROOMS_CLIENT_ID", entra.webApi().clientId(),
            "ROOMS_TENANT", entra.tenantId(),
            "ROOMS_SECRET", entra.webApi().secret()));
  }

  private static void copyProject(String springBoot, Path folder) throws IOException {
    Path template = Path.of("src/it/rooms");
    try (Stream<Path> files = Files.walk(template)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(template.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.writeString(
            copy,
            Files.readString(file)
                .replace("@version@", VERSION)
                .replace("@spring-boot.version@", springBoot)
                .replace("@built@", shared.resolve("built").toUri().toString())
                .replace(
                    "@downloaded@",
                    Path.of(System.getProperty("it.localRepository")).toUri().toString()));
      }
    }
  }

  private static String maven(Path folder) throws IOException, InterruptedException {
    String mvn = File.separatorChar == '\\' ? "mvn.cmd" : "mvn";
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("maven.home"), "bin", mvn).toString(),
                "-B",
                "-Dmaven.repo.local=" + shared.resolve("repository"),
                "package"));
    if (System.getProperty("it.network", "").endsWith("true")) {
      command.addAll(List.of("-o", "-Daether.offline.protocols=file"));
    }
    return run(folder, command.toArray(String[]::new));
  }

  /** Runs a process in a folder and returns its output. */
  private static String run(Path folder, String... command)
      throws IOException, InterruptedException {
    Path log = folder.resolve("process.log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(Files.readString(log)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(log)).isZero();
      return Files.readString(log);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void copyFolder(Path from, Path to) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }
}
