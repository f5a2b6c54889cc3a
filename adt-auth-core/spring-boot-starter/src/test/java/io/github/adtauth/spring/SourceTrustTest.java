package io.github.adtauth.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.DigitalTwinsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.env.PropertiesPropertySource;

/** Which sources may name an unknown host. */
class SourceTrustTest {
  private static final String XML =
      """
      <!DOCTYPE properties SYSTEM "http://java.sun.com/dtd/properties.dtd">
      <properties><entry key="adt-auth.endpoint">https://twins.example</entry></properties>
      """;
  private static final String PLACEHOLDER =
      "--spring.config.additional-location=classpath:trust/placeholder.properties,file:";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"properties", "yml", "yaml", "xml"})
  void fileOutside_isNotTrusted(String format) throws IOException {
    String content =
        switch (format) {
          case "properties" -> "adt-auth.endpoint=https://twins.example";
          case "xml" -> XML;
          default -> "adt-auth:\n  endpoint: https://twins.example";
        };
    Path file = Files.writeString(folder.resolve("application." + format), content);
    assertRejected(() -> start("--spring.config.additional-location=file:" + file));
    // As Spring finds a file beside the application.
    assertRejected(() -> start("--spring.config.additional-location=file:" + folder + "/"));
  }

  @Test
  void configTree_isNotTrusted() throws IOException {
    Files.writeString(folder.resolve("adt-auth.endpoint"), "https://twins.example");
    assertRejected(() -> start("--spring.config.import=configtree:" + folder + "/"));
  }

  @Test
  void otherSpelling_isNotTrusted() throws IOException {
    Path file = Files.writeString(folder.resolve("a.properties"), "adtAuth.ENDPOINT=twins.example");
    assertRejected(() -> start("--spring.config.additional-location=file:" + file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--spring.config.additional-location=classpath:trust/packaged.properties",
        "--spring.config.additional-location=classpath:trust/packaged.xml",
        "--spring.config.import=classpath:trust/packaged.properties",
        "--spring.application.json={\"adt-auth\": {\"endpoint\": \"https://twins.example\"}}",
        "--adtAuth.endpoint=https://twins.example",
        "--adt-auth.endpoint=https://${name}.example --name=twins",
        "--adt-auth.endpoint=https://${none:twins}.example"
      })
  void applicationAndArguments_areTrusted(String arguments) {
    String[] all = arguments.contains("json") ? new String[] {arguments} : arguments.split(" ", -1);
    assertAccepted(builder(), all);
  }

  @Test
  void codeAndSystemProperties_areTrusted() {
    assertAccepted(builder().properties("adt-auth.endpoint=https://twins.example"));
    System.setProperty("adt-auth.endpoint", "https://twins.example");
    try {
      assertAccepted(builder());
    } finally {
      System.clearProperty("adt-auth.endpoint");
    }
  }

  /** A value of the application is only as trusted as what it refers to. */
  @ParameterizedTest
  @CsvSource({
    "twins.url=https://twins.example, ''",
    "Twins.URL=https://twins.example, ''",
    "twins.host=twins.example, --twins.url=https://${twins.host}",
    "twins.host=twins.example, --twins.url=https://${twins.host:localhost}",
    "twins.host=twins.example, --twins.url=https://${none:${twins.host}}",
    "twins.host=twins.example, --twins.url=https://${${twins.name}} --twins.name=twins.host",
    "twins.name=twins.host, --twins.url=https://${${twins.name}} --twins.host=twins.example"
  })
  void placeholder_isNotTrustedIfFileSetsIt(String line, String arguments) throws IOException {
    Path file = Files.writeString(folder.resolve("a.properties"), line);
    List<String> all = new ArrayList<>(List.of(PLACEHOLDER + file));
    if (!arguments.isEmpty()) {
      all.addAll(List.of(arguments.split(" ", -1)));
    }
    assertRejected(() -> start(all.toArray(String[]::new)));
  }

  @Test
  void placeholder_isTrustedIfArgumentSetsIt() throws IOException {
    Path file = Files.writeString(folder.resolve("a.properties"), "twins.url=https://x.example");
    assertAccepted(builder(), PLACEHOLDER + file, "--twins.url=https://twins.example");
  }

  @ParameterizedTest
  @ValueSource(classes = {OneFile.class, NamedFile.class, TwoFiles.class})
  void annotationWithFile_isNotTrusted(Class<?> configuration) throws IOException {
    Files.writeString(folder.resolve("a.properties"), "adt-auth.endpoint=https://twins.example");
    assertRejected(() -> builder().sources(configuration).run("--folder=" + folder));
  }

  @Test
  void annotationWithClassPath_isTrusted() {
    assertAccepted(builder().sources(Packaged.class));
  }

  /** As the usual factories for YAML do. */
  @Test
  void fileThatCodeReads_isNotTrusted() {
    java.util.Properties read = new java.util.Properties();
    read.putAll(Map.of("adt-auth.endpoint", "https://twins.example"));
    assertRejected(
        () ->
            builder()
                .initializers(
                    context ->
                        context
                            .getEnvironment()
                            .getPropertySources()
                            .addLast(new PropertiesPropertySource("settings.yml", read)))
                .run());
  }

  private static void assertRejected(ThrowingCallable start) {
    assertThatThrownBy(start)
        .hasStackTraceContaining("adt-auth.endpoint (from ")
        .hasStackTraceContaining("neither the application nor its environment names it");
  }

  private static void assertAccepted(SpringApplicationBuilder builder, String... arguments) {
    try (ConfigurableApplicationContext context = builder.run(arguments)) {
      assertThat(context.getBean(DigitalTwinsConfig.class).endpoint()).hasHost("twins.example");
    }
  }

  private static void start(String... arguments) {
    builder().run(arguments).close();
  }

  private static SpringApplicationBuilder builder() {
    return new SpringApplicationBuilder(AdtAuthAutoConfiguration.class)
        .web(WebApplicationType.NONE)
        .bannerMode(Banner.Mode.OFF)
        .properties(
            "adt-auth.client-id=11111111-2222-3333-4444-555555555555",
            "adt-auth.tenant=66666666-7777-8888-9999-000000000001",
            "adt-auth.credential.secret=hunter2~hunter2");
  }

  @PropertySource("file:${folder}/a.properties")
  private static class OneFile {}

  @PropertySource(name = "class path resource [a]", value = "file:${folder}/a.properties")
  private static class NamedFile {}

  @PropertySource(
      name = "both",
      value = {"classpath:trust/packaged.properties", "file:${folder}/a.properties"})
  private static class TwoFiles {}

  @PropertySource(name = "x", value = "classpath:trust/packaged.properties")
  private static class Packaged {}
}
