package io.github.adtauth.internal.signin;

import io.github.adtauth.AuthListener;
import io.github.adtauth.Timing;
import io.github.adtauth.store.TokenStore;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** What all ways of signing in work with. Immutable; each method of change returns a copy. */
public record SignInOptions(
    LazyClient client,
    AuthListener listener,
    Timing timing,
    boolean capability,
    @Nullable TokenStore store,
    Duration localTtl,
    long maximumWeight,
    @Nullable Map<String, String> given) {
  private static final long MEGABYTE = 1 << 20;

  public static SignInOptions usual() {
    return new SignInOptions(
        new LazyClient(null, false),
        AuthListener.NONE,
        Timing.system(),
        true,
        null,
        Duration.ofSeconds(60),
        64 * MEGABYTE,
        null);
  }

  /** Returns the variables: the process's, unless others were given. */
  public Map<String, String> environment() {
    return given == null ? System.getenv() : given;
  }

  public OkHttpClient http() {
    return client.get();
  }

  public SignInOptions http(OkHttpClient value) {
    return client(new LazyClient(Objects.requireNonNull(value, "http"), false));
  }

  /** Returns a copy whose token requests use this client, interceptors included. */
  public SignInOptions tokenHttp(OkHttpClient value) {
    return client(new LazyClient(Objects.requireNonNull(value, "http"), true));
  }

  private SignInOptions client(LazyClient value) {
    return new SignInOptions(
        value, listener, timing, capability, store, localTtl, maximumWeight, given);
  }

  public SignInOptions listener(AuthListener value) {
    return new SignInOptions(
        client,
        AuthListener.guarded(value),
        timing,
        capability,
        store,
        localTtl,
        maximumWeight,
        given);
  }

  public SignInOptions timing(Timing value) {
    Objects.requireNonNull(value, "timing");
    return new SignInOptions(
        client, listener, value, capability, store, localTtl, maximumWeight, given);
  }

  public SignInOptions withoutCapability() {
    return new SignInOptions(
        client, listener, timing, false, store, localTtl, maximumWeight, given);
  }

  public SignInOptions store(TokenStore value) {
    Objects.requireNonNull(value, "store");
    return new SignInOptions(
        client, listener, timing, capability, value, localTtl, maximumWeight, given);
  }

  public SignInOptions localTtl(Duration value) {
    if (value.isNegative() || value.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("localTtl is from 0 to 1 day");
    }
    return new SignInOptions(
        client, listener, timing, capability, store, value, maximumWeight, given);
  }

  public SignInOptions maximumWeight(long bytes) {
    if (bytes < MEGABYTE / 16) {
      throw new IllegalArgumentException("maximumWeight is in bytes, at least 64 KB");
    }
    return new SignInOptions(client, listener, timing, capability, store, localTtl, bytes, given);
  }

  public SignInOptions environment(Map<String, String> value) {
    return new SignInOptions(
        client, listener, timing, capability, store, localTtl, maximumWeight, Map.copyOf(value));
  }

  @Override
  public String toString() {
    return "Surroundings"; // the environment holds secrets
  }

  /** Made when it is asked for: whoever brings a client need not pay for another trust manager. */
  public static final class LazyClient {
    private static final int MAX_IDLE_CONNECTIONS = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final boolean interceptors;
    private @Nullable OkHttpClient made;

    LazyClient(@Nullable OkHttpClient given, boolean interceptors) {
      made = given;
      this.interceptors = interceptors;
    }

    /** Returns whether token requests go through the interceptors of the client. */
    public boolean interceptors() {
      return interceptors;
    }

    /** Many callers exchange tokens at the same time, each on its own thread. */
    private static OkHttpClient create() {
      return new OkHttpClient.Builder()
          .connectionPool(new ConnectionPool(MAX_IDLE_CONNECTIONS, 5, TimeUnit.MINUTES))
          .build();
    }

    OkHttpClient get() {
      lock.lock();
      try {
        OkHttpClient client = made == null ? create() : made;
        made = client;
        return client;
      } finally {
        lock.unlock();
      }
    }
  }
}
