package io.github.adtauth.internal.http;

import io.github.adtauth.Timing;
import io.github.adtauth.http.RetryPolicy;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Probes a pooled HTTP/1.1 connection before a request that will not be retried, and throws {@link
 * StaleConnectionException} if the peer has closed it. Servers and sidecars close idle connections
 * after a few seconds, while OkHttp itself probes after ten. A connection that was used within the
 * last second is not probed. HTTP/2, which a derived client may use, needs no probe: its reader
 * notices the end of the connection. The outermost network interceptor. Thread-safe.
 */
public final class IdleConnectionInterceptor implements Interceptor {
  private static final long MAX_IDLE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int PROBE_MILLIS = 1;

  private final RetryRules rules;
  private final boolean retries;
  private final Timing timing;
  private final ConnectionChurn churn;

  /** The time of the last response headers of each connection. Weak, to not keep it alive. */
  private final Map<Connection, Long> lastUses = Collections.synchronizedMap(new WeakHashMap<>());

  public IdleConnectionInterceptor(RetryRules rules, RetryPolicy policy, Timing timing) {
    this.rules = rules;
    this.retries = policy.retries() > 0;
    this.timing = timing;
    this.churn = new ConnectionChurn(timing);
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    Connection connection = chain.connection();
    if (connection == null || connection.protocol() != Protocol.HTTP_1_1) {
      return RetryInterceptor.proceed(chain, request);
    }
    Long lastUse = lastUses.get(connection);
    if (lastUse == null) {
      churn.recordOpened(request.url().host(), chain.getConnectionPool());
    }
    if (!(retries && rules.isSafeToRetry(request))
        && isIdle(lastUse)
        && isStale(connection.socket())) {
      throw new StaleConnectionException();
    }
    Response response = RetryInterceptor.proceed(chain, request);
    lastUses.put(connection, timing.ticker().getAsLong());
    return response;
  }

  /** Another client of the pool may have used a connection that this client has not used. */
  private boolean isIdle(@Nullable Long lastUse) {
    return lastUse == null || timing.ticker().getAsLong() - lastUse > MAX_IDLE_NANOS;
  }

  /**
   * Returns whether the peer has closed an idle connection, or sent anything on it, such as a 408
   * response before it closes the connection. A byte that is read here is lost, so the connection
   * cannot be used then.
   */
  private static boolean isStale(Socket socket) {
    try {
      int timeout = socket.getSoTimeout();
      try {
        socket.setSoTimeout(PROBE_MILLIS);
        int unused = socket.getInputStream().read();
        return true;
      } finally {
        socket.setSoTimeout(timeout);
      }
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Thrown when the peer closed a pooled connection while it was idle. Nothing of the request was
   * sent, so every request may be retried.
   */
  static final class StaleConnectionException extends IOException {
    private static final long serialVersionUID = 1L;

    StaleConnectionException() {
      super("The peer closed the connection while it was idle.");
    }
  }
}
