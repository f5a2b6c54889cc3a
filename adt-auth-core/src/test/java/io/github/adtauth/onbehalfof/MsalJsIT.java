package io.github.adtauth.onbehalfof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parses every header with MSAL.js. Skipped without Node or the npm registry. */
class MsalJsIT {
  private static final String PACKAGE = "@azure/msal-common@16.17.0";
  private static final String SCRIPT =
      """
      import { AuthenticationHeaderParser } from '%s';
      const header = process.argv[2];
      const parser = new AuthenticationHeaderParser({ 'WWW-Authenticate': header });
      let nonce = 'none';
      try {
        nonce = parser.getShrNonce();
      } catch (e) {
        nonce = e.name; // a ClientConfigurationError, because the header has no nonce
      }
      const read = {};
      for (const [name, value] of Object.entries(parser.parseChallenges(header))) {
        read[name.trim()] = value;
      }
      const claims = read.claims === undefined ? '' : Buffer.from(atob(read.claims), 'latin1');
      console.log(JSON.stringify({ nonce, read, claims: claims.toString('utf8') }));
      """;

  @TempDir private static Path folder;
  private static Path script;

  @BeforeAll
  static void fetchMsalJs() throws Exception {
    assumeTrue(run("node", "--version") == 0, "Node is not installed");
    assumeTrue(
        run("npm", "pack", "--fetch-retries=0", "--fetch-timeout=20000", PACKAGE) == 0,
        "the npm registry cannot be reached");
    assumeTrue(
        run("tar", "xzf", "azure-msal-common-16.17.0.tgz") == 0, "the package cannot be unpacked");
    Path parser = folder.resolve("package/dist/request/AuthenticationHeaderParser.mjs");
    script = folder.resolve("parse.mjs");
    Files.writeString(script, SCRIPT.formatted(parser.toUri()));
  }

  static List<String> headers() {
    return ChallengeHeaderTest.headers().toList();
  }

  @ParameterizedTest
  @MethodSource("headers")
  void header_isParsed(String header) throws Exception {
    assertThat(run("node", script.toString(), header)).as(output("err")).isZero();
    JsonObject parsed = JsonParser.parseString(output("out")).getAsJsonObject();
    JsonObject read = parsed.getAsJsonObject("read");
    assertThat(parsed.get("nonce").getAsString()).isEqualTo("ClientConfigurationError");
    assertThat(read.keySet()).contains("error", "error_description", "authorization_uri");
    assertThat(read.get("authorization_uri").getAsString()).startsWith("https://login.");
    assertThat(read.has("claims")).isEqualTo(header.contains("claims=\""));
    if (read.has("claims")) {
      String padded = header.replaceAll(".*claims=\"([^\"]*)\".*", "$1");
      assertThat(parsed.get("claims").getAsString())
          .isEqualTo(new String(Base64.getDecoder().decode(padded), StandardCharsets.UTF_8));
    }
  }

  /** Returns the exit code, or -1 if the program is missing or does not terminate. */
  private static int run(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(new ArrayList<>(List.of(command)))
              .directory(folder.toFile())
              .redirectOutput(folder.resolve("out").toFile())
              .redirectError(folder.resolve("err").toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return -1;
      }
      return process.exitValue();
    } catch (IOException e) {
      return -1;
    }
  }

  private static String output(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }
}
