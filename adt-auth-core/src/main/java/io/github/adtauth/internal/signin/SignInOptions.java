package io.github.adtauth.internal.signin;

import io.github.adtauth.AuthListener;
import io.github.adtauth.Timing;
import io.github.adtauth.internal.listener.GuardedAuthListener;
import io.github.adtauth.internal.os.OperatingSystem;
import io.github.adtauth.store.TokenStore;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Options shared by all sign-in methods. Immutable: each modifier returns a copy.
 *
 * @param client the HTTP client for token requests
 * @param listener the listener for token and call events
 * @param timing the clock, random source and sleeper
 * @param claimsChallenges whether requests advertise the {@code cp1} client capability
 * @param store the token store, or null
 * @param signOutCheckInterval how long sign-out and session state is cached
 * @param maxCacheBytes the bound of the token cache
 * @param variables the environment variables to use, or null for those of the process
 * @param taskDecorator wraps each token request, or null to run it unchanged
 */
public record SignInOptions(
    LazyClient client,
    AuthListener listener,
    Timing timing,
    boolean claimsChallenges,
    @Nullable TokenStore store,
    Duration signOutCheckInterval,
    long maxCacheBytes,
    @Nullable Map<String, String> variables,
    @Nullable UnaryOperator<Runnable> taskDecorator) {
  private static final long MEGABYTE = 1 << 20;
  private static final long MIN_CACHE_BYTES = 64 << 10;
  private static final Duration MAX_CHECK_INTERVAL = Duration.ofDays(1);

  /** Returns the default options. */
  public static SignInOptions defaults() {
    return new SignInOptions(
        new LazyClient(null, false),
        AuthListener.NONE,
        Timing.system(),
        true,
        null,
        Duration.ofSeconds(60),
        64 * MEGABYTE,
        null,
        null);
  }

  /** Returns the environment variables. Defaults to those of the process. */
  public Map<String, String> environment() {
    return OperatingSystem.current().environment(variables == null ? System.getenv() : variables);
  }

  /** Returns the HTTP client, and creates it if none was set. */
  public OkHttpClient http() {
    return client.get();
  }

  /** Returns a copy whose token requests use this client without its interceptors. */
  public SignInOptions http(OkHttpClient value) {
    return client(new LazyClient(Objects.requireNonNull(value, "http"), false));
  }

  /** Returns a copy whose token requests use this client, interceptors included. */
  public SignInOptions tokenHttp(OkHttpClient value) {
    return client(new LazyClient(Objects.requireNonNull(value, "http"), true));
  }

  private SignInOptions client(LazyClient value) {
    return new SignInOptions(
        value,
        listener,
        timing,
        claimsChallenges,
        store,
        signOutCheckInterval,
        maxCacheBytes,
        variables,
        taskDecorator);
  }

  /** Returns a copy that notifies this listener. */
  public SignInOptions listener(AuthListener value) {
    return new SignInOptions(
        client,
        GuardedAuthListener.of(value),
        timing,
        claimsChallenges,
        store,
        signOutCheckInterval,
        maxCacheBytes,
        variables,
        taskDecorator);
  }

  /** Returns a copy that uses the given clock, random source and sleeper. */
  public SignInOptions timing(Timing value) {
    return new SignInOptions(
        client,
        listener,
        Objects.requireNonNull(value, "timing"),
        claimsChallenges,
        store,
        signOutCheckInterval,
        maxCacheBytes,
        variables,
        taskDecorator);
  }

  /** Returns a copy that advertises the {@code cp1} client capability, or does not. */
  public SignInOptions claimsChallenges(boolean value) {
    return new SignInOptions(
        client,
        listener,
        timing,
        value,
        store,
        signOutCheckInterval,
        maxCacheBytes,
        variables,
        taskDecorator);
  }

  /** Returns a copy with a token store. */
  public SignInOptions store(TokenStore value) {
    return new SignInOptions(
        client,
        listener,
        timing,
        claimsChallenges,
        Objects.requireNonNull(value, "store"),
        signOutCheckInterval,
        maxCacheBytes,
        variables,
        taskDecorator);
  }

  /**
   * Returns a copy with the given sign-out check interval.
   *
   * @throws IllegalArgumentException if the interval is negative or longer than a day
   */
  public SignInOptions signOutCheckInterval(Duration value) {
    if (value.isNegative() || value.compareTo(MAX_CHECK_INTERVAL) > 0) {
      throw new IllegalArgumentException(
          "sign-out check interval must be between 0 and 1 day: " + value);
    }
    return new SignInOptions(
        client,
        listener,
        timing,
        claimsChallenges,
        store,
        value,
        maxCacheBytes,
        variables,
        taskDecorator);
  }

  /**
   * Returns a copy with the given maximum cache size.
   *
   * @throws IllegalArgumentException if {@code bytes} is less than 64 KB
   */
  public SignInOptions maxCacheBytes(long bytes) {
    if (bytes < MIN_CACHE_BYTES) {
      throw new IllegalArgumentException(
          "maximum cache bytes must be at least " + MIN_CACHE_BYTES + ": " + bytes);
    }
    return new SignInOptions(
        client,
        listener,
        timing,
        claimsChallenges,
        store,
        signOutCheckInterval,
        bytes,
        variables,
        taskDecorator);
  }

  /** Returns a copy that uses these environment variables. */
  public SignInOptions environment(Map<String, String> value) {
    return new SignInOptions(
        client,
        listener,
        timing,
        claimsChallenges,
        store,
        signOutCheckInterval,
        maxCacheBytes,
        Map.copyOf(value),
        taskDecorator);
  }

  /** Returns a copy that wraps each token request with this function. */
  public SignInOptions taskDecorator(UnaryOperator<Runnable> value) {
    return new SignInOptions(
        client,
        listener,
        timing,
        claimsChallenges,
        store,
        signOutCheckInterval,
        maxCacheBytes,
        variables,
        Objects.requireNonNull(value, "taskDecorator"));
  }

  /** Returns a string that omits the environment, which contains secrets. */
  @Override
  public String toString() {
    return "SignInOptions";
  }

  /**
   * An HTTP client that is created on first use, so that an application with a client of its own
   * does not load another trust manager. Thread-safe.
   */
  public static final class LazyClient {
    private static final int MAX_IDLE_CONNECTIONS = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final boolean interceptors;
    private @Nullable OkHttpClient client;

    LazyClient(@Nullable OkHttpClient client, boolean interceptors) {
      this.client = client;
      this.interceptors = interceptors;
    }

    /** Returns whether token requests go through the interceptors of the client. */
    public boolean interceptors() {
      return interceptors;
    }

    /** Keeps more idle connections than OkHttp's default, because many threads send requests. */
    private static OkHttpClient create() {
      return new OkHttpClient.Builder()
          .connectionPool(new ConnectionPool(MAX_IDLE_CONNECTIONS, 5, TimeUnit.MINUTES))
          .build();
    }

    OkHttpClient get() {
      lock.lock();
      try {
        OkHttpClient result = client == null ? create() : client;
        client = result;
        return result;
      } finally {
        lock.unlock();
      }
    }
  }
}
