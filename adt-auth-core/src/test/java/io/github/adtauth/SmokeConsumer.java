package io.github.adtauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.entra.FakeEntra;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Runs the program of {@code src/it/consumer} in a separate process, on a class path or module
 * path, against a {@link LocalAzure} of this process. The program uses the default clients of the
 * library: it reaches the LocalAzure by the JVM's proxy and trust store settings.
 */
final class SmokeConsumer {
  private static final String MAIN = "example.Smoke";
  static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  private static final String PASSWORD = "trust";
  private static final String MODEL =
      """
      [{"@id": "dtmi:example:Room;1", "@type": "Interface", "@context": "dtmi:dtdl:context;2",
        "contents": [{"@type": "Property", "name": "temperature", "schema": "integer"},
                     {"@type": "Property", "name": "name", "schema": "string"}]}]
      """;

  private final Path folder;

  /** Creates a trust store in the given folder. */
  SmokeConsumer(Path folder) {
    this.folder = folder;
  }

  /** The exit status of the program and what it printed. */
  record Result(int status, String output) {}

  Result runOnModulePath(List<Path> path, String... ways) throws Exception {
    return run(
        JAVA, List.of("--module-path", joined(path), "--module", "example.consumer/" + MAIN), ways);
  }

  Result runOnClassPath(List<Path> path, String... ways) throws Exception {
    return run(JAVA, classPath(path, MAIN), ways);
  }

  /** Returns the options of {@link #run} for a program on the class path. */
  static List<String> classPath(List<Path> path, String main) {
    return List.of("-classpath", joined(path), main);
  }

  /** Runs another program of the same environment: {@code options} name its classes. */
  Result run(Path java, List<String> options, String... ways) throws Exception {
    try (LocalAzure azure = LocalAzure.start()) {
      azure.twins().addModels(MODEL);
      List<String> command = new ArrayList<>();
      command.add(java.toString());
      command.add("-XX:TieredStopAtLevel=1");
      command.addAll(network(azure));
      command.addAll(options);
      command.addAll(List.of(ways));
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(applications(azure));
      Process process = builder.start();
      try {
        process.getOutputStream().close();
        String output = outputOf(azure, process);
        return new Result(process.waitFor(), output);
      } finally {
        process.destroyForcibly();
      }
    }
  }

  /** Returns the output of the program. Opens the sign-in page that it prints. */
  private static String outputOf(LocalAzure azure, Process process) throws IOException {
    StringBuilder output = new StringBuilder();
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.append(line).append('\n');
        if (line.startsWith("open ")) {
          azure.browser().withUser(azure.entra().alice()).visit(URI.create(line.substring(5)));
        }
      }
    }
    return output.toString();
  }

  private List<String> network(LocalAzure azure) throws IOException, GeneralSecurityException {
    Path trustStore = folder.resolve("trust.p12");
    try (OutputStream out = Files.newOutputStream(trustStore)) {
      azure.trustStore().store(out, PASSWORD.toCharArray());
    }
    return List.of(
        "-Dhttps.proxyHost=127.0.0.1",
        "-Dhttps.proxyPort=" + azure.proxyPort(),
        "-Djavax.net.ssl.trustStore=" + trustStore,
        "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
  }

  private static Map<String, String> applications(LocalAzure azure) {
    FakeEntra entra = azure.entra();
    return Map.of(
        "TENANT", entra.tenantId(),
        "ENDPOINT", azure.endpoint(),
        "SERVICE_CLIENT_ID", entra.daemon().clientId(),
        "SERVICE_SECRET", entra.daemon().secret(),
        "API_CLIENT_ID", entra.webApi().clientId(),
        "API_SECRET", entra.webApi().secret(),
        "ASSERTION", entra.assertionFor(entra.alice(), entra.webApi()),
        "NATIVE_CLIENT_ID", entra.nativeApp().clientId());
  }

  private static String joined(List<Path> path) {
    return path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
