package io.github.adtauth.testkit.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs clients in other languages against the server on a fixed port. */
class OtherClientsIT {
  private static final List<String> OPERATIONS =
      List.of(
          "createModels",
          "getModel",
          "listModels",
          "upsertDigitalTwin",
          "updateDigitalTwin",
          "getDigitalTwin",
          "updateComponent",
          "getComponent",
          "upsertRelationship",
          "getRelationship",
          "updateRelationship",
          "listRelationships",
          "listIncomingRelationships",
          "publishTelemetry",
          "queryTwins",
          "upsertEventRoute",
          "getEventRoute",
          "listEventRoutes",
          "deleteEventRoute",
          "deleteRelationship",
          "deleteDigitalTwin",
          "decommissionModel",
          "deleteModel",
          "deviceCode",
          "onBehalfOf");

  @TempDir Path folder;

  private record Result(int status, String output) {}

  private Result run(ProcessBuilder builder) throws Exception {
    Process process = builder.directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Result(process.waitFor(), output);
  }

  private void assumeInstalled(String... versionCommand) throws Exception {
    int status;
    try {
      status = run(new ProcessBuilder(versionCommand)).status();
    } catch (IOException notFound) {
      status = -1;
    }
    assumeTrue(status == 0, versionCommand[0] + " is not installed");
  }

  private static String freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return String.valueOf(socket.getLocalPort());
    }
  }

  private void copy(String resource) throws IOException {
    try (InputStream in = OtherClientsIT.class.getResourceAsStream("/node/" + resource)) {
      Files.copy(in, folder.resolve(resource));
    }
  }

  @Test
  void curl_runsPrintedCommands() throws Exception {
    assumeInstalled("curl", "--version");
    try (ServerProcess server = ServerProcess.launch(folder, "--port", freePort())) {
      String before = server.readUntil("curl");
      Path script = Files.writeString(folder.resolve("commands.sh"), server.readUntil(""));

      Result result = run(new ProcessBuilder("sh", script.toString()));

      assertThat(before).contains("Local Azure is running");
      assertThat(result.output()).contains("{\"value\":[],\"nextLink\":null}");
      server.stop();
      assertThat(server.errors()).isEmpty();
    }
  }

  @Test
  void javaScriptLibraries_runAllOperations() throws Exception {
    assumeInstalled("node", "--version");
    copy("package.json");
    copy("clients.mjs");
    Result install =
        run(
            new ProcessBuilder(
                "npm", "install", "--no-audit", "--no-fund", "--no-update-notifier"));
    assumeTrue(install.status() == 0, "the packages cannot be installed: " + install.output());
    try (ServerProcess server =
        ServerProcess.launch(folder, "--port", freePort(), "--format", "json", "--ca", "ca")) {
      Path description = Files.writeString(folder.resolve("a.json"), server.readUntil("}"));
      ProcessBuilder node = new ProcessBuilder("node", "clients.mjs", description.toString());
      node.environment().put("NODE_EXTRA_CA_CERTS", folder.resolve("ca/ca.pem").toString());

      Result result = run(node);

      assertThat(result.output().lines()).containsExactlyElementsOf(OPERATIONS);
      server.stop();
      assertThat(server.errors()).isEmpty();
    }
  }
}
