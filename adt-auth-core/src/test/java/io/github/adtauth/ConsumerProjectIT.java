package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the built jars in a project that depends on them by their poms. */
class ConsumerProjectIT {
  private static final Path CONSUMER = Path.of("src/it/consumer");
  private static final int MAX_JARS = 12;
  private static final String[] SMOKE = {"service", "on-behalf-of", "browser"};
  private static final String[] SMOKE_PASSED = {
    "service passed", "on-behalf-of passed", "browser passed"
  };
  private static final long MAX_BYTES = 6_350_000;

  @TempDir static Path built;

  /** A separate repository, so that the local one does not receive a snapshot. */
  @TempDir static Path localRepository;

  @TempDir Path project;

  @BeforeAll
  static void putTheArtifactsIntoARepository() throws IOException {
    BuiltArtifacts.copyTo(built);
  }

  @Test
  void consumerOnClassPath_readsTwin() throws Exception {
    copyConsumer();
    Files.delete(project.resolve("src/main/java/module-info.java"));
    assertThat(build()).contains("Tests run: 1, Failures: 0").contains("unnamed module");
    List<Path> classPath = classPath();
    assertThat(classPath).hasSizeLessThanOrEqualTo(MAX_JARS);
    assertThat(classPath.stream().mapToLong(jar -> jar.toFile().length()).sum())
        .as("bytes of %s", classPath)
        .isLessThanOrEqualTo(MAX_BYTES);
    assertThat(classPath)
        .extracting(jar -> localRepository.relativize(jar).toString())
        .noneMatch(name -> name.matches(".*(reactor|netty|jackson|jna).*"))
        .anyMatch(name -> name.contains("adt-auth-core"))
        .anyMatch(name -> name.contains("msal4j"));
    SmokeConsumer.Result result =
        new SmokeConsumer(project).runOnClassPath(withConsumer(classPath), SMOKE);
    assertThat(result.output()).contains("module path: false").contains(SMOKE_PASSED);
    assertThat(result.status()).isZero();
  }

  /**
   * Surefire puts only required modules onto the module path, and the other jars onto the class
   * path.
   */
  @Test
  void consumerModule_readsTwin() throws IOException, InterruptedException {
    copyConsumer();
    assertThat(build()).contains("Tests run: 1, Failures: 0").contains("module example.consumer");
  }

  /** All jars are on the module path, and only required modules are resolved. */
  @Test
  void consumerOnModulePath_signsInAndCalls() throws Exception {
    copyConsumer();
    build("-DskipTests");
    SmokeConsumer.Result result =
        new SmokeConsumer(project).runOnModulePath(withConsumer(classPath()), SMOKE);
    assertThat(result.output()).contains("module path: true").contains(SMOKE_PASSED);
    assertThat(result.status()).isZero();
  }

  /** Runs offline, because the main build has downloaded all dependencies. */
  private String build(String... options) throws IOException, InterruptedException {
    Path settings = Files.writeString(project.resolve("settings.xml"), "<settings/>");
    List<String> arguments = new ArrayList<>(List.of(options));
    Collections.addAll(
        arguments,
        "-o",
        "-Daether.offline.protocols=file",
        "-Dmaven.repo.local=" + localRepository,
        "-s",
        settings.toString(),
        "-gs",
        settings.toString(),
        "package");
    return MavenProcess.run(project, arguments.toArray(String[]::new));
  }

  private List<Path> withConsumer(List<Path> jars) {
    List<Path> path = new ArrayList<>(jars);
    path.add(project.resolve("target/consumer-1.jar"));
    return path;
  }

  /** Returns the jars that the consumer's own jar names, as a real project has them. */
  private List<Path> classPath() throws IOException {
    try (JarFile jar = new JarFile(project.resolve("target/consumer-1.jar").toFile())) {
      String names = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      List<Path> jars = Stream.of(names.split(" ")).map(localRepository::resolve).toList();
      assertThat(jars).allMatch(Files::isRegularFile);
      return jars;
    }
  }

  private void copyConsumer() throws IOException {
    try (Stream<Path> files = Files.walk(CONSUMER)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = project.resolve(CONSUMER.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, filled(Files.readString(file)));
      }
    }
  }

  private static String filled(String template) throws IOException {
    Matcher placeholders = Pattern.compile("@([a-z0-9.-]+)@").matcher(template);
    StringBuilder text = new StringBuilder();
    while (placeholders.find()) {
      placeholders.appendReplacement(text, Matcher.quoteReplacement(value(placeholders.group(1))));
    }
    return placeholders.appendTail(text).toString();
  }

  /** The versions are those of this build, so that everything is downloaded already. */
  private static String value(String name) throws IOException {
    return switch (name) {
      case "version" -> BuiltArtifacts.VERSION;
      case "built" -> built.toUri().toString();
      case "downloaded" -> BuiltArtifacts.localRepository();
      default -> BuiltArtifacts.versionInParent(name);
    };
  }
}
