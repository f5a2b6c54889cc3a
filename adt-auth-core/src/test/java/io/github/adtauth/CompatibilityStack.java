package io.github.adtauth;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A typical build, defined by its other dependencies and their order.
 *
 * @param name the name in the table
 * @param managed the entries of its dependencyManagement
 * @param before dependencies that it declares before adt-auth
 * @param after dependencies that it declares after adt-auth
 * @param rejection the message of the exception if a library is too old; null if the stack works
 */
record CompatibilityStack(
    String name, String managed, String before, String after, @Nullable String rejection) {
  static final String SPRING_BOOT_4_0 = "4.0.9";
  private static final String SPRING_BOOT = "org.springframework.boot:spring-boot-dependencies";
  private static final String GSON = "com.google.code.gson:gson";
  private static final String MSAL4J = "com.microsoft.azure:msal4j";
  private static final String OKHTTP = "com.squareup.okhttp3:okhttp";
  private static final String OKHTTP_4 = dependency(OKHTTP, "4.12.0");

  /** The newest version of each line at the time of writing, and the oldest supported versions. */
  static final List<CompatibilityStack> ALL =
      List.of(
          new CompatibilityStack("nothing else", "", "", "", null),
          bom("Spring Boot", SPRING_BOOT, "3.5.16"),
          bom("Spring Boot", SPRING_BOOT, SPRING_BOOT_4_0),
          bom("Spring Boot", SPRING_BOOT, "4.1.2"),
          bom("Quarkus", "io.quarkus.platform:quarkus-bom", "3.40.1.1"),
          bom("Micronaut", "io.micronaut.platform:micronaut-platform", "4.10.17"),
          bom("Micronaut", "io.micronaut.platform:micronaut-platform", "5.0.2"),
          managing("Gson", GSON, "2.10.1", "Gson 2.10.1 "),
          managing("Gson", GSON, "2.11.0", null),
          managing("Gson", GSON, "2.12.1", null),
          managing("Gson", GSON, "2.13.2", null),
          managing("Gson", GSON, "2.15.0", null),
          managing("MSAL4J", MSAL4J, "1.19.1", "MSAL4J 1.19.1 "),
          managing("MSAL4J", MSAL4J, "1.21.0", null),
          new CompatibilityStack("okhttp 4.12 behind adt-auth", "", "", OKHTTP_4, null),
          new CompatibilityStack("okhttp 4.12 before adt-auth", "", OKHTTP_4, "", "OkHttp 4.12.0 "),
          new CompatibilityStack(
              "okhttp 4.12 before adt-auth, 5.5 managed",
              dependency(OKHTTP, "5.5.1"),
              "<dependency><groupId>com.squareup.okhttp3</groupId>"
                  + "<artifactId>logging-interceptor</artifactId><version>4.12.0</version>"
                  + "</dependency>",
              "",
              null));

  private static CompatibilityStack bom(String name, String artifact, String version) {
    String imported =
        dependency(artifact, version)
            .replace("</dependency>", "<type>pom</type><scope>import</scope></dependency>");
    return new CompatibilityStack(name + " " + version, imported, "", "", null);
  }

  private static CompatibilityStack managing(
      String name, String artifact, String version, @Nullable String rejection) {
    return new CompatibilityStack(
        name + " " + version, dependency(artifact, version), "", "", rejection);
  }

  private static String dependency(String artifact, String version) {
    String[] parts = artifact.split(":", 2);
    return "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version></dependency>"
        .formatted(parts[0], parts[1], version);
  }

  /** Returns the name for Maven. */
  String artifactId() {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-");
  }

  Map<String, String> placeholders() {
    return Map.of(
        "name", artifactId(),
        "managed", managed,
        "before", before,
        "after", after,
        "version", BuiltArtifacts.VERSION);
  }
}
