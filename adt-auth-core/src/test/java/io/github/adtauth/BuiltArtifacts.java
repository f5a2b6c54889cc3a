package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The artifacts of this build, for projects that use them, and the versions of its libraries. */
final class BuiltArtifacts {
  static final String VERSION = System.getProperty("it.version");

  private static final Path PARENT = Path.of("../pom.xml");

  private BuiltArtifacts() {}

  /** Puts the jars and their poms into a Maven repository. */
  static void copyTo(Path repository) throws IOException {
    Path group = repository.resolve("io/github/adtauth");
    String core = "adt-auth-core-" + VERSION;
    Path coreFolder = Files.createDirectories(group.resolve("adt-auth-core/" + VERSION));
    Files.copy(Path.of("target/" + core + ".jar"), coreFolder.resolve(core + ".jar"));
    Files.copy(Path.of("target/" + core + "-tests.jar"), coreFolder.resolve(core + "-tests.jar"));
    Files.copy(Path.of("pom.xml"), coreFolder.resolve(core + ".pom"));
    Path parentFolder = Files.createDirectories(group.resolve("adt-auth-parent/" + VERSION));
    Files.copy(PARENT, parentFolder.resolve("adt-auth-parent-" + VERSION + ".pom"));
  }

  /** Returns where Maven keeps what this build has downloaded. */
  static String localRepository() {
    return Path.of(System.getProperty("it.localRepository")).toUri().toString();
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
