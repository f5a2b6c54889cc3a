package io.github.adtauth.testkit.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An HTTP proxy on loopback that supports only {@code CONNECT} and connects to one server.
 * Thread-safe.
 */
public final class TunnelProxy implements AutoCloseable {
  private static final int MAX_HEADER_LENGTH = 8192;

  private final ServerSocket listener;
  private final InetSocketAddress server;
  private final Set<Socket> openSockets = ConcurrentHashMap.newKeySet();

  private TunnelProxy(ServerSocket listener, InetSocketAddress server) {
    this.listener = listener;
    this.server = server;
  }

  /**
   * Starts a proxy on loopback. All tunnels lead to the server.
   *
   * @param port the port of the proxy, or 0 for a free one
   */
  public static TunnelProxy start(int port, InetSocketAddress server, int maxConnections)
      throws IOException {
    ServerSocket listener =
        new ConnectionLimit(maxConnections, null)
            .createServerSocket(port, 50, InetAddress.getLoopbackAddress());
    TunnelProxy proxy = new TunnelProxy(listener, server);
    run(proxy::accept);
    return proxy;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Closes all tunnels. */
  @Override
  public void close() {
    closeQuietly(listener);
    openSockets.forEach(TunnelProxy::closeQuietly);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        openSockets.add(client);
        run(() -> serve(client));
      } catch (IOException e) {
        return; // The proxy has been closed.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      OutputStream out = client.getOutputStream();
      if (!header(client.getInputStream()).startsWith("CONNECT ")) {
        out.write(ascii("HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n"));
        return;
      }
      try (Socket upstream = connect(server)) {
        openSockets.add(upstream);
        try {
          out.write(ascii("HTTP/1.1 200 Connection established\r\n\r\n"));
          run(() -> copy(upstream, client));
          copy(client, upstream);
        } finally {
          openSockets.remove(upstream);
        }
      }
    } catch (IOException e) {
      // The client or the server has closed the connection.
    } finally {
      openSockets.remove(client);
    }
  }

  /**
   * Connects to the server with {@code TCP_NODELAY}. Clients send header and body of a request in
   * two segments, and without this option, the second one would wait for the acknowledgment of the
   * first, about 40 ms.
   */
  static Socket connect(InetSocketAddress server) throws IOException {
    Socket socket = new Socket(server.getAddress(), server.getPort());
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static String header(InputStream in) throws IOException {
    StringBuilder header = new StringBuilder();
    for (int next = in.read(); next >= 0 && header.length() < MAX_HEADER_LENGTH; next = in.read()) {
      header.append((char) next);
      if (header.length() >= 4 && header.substring(header.length() - 4).equals("\r\n\r\n")) {
        break;
      }
    }
    return header.toString();
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void run(Runnable task) {
    Thread thread = new Thread(task, "LocalAzure proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      // The socket is closed either way.
    }
  }
}
