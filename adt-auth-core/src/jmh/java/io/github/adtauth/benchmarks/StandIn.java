package io.github.adtauth.benchmarks;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import okhttp3.tls.HeldCertificate;

/**
 * A token service and Digital Twins on loopback HTTPS (HTTP/1.1) in a separate process. It is kept
 * minimal, with one thread for each connection and prepared responses, so that it does not affect
 * the measurements. It stops at the end of its standard input.
 */
public final class StandIn {
  /** What its trust store is opened with, as that of the JDK. */
  public static final String PASSWORD = "changeit";

  private static final int PAGES = 100;
  private static final int TWINS_OF_A_PAGE = 1_000;
  private static final byte[] TWIN = bytes(twin("room-21"));
  private static final byte[] ITEMS = bytes(items());

  private final AtomicLong tokens = new AtomicLong();

  private StandIn() {}

  /** Starts, and prints the port. The argument is where the trust store is written. */
  public static void main(String[] arguments) throws Exception {
    StandIn standIn = new StandIn();
    SSLContext tls = tls(Path.of(arguments[0]));
    ServerSocketFactory sockets = tls.getServerSocketFactory();
    SSLServerSocket server = (SSLServerSocket) sockets.createServerSocket();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
    thread(() -> standIn.accept(server));
    System.out.println(server.getLocalPort());
    System.in.read();
    System.exit(0);
  }

  private void accept(SSLServerSocket server) {
    while (true) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        thread(() -> serve(socket));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream(), 16 << 10);
      OutputStream out = socket.getOutputStream();
      for (String head = head(in); head != null; head = head(in)) {
        byte[] body = in.readNBytes(contentLength(head));
        out.write(response(head, new String(body, StandardCharsets.UTF_8)));
        out.flush();
      }
    } catch (IOException e) {
      // The client has gone.
    }
  }

  private byte[] response(String head, String body) {
    if (head.startsWith("GET /digitaltwins/")) {
      return ok(TWIN);
    }
    if (head.startsWith("POST /query")) {
      int mark = body.indexOf("page-");
      int page = mark < 0 ? 0 : Integer.parseInt(body.substring(mark + 5, body.indexOf('"', mark)));
      String rest =
          page + 1 == PAGES ? "]}" : "],\"continuationToken\":\"page-" + (page + 1) + "\"}";
      return ok(bytes("{\"value\":["), ITEMS, bytes(rest));
    }
    if (head.contains("/oauth2/v2.0/token")) {
      return ok(bytes(TokenResponses.plain(tokens.incrementAndGet(), "\"expires_in\":3599")));
    }
    return bytes("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
  }

  private static byte[] ok(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    all.writeBytes(
        bytes(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
                + "ETag: W/\"3f2504e0-4f89-41d3-9a0c-0305e82c3301\"\r\n"
                + "mise-correlation-id: 1b4db7eb-4057-5ddf-91e0-36dec72071f5\r\n"
                + "Content-Length: "
                + length
                + "\r\n\r\n"));
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** Reads up to the empty line; null at the end of the connection. */
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int end = 0; end < 4; ) {
      int c = in.read();
      if (c < 0) {
        return null;
      }
      head.append((char) c);
      end = c == "\r\n\r\n".charAt(end) ? end + 1 : c == '\r' ? 1 : 0;
    }
    return head.toString();
  }

  private static int contentLength(String head) {
    int at = head.toLowerCase(Locale.ROOT).indexOf("\r\ncontent-length:");
    return at < 0
        ? 0
        : Integer.parseInt(head.substring(at + 17, head.indexOf('\r', at + 2)).strip());
  }

  private static String twin(String id) {
    return """
        {"$dtId":"%s","$etag":"W/\\"3f2504e0-4f89-41d3-9a0c-0305e82c3301\\"","name":"Room 21",\
        "temperature":21.5,"humidity":40,"occupied":true,"$metadata":{"$model":\
        "dtmi:example:building:Room;1","$lastUpdateTime":"2026-01-01T12:00:00.0000000Z",\
        "temperature":{"lastUpdateTime":"2026-01-01T12:00:00.0000000Z"},\
        "humidity":{"lastUpdateTime":"2026-01-01T12:00:00.0000000Z"}}}"""
        .formatted(id);
  }

  private static String items() {
    StringBuilder items = new StringBuilder();
    for (int i = 0; i < TWINS_OF_A_PAGE; i++) {
      items.append(i == 0 ? "" : ",").append(twin("room-" + i));
    }
    return items.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static SSLContext tls(Path trustStore) throws GeneralSecurityException, IOException {
    HeldCertificate held =
        new HeldCertificate.Builder()
            .addSubjectAlternativeName("localhost")
            .addSubjectAlternativeName("127.0.0.1")
            .commonName("localhost")
            .build();
    char[] password = PASSWORD.toCharArray();
    trust(held.certificate(), trustStore, password);
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry(
        "localhost",
        held.keyPair().getPrivate(),
        password,
        new Certificate[] {held.certificate()});
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(own, password);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    return tls;
  }

  /** Adds to what the JDK trusts, in the format of JDK 17: to open one of PKCS 12 takes as long as all the rest. */
  private static void trust(Certificate certificate, Path trustStore, char[] password)
      throws GeneralSecurityException, IOException {
    File ofJdk = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts").toFile();
    KeyStore known = KeyStore.getInstance(ofJdk, password);
    KeyStore keys = KeyStore.getInstance("JKS");
    keys.load(null, password);
    for (String alias : Collections.list(known.aliases())) {
      keys.setCertificateEntry(alias, known.getCertificate(alias));
    }
    keys.setCertificateEntry("localhost", certificate);
    try (OutputStream out = Files.newOutputStream(trustStore)) {
      keys.store(out, password);
    }
  }

  private static void thread(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
  }
}
