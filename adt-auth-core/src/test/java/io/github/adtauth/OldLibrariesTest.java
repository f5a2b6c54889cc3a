package io.github.adtauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.http.AuthenticatedHttp;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.twins.DigitalTwins;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/**
 * Tests the messages for an old version of Gson or OkHttp, each in a separate process. A version
 * that is not in the local repository is skipped; {@code -Pgson} fetches it.
 */
class OldLibrariesTest {
  private static final DigitalTwinsConfig CONFIG =
      DigitalTwinsConfig.builder()
          .clientId("11111111-2222-3333-4444-555555555555")
          .tenant("99999999-8888-7777-6666-555555555555")
          .endpoint("https://contoso.api.weu.digitaltwins.azure.net")
          .build();

  @Test
  void oldGson_isReported() throws Exception {
    Path old = inRepository(Gson.class, "gson", "2.10.1");
    String sentence =
        "java.lang.IllegalStateException: Gson 2.10.1 (file:"
            + old
            + ") is in use, but adt-auth needs 2.11.0 or newer: set com.google.code.gson:gson to at"
            + " least 2.11.0 in the dependencyManagement of your Maven build or the constraints of"
            + " your Gradle build.";

    String output = run(jarOf(Gson.class) + "", old + "");

    assertThat(output.lines())
        .containsExactly(
            "DigitalTwins: " + sentence, "SignIn: " + sentence, "AuthenticatedHttp: fine");
  }

  @Test
  void okHttp4BeforeOkHttp5_isReported() throws Exception {
    Path current = jarOf(OkHttpClient.class);
    Path old = current.getParent().getParent().resolveSibling("okhttp/4.12.0/okhttp-4.12.0.jar");
    assumeTrue(Files.exists(old), "OkHttp 4.12.0 is not in the local repository");
    String sentence =
        "java.lang.IllegalStateException: OkHttp 4.12.0 (file:"
            + old
            + ") is in use, but adt-auth needs 5.4.0 or newer: set com.squareup.okhttp3:okhttp and"
            + " com.squareup.okhttp3:okhttp-jvm to at least 5.4.0 in the dependencyManagement of"
            + " your Maven build or the constraints of your Gradle build.";

    String both = run(current + "", old + File.pathSeparator + current);
    String alone = run(current + "", old + "");

    assertThat(List.of(both, alone))
        .allSatisfy(
            output ->
                assertThat(output.lines())
                    .containsExactly(
                        "DigitalTwins: " + sentence,
                        "SignIn: " + sentence,
                        "AuthenticatedHttp: " + sentence));
  }

  /** Replaces a file of the class path and returns what {@link #main} prints. */
  private static String run(String file, String replacement) throws Exception {
    ProcessBuilder builder =
        JavaProcess.of(List.of("-XX:TieredStopAtLevel=1"), OldLibrariesTest.class);
    builder.command().replaceAll(argument -> argument.replace(file, replacement));
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      process.getOutputStream().close();
      return new String(process.getInputStream().readAllBytes(), UTF_8);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Path inRepository(Class<?> type, String name, String version) throws Exception {
    Path jar =
        jarOf(type).getParent().resolveSibling(version).resolve(name + "-" + version + ".jar");
    assumeTrue(Files.exists(jar), name + " " + version + " is not in the local repository");
    return jar;
  }

  private static Path jarOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
        .toAbsolutePath();
  }

  /** Opens each entry point of the library, and prints its exception. */
  public static void main(String[] arguments) {
    attempt("DigitalTwins", () -> DigitalTwins.at(CONFIG).close());
    attempt("SignIn", () -> SignIn.with(CONFIG).service(ClientCredential.secret("s3cret~value")));
    attempt(
        "AuthenticatedHttp",
        () ->
            AuthenticatedHttp.client(
                new OkHttpClient(),
                CONFIG.resource(),
                request -> AccessToken.of("t", Instant.MAX)));
    System.exit(0);
  }

  private static void attempt(String name, Runnable action) {
    String result = "fine";
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      result = e.toString();
    }
    System.out.println(name + ": " + result);
  }
}
