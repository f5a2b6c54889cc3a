package io.github.adtauth.internal.signin;

import io.github.adtauth.Timing;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The HTTP server of one sign-in, on the loopback interface (RFC 8252 7.3). It reads a bounded
 * request from a bounded number of connections and passes it to the handler. Thread-safe; its
 * threads end with {@link #close()}.
 */
final class LoopbackListener implements AutoCloseable {
  static final Duration READ_TIMEOUT = Duration.ofSeconds(5);

  private static final Duration ACCEPT_RETRY_DELAY = Duration.ofMillis(100);
  private static final int MAX_CONNECTIONS = 8;
  private static final int MAX_UNTRUSTED = 4;

  /**
   * The maximum number of connections of other users, each of which scans the sockets of the
   * machine. A port scanner opens only a few.
   */
  static final int MAX_UNTRUSTED_TOTAL = 1_000;

  private static final int MAX_DRAINED = 64 * 1024;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final LoopbackAddress address;
  private final LoopbackHandler handler;
  private final LoopbackPeers peers;
  private final Duration readTimeout;
  private final Timing timing;
  private final Semaphore trusted = new Semaphore(MAX_CONNECTIONS);
  private final Semaphore untrusted = new Semaphore(MAX_UNTRUSTED);
  private final AtomicInteger untrustedTotal = new AtomicInteger();
  private final Semaphore responding = new Semaphore(MAX_CONNECTIONS + MAX_UNTRUSTED);
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            String name = "adt-auth-browser-" + NUMBER.incrementAndGet();
            Thread thread = new Thread(null, task, name, 0, false);
            thread.setDaemon(true);
            return thread;
          });

  private LoopbackListener(
      LoopbackAddress address,
      LoopbackHandler handler,
      LoopbackPeers peers,
      Duration readTimeout,
      Timing timing) {
    this.address = address;
    this.handler = handler;
    this.peers = peers;
    this.readTimeout = readTimeout;
    this.timing = timing;
  }

  /** Starts to accept connections. The address is closed with the listener. */
  static LoopbackListener start(
      LoopbackAddress address,
      LoopbackHandler handler,
      LoopbackPeers peers,
      Duration readTimeout,
      Timing timing) {
    LoopbackListener listener = new LoopbackListener(address, handler, peers, readTimeout, timing);
    for (ServerSocket server : address.servers()) {
      listener.threads.execute(() -> listener.accept(server));
    }
    return listener;
  }

  /**
   * Frees the port, waits briefly for pending responses, closes all connections and waits briefly
   * for the threads to end.
   */
  @Override
  public void close() {
    address.close();
    boolean interrupted = false;
    try {
      responding.tryAcquire(MAX_CONNECTIONS + MAX_UNTRUSTED, 1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    threads.shutdownNow();
    connections.forEach(LoopbackListener::closeQuietly);
    try {
      threads.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept(ServerSocket server) {
    try {
      while (!server.isClosed()) {
        receive(server);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void receive(ServerSocket server) throws InterruptedException {
    Socket connection;
    try {
      connection = server.accept();
    } catch (IOException e) {
      if (!server.isClosed()) {
        timing.sleeper().sleep(ACCEPT_RETRY_DELAY);
      }
      return;
    }
    connections.add(connection);
    // A peer that has closed its socket cannot be identified, so look it up before reading.
    Peer peer = peers.of(connection);
    Semaphore permits = peer.trusted() ? trusted : untrusted;
    if (!peer.trusted() && untrustedTotal.incrementAndGet() > MAX_UNTRUSTED_TOTAL) {
      drop(connection);
      handler.flooded(peer);
      closeQuietly(server);
      return;
    }
    if (peer.trusted()) {
      permits.acquire(); // further connections wait in the backlog
    } else if (!permits.tryAcquire()) {
      drop(connection); // other users must not block the user's browser
      return;
    }
    try {
      threads.execute(() -> serve(connection, peer, permits));
    } catch (RejectedExecutionException e) {
      permits.release();
      drop(connection);
    }
  }

  private void serve(Socket connection, Peer peer, Semaphore permits) {
    try {
      InputStream in =
          new BufferedInputStream(
              new DeadlineInputStream(connection, readTimeout, timing.ticker()));
      LoopbackPage page = respond(connection, in, peer);
      if (page == LoopbackPage.BAD_REQUEST) {
        drain(in);
      }
    } catch (IOException e) {
      // The peer has disconnected.
    } finally {
      drop(connection);
      permits.release();
    }
  }

  private LoopbackPage respond(Socket connection, InputStream in, Peer peer) throws IOException {
    LoopbackRequest request;
    try {
      request = LoopbackRequest.read(in);
    } catch (IOException e) {
      return send(connection, LoopbackPage.BAD_REQUEST);
    }
    if (!responding.tryAcquire()) {
      throw new IOException("the listener is being closed");
    }
    try {
      return send(connection, handler.handle(request, peer));
    } finally {
      responding.release();
    }
  }

  private static LoopbackPage send(Socket connection, LoopbackPage page) throws IOException {
    connection.getOutputStream().write(page.response());
    connection.getOutputStream().flush();
    connection.shutdownOutput();
    return page;
  }

  /** Closing with unread bytes would reset the connection before the peer has read the page. */
  private static void drain(InputStream in) throws IOException {
    byte[] buffer = new byte[8192];
    int read;
    for (int drained = 0; drained < MAX_DRAINED; drained += read) {
      read = in.read(buffer);
      if (read < 0) {
        return;
      }
    }
  }

  private void drop(Socket connection) {
    connections.remove(connection);
    closeQuietly(connection);
  }

  private static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // Nothing uses the connection any more.
    }
  }
}
