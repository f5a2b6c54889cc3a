package io.github.adtauth.testkit.internal;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A SOCKS 5 proxy on loopback (RFC 1928) that connects to one server or rejects all connections.
 * Thread-safe.
 */
public final class SocksProxy implements AutoCloseable {
  private static final int VERSION = 5;
  private static final int IPV4 = 1;
  private static final int DOMAIN_NAME = 3;
  private static final int CONNECTION_REFUSED = 5;
  private static final int NO_SERVER = -1;

  private final ServerSocket listener;
  private final int serverPort;
  private final Set<Socket> openSockets = ConcurrentHashMap.newKeySet();

  private SocksProxy(int serverPort) throws IOException {
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.serverPort = serverPort;
    start(this::accept);
  }

  /** Starts a proxy that connects to this port on loopback, regardless of the requested address. */
  public static SocksProxy to(int serverPort) throws IOException {
    return new SocksProxy(serverPort);
  }

  /** Starts a proxy that reports "connection refused" for all servers. */
  public static SocksProxy rejecting() throws IOException {
    return new SocksProxy(NO_SERVER);
  }

  /** Returns the proxy, for a client. */
  public Proxy proxy() {
    return new Proxy(
        Proxy.Type.SOCKS,
        new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()));
  }

  @Override
  public void close() {
    closeQuietly(listener);
    openSockets.forEach(SocksProxy::closeQuietly);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        openSockets.add(client);
        start(() -> serve(client));
      }
    } catch (IOException e) {
      // The proxy has been closed.
    }
  }

  private void serve(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      OutputStream out = client.getOutputStream();
      in.skipNBytes(1);
      in.skipNBytes(in.readUnsignedByte()); // the authentication methods
      out.write(new byte[] {VERSION, 0});
      in.skipNBytes(3);
      in.skipNBytes(in.readUnsignedByte() == DOMAIN_NAME ? in.readUnsignedByte() : 4);
      in.skipNBytes(2); // the port
      boolean rejects = serverPort == NO_SERVER;
      byte status = (byte) (rejects ? CONNECTION_REFUSED : 0);
      out.write(new byte[] {VERSION, status, 0, IPV4, 0, 0, 0, 0, 0, 0});
      if (!rejects) {
        relay(client);
      }
    } catch (IOException e) {
      // The client or the server has closed the connection.
    }
  }

  private void relay(Socket client) throws IOException {
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort)) {
      openSockets.add(server);
      start(() -> copy(server, client));
      copy(client, server);
    }
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

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "socks-proxy");
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
