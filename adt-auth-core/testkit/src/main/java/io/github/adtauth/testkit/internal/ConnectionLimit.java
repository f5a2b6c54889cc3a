package io.github.adtauth.testkit.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketImpl;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Creates server sockets with {@code TCP_NODELAY} that accept a limited number of connections at a
 * time. Further connections receive a 503 response, or are closed if too many wait for it.
 * Thread-safe.
 */
public final class ConnectionLimit extends ServerSocketFactory {
  private static final int REJECTING_THREADS = 4;
  private static final int MAX_WAITING = 128;
  private static final int READ_TIMEOUT_MILLIS = 2_000;
  private static final int MAX_REQUEST_LENGTH = 1 << 16;
  private static final byte[] RESPONSE =
      String.join(
              "\r\n",
              "HTTP/1.1 503 Service Unavailable",
              "Retry-After: 1",
              "Connection: close",
              "Content-Length: 0",
              "",
              "")
          .getBytes(StandardCharsets.US_ASCII);

  private final int maxConnections;
  private final @Nullable SSLSocketFactory tls;
  private final AtomicInteger connections = new AtomicInteger();
  private final ThreadPoolExecutor rejections;

  /**
   * Creates a factory.
   *
   * @param maxConnections the maximum number of open connections of all its server sockets
   * @param tls the server's TLS, or null if the server has none
   */
  public ConnectionLimit(int maxConnections, @Nullable SSLSocketFactory tls) {
    if (maxConnections < 1) {
      throw new IllegalArgumentException(
          "maximum of connections must be positive: " + maxConnections);
    }
    this.maxConnections = maxConnections;
    this.tls = tls;
    rejections =
        new ThreadPoolExecutor(
            REJECTING_THREADS,
            REJECTING_THREADS,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            task -> {
              Thread thread = new Thread(task, "LocalAzure connection limit");
              thread.setDaemon(true);
              return thread;
            });
    rejections.allowCoreThreadTimeOut(true);
  }

  @Override
  public ServerSocket createServerSocket() throws IOException {
    return new LimitedServerSocket();
  }

  @Override
  public ServerSocket createServerSocket(int port) throws IOException {
    return bound(new InetSocketAddress(port), 0);
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog) throws IOException {
    return bound(new InetSocketAddress(port), backlog);
  }

  @Override
  public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
      throws IOException {
    return bound(new InetSocketAddress(address, port), backlog);
  }

  private ServerSocket bound(InetSocketAddress address, int backlog) throws IOException {
    ServerSocket socket = createServerSocket();
    socket.bind(address, backlog);
    return socket;
  }

  private void reject(Socket socket) {
    try {
      rejections.execute(() -> respond(socket));
    } catch (RejectedExecutionException tooMany) {
      closeQuietly(socket);
    }
  }

  private void respond(Socket socket) {
    try {
      socket.setSoTimeout(READ_TIMEOUT_MILLIS);
      Socket connection = tls == null ? socket : handshake(tls, socket);
      readHeader(connection.getInputStream());
      connection.getOutputStream().write(RESPONSE);
      connection.shutdownOutput();
      // Unread bytes would reset the connection, and the client would not see the response.
      connection.getInputStream().readNBytes(MAX_REQUEST_LENGTH);
    } catch (IOException e) {
      // The client has closed the connection, or sends too slowly.
    } finally {
      closeQuietly(socket);
    }
  }

  private static Socket handshake(SSLSocketFactory tls, Socket socket) throws IOException {
    SSLSocket secure =
        (SSLSocket)
            tls.createSocket(
                socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
    secure.setUseClientMode(false);
    secure.startHandshake();
    return secure;
  }

  private static void readHeader(InputStream in) throws IOException {
    int matched = 0;
    for (int length = 0; matched < 4 && length < MAX_REQUEST_LENGTH; length++) {
      int next = in.read();
      if (next < 0) {
        return;
      }
      boolean expected = next == (matched % 2 == 0 ? '\r' : '\n');
      matched = expected ? matched + 1 : next == '\r' ? 1 : 0;
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // The socket is closed either way.
    }
  }

  private final class LimitedServerSocket extends ServerSocket {
    LimitedServerSocket() throws IOException {}

    @Override
    public Socket accept() throws IOException {
      while (true) {
        CountedSocket socket = new CountedSocket();
        implAccept(socket);
        socket.setTcpNoDelay(true);
        if (socket.count()) {
          return socket;
        }
        reject(socket);
      }
    }
  }

  private final class CountedSocket extends Socket {
    private final AtomicBoolean counted = new AtomicBoolean();

    CountedSocket() throws IOException {
      super((SocketImpl) null);
    }

    /** Returns whether the limit allows this connection. */
    boolean count() {
      if (connections.incrementAndGet() > maxConnections) {
        connections.decrementAndGet();
        return false;
      }
      counted.set(true);
      return true;
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // super.close() is synchronized
    public void close() throws IOException {
      if (counted.getAndSet(false)) {
        connections.decrementAndGet();
      }
      super.close();
    }
  }
}
