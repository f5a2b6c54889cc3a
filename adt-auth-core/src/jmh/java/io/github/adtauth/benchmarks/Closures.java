package io.github.adtauth.benchmarks;

import io.github.adtauth.MavenProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a project gets onto its class path that depends on a contender: found by building one. Ours
 * is found without installing it, in a repository of files beside what this build has downloaded.
 */
final class Closures {
  private final Path folder;
  private final Path downloaded = Path.of(System.getProperty("benchmarks.localRepository"));
  private final Path repository;

  Closures(Path folder) throws IOException {
    this.folder = folder.toAbsolutePath();
    repository = this.folder.resolve("repository");
    delete(this.folder); // Maven would take the snapshot of an earlier run for today's
    Path group = this.folder.resolve("built/io/github/adtauth");
    String version = System.getProperty("benchmarks.version");
    String core = "adt-auth-core-" + version;
    copy(Path.of("target", core + ".jar"), group.resolve("adt-auth-core/" + version));
    copy(Path.of("pom.xml"), group.resolve("adt-auth-core/" + version), core + ".pom");
    copy(
        Path.of("../pom.xml"),
        group.resolve("adt-auth-parent/" + version),
        "adt-auth-parent-" + version + ".pom");
  }

  private static void delete(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  List<Path> ours() throws Exception {
    return of("ours", dependency("io.github.adtauth:adt-auth-core", "version", false));
  }

  List<Path> pair() throws Exception {
    return of(
        "pair",
        dependency("com.microsoft.azure:msal4j", "msal4j", false)
            + dependency("com.squareup.okhttp3:okhttp-jvm", "okhttp", false)
            + dependency("com.google.code.gson:gson", "gson", false));
  }

  /** Resolves to other versions than beside this library do, which may have to be downloaded. */
  List<Path> azure() throws Exception {
    Path project =
        write(
            "azure",
            dependency("com.azure:azure-identity", "azure-identity", true)
                + dependency("com.azure:azure-digitaltwins-core", "azure-digitaltwins-core", true),
            "");
    MavenProcess.run(project, "-Dmaven.repo.local=" + downloaded, "package");
    return classPath(project, downloaded);
  }

  static double megabytes(List<Path> jars) {
    return jars.stream().mapToLong(jar -> jar.toFile().length()).sum() / 1e6;
  }

  private List<Path> of(String name, String dependencies) throws Exception {
    String repositories =
        repository("central", downloaded) + repository("built", folder.resolve("built"));
    Path project =
        write(
            name,
            dependencies,
            "<repositories>%s</repositories><pluginRepositories>%s</pluginRepositories>"
                .formatted(
                    repositories, repositories.replace("repository>", "pluginRepository>")));
    Path settings = Files.writeString(project.resolve("settings.xml"), "<settings/>");
    MavenProcess.run(
        project,
        "-o",
        "-Daether.offline.protocols=file",
        "-Dmaven.repo.local=" + repository,
        "-s",
        settings.toString(),
        "-gs",
        settings.toString(),
        "package");
    return classPath(project, repository);
  }

  private static List<Path> classPath(Path project, Path repository) throws IOException {
    try (JarFile jar = new JarFile(project.resolve("target/consumer-1.jar").toFile())) {
      String names = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      return Stream.of(names.split(" ")).map(repository::resolve).toList();
    }
  }

  private Path write(String name, String dependencies, String repositories) throws IOException {
    Path project = Files.createDirectories(folder.resolve(name));
    Files.writeString(project.resolve("pom.xml"), pom(dependencies, repositories));
    return project;
  }

  private static String pom(String dependencies, String repositories) throws IOException {
    return """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>example</groupId><artifactId>consumer</artifactId><version>1</version>
          <dependencies>%s</dependencies>
          %s
          <build><plugins>%s%s%s
            <plugin><artifactId>maven-jar-plugin</artifactId><version>%s</version>
              <configuration><archive><manifest><addClasspath>true</addClasspath>
                <classpathLayoutType>repository</classpathLayoutType></manifest></archive>
              </configuration></plugin>
          </plugins></build>
        </project>
        """
        .formatted(
            dependencies,
            repositories,
            plugin("maven-resources-plugin"),
            plugin("maven-compiler-plugin"),
            plugin("maven-surefire-plugin"),
            version("maven-jar-plugin"));
  }

  private static String repository(String id, Path path) {
    return "<repository><id>%s</id><url>%s</url><releases><checksumPolicy>ignore</checksumPolicy>"
            .formatted(id, path.toUri())
        + "</releases><snapshots><checksumPolicy>ignore</checksumPolicy></snapshots></repository>";
  }

  private static String dependency(String name, String version, boolean withoutNatives) {
    StringBuilder exclusions = new StringBuilder();
    for (String part :
        List.of(
            "netty-transport-native-epoll",
            "netty-transport-native-kqueue",
            "netty-codec-native-quic",
            "netty-resolver-dns-native-macos")) {
      exclusions.append("<exclusion><groupId>io.netty</groupId><artifactId>").append(part);
      exclusions.append("</artifactId></exclusion>");
    }
    String[] parts = name.split(":");
    return "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>%s"
            .formatted(
                parts[0],
                parts[1],
                System.getProperty("benchmarks." + version),
                withoutNatives ? "<exclusions>" + exclusions + "</exclusions>" : "")
        + "</dependency>";
  }

  private static String plugin(String name) throws IOException {
    return "<plugin><artifactId>" + name + "</artifactId><version>" + version(name)
        + "</version></plugin>";
  }

  private static String version(String plugin) throws IOException {
    Matcher version =
        Pattern.compile("<artifactId>" + plugin + "</artifactId>\\s*<version>([0-9][^<]*)<")
            .matcher(Files.readString(Path.of("../pom.xml")));
    if (!version.find()) {
      throw new IllegalStateException(plugin);
    }
    return version.group(1);
  }

  private static void copy(Path file, Path to) throws IOException {
    copy(file, to, file.getFileName().toString());
  }

  private static void copy(Path file, Path to, String name) throws IOException {
    Files.createDirectories(to);
    Files.copy(file, to.resolve(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }
}
