package io.github.adtauth.endtoend;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** Runs Keycloak in a separate process, with one realm, over HTTPS on loopback. */
final class KeycloakServer implements AutoCloseable {
  private static final Path DISTRIBUTIONS = Path.of("target", "keycloak");
  private static final int LAST_LINES = 60;

  private final HeldCertificate certificate =
      new HeldCertificate.Builder()
          .rsa2048()
          .commonName("localhost")
          .addSubjectAlternativeName("localhost")
          .build();
  private final int port = freePort();
  private final List<String> output = new ArrayList<>();
  private final Process process;

  /** Starts Keycloak and imports the realm. */
  KeycloakServer(Path folder, Map<String, Object> realm) throws Exception {
    Path home = home();
    Path cert = Files.writeString(folder.resolve("cert.pem"), certificate.certificatePem());
    Path key = Files.writeString(folder.resolve("key.pem"), certificate.privateKeyPkcs8Pem());
    Path imports = Files.createDirectories(home.resolve("data").resolve("import"));
    Files.writeString(imports.resolve("realm.json"), new Gson().toJson(realm));
    ProcessBuilder builder =
        new ProcessBuilder(
                "bash",
                home.resolve("bin").resolve("kc.sh").toString(),
                "start-dev",
                "--http-host=127.0.0.1",
                "--http-port=" + freePort(), // the development mode also listens on HTTP
                "--db=dev-mem",
                "--https-port=" + port,
                "--https-certificate-file=" + cert,
                "--https-certificate-key-file=" + key,
                "--hostname=https://localhost:" + port,
                "--features=jwt-authorization-grant",
                "--import-realm")
            .redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    process = builder.start();
    CompletableFuture<Void> ready = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(ready), "Keycloak output");
    reader.setDaemon(true);
    reader.start();
    try {
      ready.get();
    } catch (Exception e) {
      close();
      throw new IllegalStateException("Keycloak did not start:\n" + lastLines(), e);
    }
  }

  private static Path home() throws IOException {
    try (Stream<Path> found = Files.list(DISTRIBUTIONS)) {
      return found.findFirst().orElseThrow().toAbsolutePath();
    }
  }

  private void read(CompletableFuture<Void> ready) {
    try (var lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (output) {
          output.add(line);
        }
        if (line.contains("Listening on:")) {
          ready.complete(null);
        }
      }
      ready.completeExceptionally(new IOException("it ended"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String lastLines() {
    synchronized (output) {
      return String.join(
          "\n", output.subList(Math.max(0, output.size() - LAST_LINES), output.size()));
    }
  }

  /** Returns the authority host, to which the tenant is appended as a path segment. */
  URI authorityHost() {
    return URI.create("https://localhost:" + port);
  }

  /** Returns the issuer of a realm, which is also the audience that it requires. */
  String issuer(String realm) {
    return authorityHost() + "/realms/" + realm;
  }

  /** Returns a client that trusts only this server. */
  OkHttpClient plainClient() {
    HandshakeCertificates trust =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(certificate.certificate())
            .build();
    return new OkHttpClient.Builder()
        .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
        .build();
  }

  /** Returns a client that trusts only this server and rewrites the paths of Entra ID. */
  OkHttpClient client() {
    return plainClient()
        .newBuilder()
        .addInterceptor(chain -> chain.proceed(translated(chain.request())))
        .build();
  }

  private static Request translated(Request request) {
    HttpUrl url = request.url();
    String realm = url.pathSegments().get(0);
    return request
        .newBuilder()
        .url(
            url.newBuilder()
                .encodedPath("/realms/" + realm + "/protocol/openid-connect/token")
                .build())
        .build();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
