package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The artifacts of this build and the versions of its dependencies, for consumer projects. */
final class BuiltArtifacts {
  static final String VERSION = System.getProperty("it.version");

  private static final Path PARENT = Path.of("../pom.xml");

  private BuiltArtifacts() {}

  /** Copies the jars, their poms and the BOM into a Maven repository. */
  static void copyTo(Path repository) throws IOException {
    Path group = repository.resolve("io/github/adtauth");
    copyModule(Path.of(""), "adt-auth-core", group);
    copyModule(Path.of("testkit"), "adt-auth-testkit", group);
    copyPom(PARENT, "adt-auth-parent", group);
    copyPom(Path.of("bom/target/pom.xml"), "adt-auth-bom", group);
  }

  private static void copyModule(Path module, String artifact, Path group) throws IOException {
    String jar = file(artifact, "jar");
    Files.copy(module.resolve("target").resolve(jar), folder(group, artifact).resolve(jar));
    copyPom(module.resolve("pom.xml"), artifact, group);
  }

  private static void copyPom(Path pom, String artifact, Path group) throws IOException {
    Files.copy(pom, folder(group, artifact).resolve(file(artifact, "pom")));
  }

  private static Path folder(Path group, String artifact) throws IOException {
    return Files.createDirectories(group.resolve(artifact).resolve(VERSION));
  }

  private static String file(String artifact, String extension) {
    return artifact + "-" + VERSION + "." + extension;
  }

  /** Returns the local Maven repository of this build. */
  static String localRepository() {
    return Path.of(System.getProperty("it.localRepository")).toUri().toString();
  }

  /** Returns whether this build runs without a network. */
  static boolean isOffline() {
    return System.getProperty("it.network", "").endsWith("true");
  }

  /** Returns the version of a property or a plugin in the parent's pom. */
  static String versionInParent(String name) throws IOException {
    String quoted = Pattern.quote(name);
    Matcher version =
        Pattern.compile(
                "<"
                    + quoted
                    + ">([^<]+)<|<artifactId>"
                    + quoted
                    + "</artifactId>\\s*<version>([0-9][^<]*)<")
            .matcher(Files.readString(PARENT));
    assertThat(version.find()).as(name).isTrue();
    return version.group(1) == null ? version.group(2) : version.group(1);
  }
}
