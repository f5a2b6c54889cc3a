package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signs in, puts, reads and queries a twin with the libraries that {@link CompatibilityStack}s
 * resolve to, each in a separate process. Prints a table. Downloads the dependencies.
 */
class CompatibilityMatrix {
  private static final Path TEMPLATES = Path.of("src/it/compatibility");
  private static final Path FOLDER = Path.of("target/compatibility").toAbsolutePath();
  private static final Path LOCAL_REPOSITORY = FOLDER.resolve("repository");
  private static final String[] WAYS = {"service", "on-behalf-of", "browser"};
  private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[\\w.-]*?)\\.jar");
  private static final List<String> COLUMNS =
      List.of("okhttp-jvm", "okhttp", "gson", "msal4j", "slf4j-api", "caffeine", "kotlin-stdlib");

  @TempDir static Path temporary;
  private static Path classes;

  @BeforeAll
  static void resolveAllStacks() throws Exception {
    Path built = temporary.resolve("built");
    BuiltArtifacts.copyTo(built);
    delete(LOCAL_REPOSITORY.resolve("io/github/adtauth")); // left by the last run
    List<String> modules = new ArrayList<>();
    for (CompatibilityStack stack : CompatibilityStack.ALL) {
      Path module = Files.createDirectories(FOLDER.resolve(stack.artifactId()));
      Files.deleteIfExists(module.resolve("classpath"));
      Files.writeString(module.resolve("pom.xml"), filled("stack/pom.xml", stack.placeholders()));
      modules.add("<module>" + stack.artifactId() + "</module>");
    }
    Map<String, String> placeholders =
        Map.of(
            "modules", String.join("", modules),
            "built", built.toUri().toString(),
            "downloaded", BuiltArtifacts.localRepository());
    Files.writeString(FOLDER.resolve("pom.xml"), filled("pom.xml", placeholders));
    String plugin = "maven-dependency-plugin";
    List<String> arguments = new ArrayList<>();
    if (BuiltArtifacts.isOffline()) {
      arguments.add("-o");
      arguments.add("-Daether.offline.protocols=file");
    }
    Collections.addAll(
        arguments,
        "-Dmaven.repo.local=" + LOCAL_REPOSITORY,
        "-Dmdep.outputFile=classpath",
        "-Dmdep.includeScope=runtime",
        "org.apache.maven.plugins:"
            + plugin
            + ":"
            + BuiltArtifacts.versionInParent(plugin)
            + ":build-classpath");
    MavenProcess.run(FOLDER, arguments.toArray(String[]::new));
    classes = compiledConsumer();
  }

  @Test
  void everyStack_worksOrNamesOutdatedLibrary() throws Exception {
    StringBuilder table = new StringBuilder(row("stack", COLUMNS, "result"));
    List<String> failures = new ArrayList<>();
    for (CompatibilityStack stack : CompatibilityStack.ALL) {
      List<Path> classPath = classPath(stack);
      SmokeConsumer.Result result = run(classPath);
      boolean expected =
          stack.rejection() == null
              ? result.status() == 0 && Arrays.stream(WAYS).allMatch(way -> passed(result, way))
              : result.status() != 0 && result.output().contains(stack.rejection());
      String verdict =
          !expected ? "FAILED" : stack.rejection() == null ? "works" : "rejected with the reason";
      table.append(row(stack.name(), versions(classPath), verdict));
      if (!expected) {
        failures.add(stack.name() + ":\n" + result.output());
      }
    }
    System.out.println(table);
    Files.writeString(FOLDER.resolve("matrix.txt"), table);
    assertThat(failures).isEmpty();
  }

  /** Otherwise an application on Spring Boot would get versions that Spring Boot does not test. */
  @Test
  void versions_areNotAboveSpringBoot40() throws IOException {
    String artifact = "spring-boot-dependencies";
    String version = CompatibilityStack.SPRING_BOOT_4_0;
    Path bom =
        LOCAL_REPOSITORY
            .resolve("org/springframework/boot/" + artifact + "/" + version)
            .resolve(artifact + "-" + version + ".pom");
    String managed = Files.readString(bom);
    List<String> above = new ArrayList<>();
    for (String name :
        List.of("gson", "caffeine", "slf4j", "jspecify", "micrometer", "jedis", "logback")) {
      compare(name + ".version", name + ".version", managed, above);
    }
    compare("assertj.version", "assertj.version", managed, above);
    compare("junit.version", "junit-jupiter.version", managed, above);
    assertThat(above).isEmpty();
    assertThat(managed).as("OkHttp is managed now").doesNotContain("com.squareup.okhttp3");
  }

  private static void compare(String ours, String theirs, String managed, List<String> above)
      throws IOException {
    Matcher found = Pattern.compile("<" + Pattern.quote(theirs) + ">([^<]+)<").matcher(managed);
    assertThat(found.find()).as(theirs).isTrue();
    String own = BuiltArtifacts.versionInParent(ours);
    if (Arrays.compare(numbers(own), numbers(found.group(1))) > 0) {
      above.add(ours + " " + own + " > " + found.group(1));
    }
  }

  private static int[] numbers(String version) {
    return Stream.of(version.split("\\.")).mapToInt(Integer::parseInt).toArray();
  }

  private static SmokeConsumer.Result run(List<Path> classPath) throws Exception {
    List<Path> path = new ArrayList<>(classPath);
    path.add(classes);
    return new SmokeConsumer(temporary).runOnClassPath(path, WAYS);
  }

  private static boolean passed(SmokeConsumer.Result result, String way) {
    return result.output().contains(way + " passed");
  }

  private static List<Path> classPath(CompatibilityStack stack) throws IOException {
    String text = Files.readString(FOLDER.resolve(stack.artifactId()).resolve("classpath"));
    return Stream.of(text.strip().split(File.pathSeparator)).map(Path::of).toList();
  }

  private static List<String> versions(List<Path> classPath) {
    Map<String, String> versions = new TreeMap<>();
    for (Path jar : classPath) {
      Matcher name = JAR.matcher(jar.getFileName().toString());
      if (name.matches()) {
        versions.put(name.group(1), name.group(2));
      }
    }
    return COLUMNS.stream().map(column -> versions.getOrDefault(column, "-")).toList();
  }

  private static String row(String first, List<String> columns, String last) {
    StringBuilder row = new StringBuilder(String.format("%-44s", first));
    columns.forEach(column -> row.append(String.format("%-14s", column)));
    return row.append(last).append('\n').toString();
  }

  private static Path compiledConsumer() throws IOException {
    Path output = Files.createDirectories(temporary.resolve("classes"));
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "--release",
                "17",
                "-proc:none",
                "-classpath",
                classPath,
                "-d",
                output.toString(),
                "src/it/consumer/src/main/java/example/Smoke.java");
    assertThat(status).isZero();
    return output;
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static String filled(String template, Map<String, String> placeholders)
      throws IOException {
    String text = Files.readString(TEMPLATES.resolve(template));
    for (Map.Entry<String, String> placeholder : placeholders.entrySet()) {
      text = text.replace("@" + placeholder.getKey() + "@", placeholder.getValue());
    }
    return text;
  }
}
