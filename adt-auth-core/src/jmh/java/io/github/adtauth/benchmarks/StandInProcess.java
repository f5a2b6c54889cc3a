package io.github.adtauth.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The stand-in, seen from the process that measures. */
final class StandInProcess implements AutoCloseable {
  private final Process process;
  private final Path trustStore;
  private final int port;

  StandInProcess(Path folder) throws IOException {
    trustStore = folder.resolve("trust.jks").toAbsolutePath();
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                StandIn.class.getName(),
                trustStore.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    port = Integer.parseInt(said.readLine());
  }

  /** Returns what a process needs to know to reach it. */
  String[] properties() {
    return new String[] {
      "-Dstandin=https://localhost:" + port,
      // The token service is another host than the instance: no connection serves both.
      "-Dauthority=https://127.0.0.1:" + port,
      "-Djavax.net.ssl.trustStore=" + trustStore,
      "-Djavax.net.ssl.trustStorePassword=" + StandIn.PASSWORD
    };
  }

  @Override
  public void close() {
    process.destroy();
  }
}
