package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the built jars in a project that depends on them by the BOM and their poms. */
class ConsumerProjectIT {
  private static final int MAX_JARS = 12;
  private static final String[] SMOKE = {"service", "on-behalf-of", "browser"};
  private static final String[] SMOKE_PASSED = {
    "service passed", "on-behalf-of passed", "browser passed"
  };
  private static final long MAX_BYTES = 6_390_000;

  @TempDir static Path built;
  @TempDir static Path localRepository;

  @TempDir Path folder;
  private ConsumerProject project;

  @BeforeAll
  static void putTheArtifactsIntoARepository() throws IOException {
    BuiltArtifacts.copyTo(built);
  }

  @BeforeEach
  void copyProject() throws IOException {
    project = ConsumerProject.offline("consumer", folder, built, localRepository);
  }

  @Test
  void consumerOnClassPath_readsTwin() throws Exception {
    Files.delete(project.file("src/main/java/module-info.java"));
    assertThat(project.build()).contains("Tests run: 1, Failures: 0").contains("unnamed module");
    List<Path> classPath = project.classPath();
    assertThat(classPath).hasSizeLessThanOrEqualTo(MAX_JARS);
    assertThat(classPath.stream().mapToLong(jar -> jar.toFile().length()).sum())
        .as("bytes of %s", classPath)
        .isLessThanOrEqualTo(MAX_BYTES);
    assertThat(classPath)
        .extracting(jar -> localRepository.relativize(jar).toString())
        .noneMatch(name -> name.matches(".*(reactor|netty|jackson|jna).*"))
        .as("optional dependencies, and those of tests")
        .noneMatch(name -> name.matches(".*(micrometer|jedis|okhttp-tls|testkit|junit|jimfs).*"))
        .anyMatch(name -> name.contains("adt-auth-core"))
        .anyMatch(name -> name.contains("msal4j"));
    SmokeConsumer.Result result =
        new SmokeConsumer(folder).runOnClassPath(project.classPathWithConsumer(), SMOKE);
    assertThat(result.output()).contains("module path: false").contains(SMOKE_PASSED);
    assertThat(result.status()).isZero();
  }

  /**
   * Surefire puts only required modules onto the module path, and the other jars onto the class
   * path.
   */
  @Test
  void consumerModule_readsTwin() throws IOException, InterruptedException {
    assertThat(project.build())
        .contains("Tests run: 1, Failures: 0")
        .contains("module example.consumer");
  }

  /** All jars are on the module path, and only required modules are resolved. */
  @Test
  void consumerOnModulePath_signsInAndCalls() throws Exception {
    project.build("-DskipTests");
    SmokeConsumer.Result result =
        new SmokeConsumer(folder).runOnModulePath(project.classPathWithConsumer(), SMOKE);
    assertThat(result.output()).contains("module path: true").contains(SMOKE_PASSED);
    assertThat(result.status()).isZero();
  }
}
