package io.github.adtauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.entra.FakeEntra;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Signs in with {@code @azure/msal-node} and {@code @azure/identity} in a process of Node. Skipped
 * where Node is not installed or npm cannot install the libraries.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class NodeClientsIT {
  private static final Path FOLDER = Path.of("target/node-clients").toAbsolutePath();
  private static final List<String> FILES = List.of("package.json", "hook.cjs", "clients.mjs");

  private static final LocalAzure AZURE = LocalAzure.start();
  private static final FakeEntra ENTRA = AZURE.entra();

  /** The lines that the process has printed, by flow. */
  private static final Map<String, String> RESULTS = new HashMap<>();

  @BeforeAll
  static void runNode() throws IOException, InterruptedException {
    assumeTrue(isInstalled("node") && isInstalled("npm"), "Node is not installed");
    Files.createDirectories(FOLDER);
    for (String file : FILES) {
      try (InputStream in = NodeClientsIT.class.getResourceAsStream("node/" + file)) {
        Files.copy(
            Objects.requireNonNull(in, file),
            FOLDER.resolve(file),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.writeString(FOLDER.resolve("ca.pem"), AZURE.certificateAuthorityPem());
    assumeTrue(
        exitCode("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts") == 0,
        "npm cannot install the libraries");
    ENTRA.deviceCodeInterval(1);
    Process node = start("node", "--require", "./hook.cjs", "clients.mjs");
    try (BufferedReader output = node.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        handle(line.split(" ", 3));
      }
    }
    assertThat(node.waitFor()).isZero();
  }

  @AfterAll
  static void close() {
    AZURE.close();
  }

  private static void handle(String[] words) {
    switch (words[0]) {
      case "device" -> ENTRA.approveDeviceCode(words[1], ENTRA.alice());
      case "browser" -> {
        FakeBrowser browser = AZURE.browser().withUser(ENTRA.alice());
        new Thread(() -> browser.visit(URI.create(words[1])), "browser").start();
      }
      case "token" -> RESULTS.put(words[2], words[1]);
      default -> RESULTS.put(words[1].replace('_', ' '), String.join(" ", words));
    }
  }

  private static boolean isInstalled(String program) throws InterruptedException {
    try {
      Files.createDirectories(FOLDER);
      return exitCode(program, "--version") == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static int exitCode(String... command) throws IOException, InterruptedException {
    Process process = start(command);
    process.getInputStream().transferTo(OutputStream.nullOutputStream());
    return process.waitFor();
  }

  private static Process start(String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(FOLDER.toFile());
    Map<String, String> environment = builder.environment();
    environment.putAll(AZURE.environment(ENTRA.daemon()));
    environment.put("NODE_EXTRA_CA_CERTS", FOLDER.resolve("ca.pem").toString());
    environment.put("LOCAL_AZURE_PORT", String.valueOf(AZURE.port()));
    environment.put("NATIVE_ID", ENTRA.nativeApp().clientId());
    environment.put("API_ID", ENTRA.webApi().clientId());
    environment.put("API_SECRET", ENTRA.webApi().secret());
    environment.put("USER_TOKEN", ENTRA.tokenFor(ENTRA.alice(), ENTRA.webApi().scope()));
    return builder.redirectErrorStream(true).start();
  }

  @ParameterizedTest
  @CsvSource({
    "msal-node client credentials, app",
    "msal-node client capabilities, app",
    "msal-node region, app",
    "msal-node on-behalf-of, user",
    "msal-node device code and refresh, user",
    "msal-node interactive, user",
    "@azure/identity environment, app",
    "@azure/identity secret, app",
    "@azure/identity device code, user",
    "@azure/identity on-behalf-of, user",
  })
  void flow_returnsToken(String flow, String principal) {
    String token = RESULTS.get(flow);

    assertThat(token).as("%s: %s", flow, RESULTS).isNotNull();
    JsonObject claims = ENTRA.verify(token);
    assertThat(claims).as("%s: %s", flow, token).isNotNull();
    assertThat(claims.get("aud").getAsString()).isEqualTo("https://digitaltwins.azure.net");
    boolean isApp = claims.has("idtyp");
    assertThat(isApp ? "app" : "user").isEqualTo(principal);
  }
}
