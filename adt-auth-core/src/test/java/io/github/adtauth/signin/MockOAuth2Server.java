package io.github.adtauth.signin;

import io.github.adtauth.MavenProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * Runs mock-oauth2-server in a separate process, because it requires other versions of OkHttp,
 * Jackson and Netty. Serves HTTPS with a generated certificate.
 */
final class MockOAuth2Server implements AutoCloseable {
  private static final Path POM_FOLDER = Path.of("src/it/mock-oauth2-server");
  private static final String PASSWORD = "throw-away";
  private static final String LOGGER = "no.nav.security.mock.oauth2.http.OAuth2HttpServer";
  private static final Pattern READY = Pattern.compile("started server .* port=(\\d+)");

  private final HeldCertificate certificate =
      new HeldCertificate.Builder()
          .ecdsa256()
          .commonName("localhost")
          .addSubjectAlternativeName("localhost")
          .build();
  private final Process process;
  private final int port;

  /** Starts the server and writes its configuration to the folder. */
  MockOAuth2Server(Path folder) throws Exception {
    Path classPath = folder.resolve("class-path");
    MavenProcess.run(
        POM_FOLDER,
        System.getProperty("it.network").endsWith("true") ? "-o" : "-ntp",
        "-Dmaven.repo.local=" + System.getProperty("it.localRepository"),
        "dependency:build-classpath",
        "-Dmdep.outputFile=" + classPath);
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.slf4j.simpleLogger.log." + LOGGER + "=debug",
                "-cp",
                Files.readString(classPath).strip(),
                "no.nav.security.mock.oauth2.StandaloneMockOAuth2ServerKt")
            .redirectErrorStream(true);
    builder.environment().put("SERVER_HOSTNAME", InetAddress.getLoopbackAddress().getHostAddress());
    builder.environment().put("SERVER_PORT", "0");
    builder.environment().put("JSON_CONFIG", config(keyStore(folder)));
    process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    CompletableFuture<Integer> ready = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(ready), "mock-oauth2-server output");
    reader.setDaemon(true);
    reader.start();
    try {
      port = ready.get();
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  /** Returns the authority host, to which the tenant is appended as a path segment. */
  URI authorityHost() {
    return URI.create("https://localhost:" + port);
  }

  /** Returns a client that trusts only the certificate of this server. */
  OkHttpClient client() {
    HandshakeCertificates trust =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(certificate.certificate())
            .build();
    return new OkHttpClient.Builder()
        .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
        .dns(name -> List.of(InetAddress.getLoopbackAddress()))
        .build();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(10, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }

  /** Waits for the line with the port, and drains the output so that the process never blocks. */
  private void read(CompletableFuture<Integer> ready) {
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher matcher = READY.matcher(line);
        if (matcher.find()) {
          ready.complete(Integer.parseInt(matcher.group(1)));
        }
        if (!ready.isDone()) {
          said.append(line).append('\n');
        }
      }
    } catch (IOException e) {
      said.append(e);
    }
    ready.completeExceptionally(new IllegalStateException("mock-oauth2-server ended:\n" + said));
  }

  private Path keyStore(Path folder) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server",
        certificate.keyPair().getPrivate(),
        PASSWORD.toCharArray(),
        new Certificate[] {certificate.certificate()});
    Path file = folder.resolve("server.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  private static String config(Path keyStore) {
    return """
        {"interactiveLogin": true,
         "httpServer": {
           "type": "MockWebServerWrapper",
           "ssl": {"keystoreFile": "%s", "keystoreType": "PKCS12",
                   "keystorePassword": "%s", "keyPassword": "%s"}}}
        """
        .formatted(keyStore.toString().replace("\\", "\\\\"), PASSWORD, PASSWORD);
  }
}
