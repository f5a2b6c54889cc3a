package io.github.adtauth.signin;

import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.Timing;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Receives the authorization response of the system browser on the loopback interface (RFC 8252
 * 7.3), as the form that {@code response_mode=form_post} posts. Whoever does not know the {@code
 * state} gets a constant page and changes nothing. Thread-safe; its threads end with {@link
 * #close()}.
 */
final class LoopbackListener implements AutoCloseable {
  private static final Duration READ_LIMIT = Duration.ofSeconds(5);
  private static final Duration BREATH = Duration.ofMillis(100);
  private static final int MAX_CONNECTIONS = 8;
  private static final int MAX_DRAINED = 64 * 1024;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final LoopbackAddress address;
  private final byte[] state;
  private final Duration readLimit;
  private final Timing timing;
  private final Semaphore free = new Semaphore(MAX_CONNECTIONS);
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean answered = new AtomicBoolean();
  private final CompletableFuture<AuthorizationResponse> response = new CompletableFuture<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "adt-auth-browser-" + NUMBER.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });

  private LoopbackListener(
      LoopbackAddress address, String state, Duration readLimit, Timing timing) {
    this.address = address;
    this.state = state.getBytes(StandardCharsets.UTF_8);
    this.readLimit = readLimit;
    this.timing = timing;
  }

  /**
   * Begins to listen.
   *
   * @param configured the registered redirect URI, or null for {@code http://localhost} and a free
   *     port
   * @param state what the response must carry (RFC 6749 10.12)
   * @throws IllegalArgumentException if the redirect URI is not one of this machine, or its port is
   *     taken
   */
  static LoopbackListener open(@Nullable URI configured, String state) {
    return open(configured, state, READ_LIMIT, Timing.system());
  }

  static LoopbackListener open(
      @Nullable URI configured, String state, Duration readLimit, Timing timing) {
    if (state.isBlank()) {
      throw new IllegalArgumentException("the state must not be blank");
    }
    LoopbackListener listener =
        new LoopbackListener(LoopbackAddress.bind(configured), state, readLimit, timing);
    for (ServerSocket server : listener.address.servers()) {
      listener.threads.execute(() -> listener.accept(server));
    }
    return listener;
  }

  /** Returns the redirect URI to send, with the port. */
  URI redirectUri() {
    return address.redirectUri();
  }

  /**
   * Waits on the calling thread for the user to come back.
   *
   * @throws InteractionRequiredException if the time is over
   * @throws CallCanceledException if the thread is interrupted or the listener closed
   */
  AuthorizationResponse await(Duration limit) {
    try {
      return response.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new InteractionRequiredException(
          ErrorDetails.of("Nobody signed in within " + limit.toSeconds() + " seconds."));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallCanceledException(ErrorDetails.of("The sign-in was canceled.").cause(e));
    } catch (CancellationException | ExecutionException e) {
      throw new CallCanceledException(ErrorDetails.of("The sign-in was closed.").cause(e));
    }
  }

  /** Frees the port, ends every connection and waits a moment for the threads to end. */
  @Override
  public void close() {
    response.cancel(false);
    threads.shutdownNow();
    address.servers().forEach(LoopbackListener::closeQuietly);
    connections.forEach(LoopbackListener::closeQuietly);
    try {
      threads.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept(ServerSocket server) {
    while (!server.isClosed()) {
      try {
        // A full house lets newcomers wait in the backlog: the user's browser may be among them.
        free.acquire();
        boolean taken = false;
        try {
          taken = receive(server);
        } finally {
          if (!taken) {
            free.release();
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private boolean receive(ServerSocket server) throws InterruptedException {
    Socket connection;
    try {
      connection = server.accept();
    } catch (IOException e) {
      if (!server.isClosed()) {
        timing.sleeper().sleep(BREATH);
      }
      return false;
    }
    connections.add(connection);
    try {
      threads.execute(() -> serve(connection));
      return true;
    } catch (RejectedExecutionException e) {
      drop(connection);
      return false;
    }
  }

  private void serve(Socket connection) {
    try {
      InputStream in =
          new BufferedInputStream(new DeadlineInput(connection, readLimit, timing.ticker()));
      AuthorizationResponse accepted = null;
      LoopbackPage page;
      try {
        LoopbackRequest request = LoopbackRequest.read(in);
        accepted = check(request);
        page = accepted == null ? stray(request) : page(accepted);
      } catch (IOException e) {
        page = LoopbackPage.BAD_REQUEST;
      }
      try {
        answer(connection, in, page);
      } finally {
        if (accepted != null) {
          response.complete(accepted);
        }
      }
    } catch (IOException e) {
      // The peer is gone; there is nobody to tell.
    } finally {
      drop(connection);
      free.release();
    }
  }

  private @Nullable AuthorizationResponse check(LoopbackRequest request) {
    if (!isForUs(request) || !request.isForm()) {
      return null;
    }
    Map<String, String> form = request.form();
    if (form == null
        || !MessageDigest.isEqual(
            state, form.getOrDefault("state", "").getBytes(StandardCharsets.UTF_8))) {
      return null;
    }
    AuthorizationResponse found =
        AuthorizationResponse.of(
            form.get("code"), form.get("error"), form.get("error_description"));
    return found != null && answered.compareAndSet(false, true) ? found : null;
  }

  /** Another Host is a page of a stranger whose name leads here (DNS rebinding). */
  private boolean isForUs(LoopbackRequest request) {
    return request.header("host").equalsIgnoreCase(address.host())
        && request.method().equals("POST")
        && request.target().equals(address.path());
  }

  private LoopbackPage stray(LoopbackRequest request) {
    return isForUs(request) ? LoopbackPage.BAD_REQUEST : LoopbackPage.NOT_FOUND;
  }

  private static LoopbackPage page(AuthorizationResponse response) {
    return response.succeeded() ? LoopbackPage.SUCCESS : LoopbackPage.FAILURE;
  }

  private static void answer(Socket connection, InputStream in, LoopbackPage page)
      throws IOException {
    connection.getOutputStream().write(page.response());
    connection.getOutputStream().flush();
    connection.shutdownOutput();
    if (page == LoopbackPage.BAD_REQUEST) {
      // Closing with bytes unread would reset the connection and take the page away.
      byte[] buffer = new byte[8192];
      int read;
      for (int drained = 0; drained < MAX_DRAINED; drained += read) {
        read = in.read(buffer);
        if (read < 0) {
          return;
        }
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
      // It is to be gone; how it went does not matter.
    }
  }
}
