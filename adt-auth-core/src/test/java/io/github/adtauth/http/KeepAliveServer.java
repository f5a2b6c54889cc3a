package io.github.adtauth.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * An HTTP/1.1 server on loopback that closes idle connections on demand. A response is an empty
 * twin, or a text set by the test, after which the server closes the connection.
 */
public final class KeepAliveServer implements AutoCloseable {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"$dtId\":\"a\"}";

  /** The request lines, in the order of their arrival. */
  public final List<String> requests = new CopyOnWriteArrayList<>();

  private static final HeldCertificate CERTIFICATE =
      new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();
  private static final HandshakeCertificates TRUST =
      new HandshakeCertificates.Builder().addTrustedCertificate(CERTIFICATE.certificate()).build();

  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final List<String> finalResponses = new CopyOnWriteArrayList<>();
  private final ServerSocket server;

  private KeepAliveServer(ServerSocket server) {
    this.server = server;
  }

  /** Starts an https server. */
  public static KeepAliveServer https() throws IOException {
    KeepAliveServer server =
        new KeepAliveServer(
            new HandshakeCertificates.Builder()
                .heldCertificate(CERTIFICATE)
                .build()
                .sslContext()
                .getServerSocketFactory()
                .createServerSocket(0, 200, InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
    start("keep-alive-server", server::accept);
    return server;
  }

  /** Makes a client trust the certificate of the server. */
  public OkHttpClient.Builder trustedBy(OkHttpClient.Builder client) {
    return client.sslSocketFactory(TRUST.sslSocketFactory(), TRUST.trustManager());
  }

  /** Returns the address of the server. */
  public String url() {
    return "https://127.0.0.1:" + port() + "/";
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private int port() {
    return server.getLocalPort();
  }

  /** Returns the number of accepted connections. */
  public int accepted() {
    return connections.size();
  }

  /** Sends this text as the response to the next request, and closes its connection. */
  public void breakOff(String response) {
    finalResponses.add(response);
  }

  /** Sends a text on every connection, as a server may before it closes idle connections. */
  public void sendToAll(String text) {
    for (Socket connection : connections) {
      try {
        send(connection, text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Closes every connection. */
  public void closeConnections() {
    connections.forEach(KeepAliveServer::close);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        connection.setTcpNoDelay(true);
        connections.add(connection);
        start("keep-alive-connection", () -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        requests.add(line);
        skipRest(in);
        String response = finalResponses.isEmpty() ? OK : finalResponses.remove(0);
        send(connection, response);
        if (!response.equals(OK)) {
          close(connection);
        }
      }
    } catch (IOException e) {
      close(connection);
    }
  }

  private static void skipRest(InputStream in) throws IOException {
    int length = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.startsWith("Content-Length: ")) {
        length = Integer.parseInt(line.substring(16));
      }
    }
    in.readNBytes(length);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n' && c >= 0; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  private static void send(Socket connection, String text) throws IOException {
    OutputStream out = connection.getOutputStream();
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    closeConnections();
  }
}
