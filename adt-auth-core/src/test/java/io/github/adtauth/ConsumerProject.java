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

/**
 * A copy of a project of {@code src/it} that depends on the artifacts of this build by their
 * coordinates. It has a local repository of its own, so that the usual one does not receive a
 * snapshot.
 */
final class ConsumerProject {
  private final Path folder;
  private final Path built;
  private final Path localRepository;
  private final boolean online;

  private ConsumerProject(Path folder, Path built, Path localRepository, boolean online) {
    this.folder = folder;
    this.built = built;
    this.localRepository = localRepository;
    this.online = online;
  }

  /** Copies a project that uses only what the main build has downloaded. */
  static ConsumerProject offline(String name, Path folder, Path built, Path localRepository)
      throws IOException {
    return new ConsumerProject(folder, built, localRepository, false).copy(name);
  }

  /** Copies a project that may download more, unless the main build is offline. */
  static ConsumerProject online(String name, Path folder, Path built, Path localRepository)
      throws IOException {
    return new ConsumerProject(folder, built, localRepository, true).copy(name);
  }

  private ConsumerProject copy(String name) throws IOException {
    Path template = Path.of("src/it").resolve(name);
    try (Stream<Path> files = Files.walk(template)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(template.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, filled(Files.readString(file)));
      }
    }
    return this;
  }

  /** Packages the project and returns the output of Maven. */
  String build(String... options) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(options));
    if (!online) {
      Path settings = Files.writeString(folder.resolve("settings.xml"), "<settings/>");
      Collections.addAll(arguments, "-s", settings.toString(), "-gs", settings.toString());
    }
    if (!online || BuiltArtifacts.isOffline()) {
      Collections.addAll(arguments, "-o", "-Daether.offline.protocols=file");
    }
    Collections.addAll(arguments, "-Dmaven.repo.local=" + localRepository, "package");
    return MavenProcess.run(folder, arguments.toArray(String[]::new));
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** Returns the jars that the consumer's own jar names, as a real project has them. */
  List<Path> classPath() throws IOException {
    try (JarFile jar = new JarFile(file("target/consumer-1.jar").toFile())) {
      String names = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      List<Path> jars = Stream.of(names.split(" ")).map(localRepository::resolve).toList();
      assertThat(jars).allMatch(Files::isRegularFile);
      return jars;
    }
  }

  /** Returns {@link #classPath} and the consumer's own jar. */
  List<Path> classPathWithConsumer() throws IOException {
    List<Path> path = new ArrayList<>(classPath());
    path.add(file("target/consumer-1.jar"));
    return path;
  }

  private String filled(String template) throws IOException {
    Matcher placeholders = Pattern.compile("@([a-z0-9.-]+)@").matcher(template);
    StringBuilder text = new StringBuilder();
    while (placeholders.find()) {
      placeholders.appendReplacement(text, Matcher.quoteReplacement(value(placeholders.group(1))));
    }
    return placeholders.appendTail(text).toString();
  }

  /** The versions are those of this build, so that everything is downloaded already. */
  private String value(String name) throws IOException {
    return switch (name) {
      case "version" -> BuiltArtifacts.VERSION;
      case "built" -> built.toUri().toString();
      case "downloaded" -> BuiltArtifacts.localRepository();
      case "downloaded-id" -> online ? "downloaded" : "central";
      default -> BuiltArtifacts.versionInParent(name);
    };
  }
}
