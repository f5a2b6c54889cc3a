package io.github.adtauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs consumers as docs/compatibility.md packages them. Downloads plugins and Kotlin. */
class PackagedConsumers {
  private static final Path GUIDE = Path.of("../docs/compatibility.md");
  private static final String[] WAYS = {"service", "on-behalf-of", "browser"};
  private static final Path LOCAL_REPOSITORY =
      Path.of("target/compatibility/repository").toAbsolutePath();

  private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]*\\.(SF|RSA|DSA|EC)");

  @TempDir static Path built;
  @TempDir Path folder;

  @BeforeAll
  static void putTheArtifactsIntoARepository() throws IOException {
    BuiltArtifacts.copyTo(built);
  }

  @Test
  void fatJar_signsInAndCalls() throws Exception {
    ConsumerProject project = project("consumer");
    Files.copy(Path.of("../docs/third-party.md"), project.file("third-party.md"));
    String pom = Files.readString(project.file("pom.xml"));
    assertThat(withoutIndentation(pom))
        .contains(withoutIndentation(fromGuide("```xml\n(<filters>.*?)```")));
    project.build("-DskipTests", "-Pshade");
    assertThat(project.classPath()).as("signed jars").anyMatch(PackagedConsumers::isSigned);
    Path jar = project.file("target/consumer-1-shaded.jar");
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .noneMatch(name -> SIGNATURE.matcher(name).matches())
          .noneMatch(name -> name.endsWith("module-info.class"))
          .contains("META-INF/third-party.md");
      assertThat(text(zip, "META-INF/LICENSE"))
          .contains("The adt-auth authors")
          .contains("Apache License");
      assertThat(text(zip, "META-INF/services/org.slf4j.spi.SLF4JServiceProvider").lines())
          .containsExactlyInAnyOrder(
              "org.slf4j.nop.NOPServiceProvider", "org.slf4j.jul.JULServiceProvider");
    }
    assertPassed(new SmokeConsumer(folder).runOnClassPath(List.of(jar), WAYS));
  }

  private static boolean isSigned(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream().anyMatch(entry -> SIGNATURE.matcher(entry.getName()).matches());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(ZipFile zip, String entry) throws IOException {
    return new String(zip.getInputStream(zip.getEntry(entry)).readAllBytes(), UTF_8);
  }

  /** An image with the modules of the JDK that are needed; the rest is on the class path. */
  @Test
  void runtimeImage_signsInAndCalls() throws Exception {
    ConsumerProject project = project("consumer");
    Files.delete(project.file("src/main/java/module-info.java"));
    project.build("-DskipTests");
    Path image = folder.resolve("image");
    String modules = fromGuide("jlink --add-modules (\\S+)");
    ToolProvider jlink = ToolProvider.findFirst("jlink").orElseThrow();
    assertThat(jlink.run(System.out, System.err, "--add-modules", modules, "--output", "" + image))
        .isZero();
    SmokeConsumer smoke = new SmokeConsumer(folder);
    assertPassed(
        smoke.run(
            image.resolve("bin/java"),
            SmokeConsumer.classPath(project.classPathWithConsumer(), "example.Smoke"),
            WAYS));
  }

  @Test
  void kotlin_readsAndWritesDataClass() throws Exception {
    ConsumerProject project = project("kotlin");
    project.build();
    SmokeConsumer.Result result =
        new SmokeConsumer(folder)
            .run(
                SmokeConsumer.JAVA,
                SmokeConsumer.classPath(project.classPathWithConsumer(), "example.RoomsKt"));
    assertThat(result.output())
        .contains("read Room(temperature=21, name=Kitchen)")
        .contains("default Room(temperature=22, name=unnamed)")
        .contains("no default NamedRoom(temperature=22, name=null)")
        .contains("token length null");
    assertThat(result.status()).isZero();
  }

  @Test
  void kotlin_rejectsUncheckedNullable() throws Exception {
    ConsumerProject project = project("kotlin");
    Path source = project.file("src/main/kotlin/example/Rooms.kt");
    String text = Files.readString(source);
    assertThat(text).contains("?.length");
    Files.writeString(source, text.replace("?.length", ".length"));
    assertThatThrownBy(project::build)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Only safe (?.) or non-null asserted (!!.) calls are allowed");
  }

  private ConsumerProject project(String name) throws IOException {
    return ConsumerProject.online(name, folder, built, LOCAL_REPOSITORY);
  }

  private static void assertPassed(SmokeConsumer.Result result) {
    assertThat(result.output()).contains("service passed", "on-behalf-of passed", "browser passed");
    assertThat(result.status()).isZero();
  }

  private static String fromGuide(String pattern) throws IOException {
    Matcher found = Pattern.compile(pattern, Pattern.DOTALL).matcher(Files.readString(GUIDE));
    assertThat(found.find()).as(pattern).isTrue();
    return found.group(1);
  }

  private static String withoutIndentation(String text) {
    return text.replaceAll("(?m)^ +", "");
  }
}
