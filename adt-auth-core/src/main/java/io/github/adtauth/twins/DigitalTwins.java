package io.github.adtauth.twins;

import com.google.gson.Gson;
import io.github.adtauth.AuthListener;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Timing;
import io.github.adtauth.http.AuthenticatedHttp;
import io.github.adtauth.http.RetryPolicy;
import io.github.adtauth.internal.http.InstanceUrl;
import io.github.adtauth.internal.http.WholeResponseInterceptor;
import io.github.adtauth.internal.json.GsonVersion;
import io.github.adtauth.internal.rest.DefaultHttpClient;
import io.github.adtauth.internal.rest.Transport;
import io.github.adtauth.internal.twins.BlockingClient;
import io.github.adtauth.internal.twins.Operations;
import io.github.adtauth.internal.twins.TwinJson;
import io.github.adtauth.token.TokenProvider;
import java.util.Objects;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one Azure Digital Twins instance. Call {@link #client} to get a client that acts
 * for a given principal. Thread-safe: create one per instance, share it, and close it when you are
 * done.
 *
 * <pre>{@code
 * try (DigitalTwins instance = DigitalTwins.at(config)) {
 *   DigitalTwinsClient twins = instance.client(tokens);
 *   DigitalTwin room = twins.getTwin("room-1", DigitalTwin.class);
 * }
 * }</pre>
 *
 * <p>Closing shuts down the default OkHttpClient, but not a client that was passed in.
 */
public final class DigitalTwins implements AutoCloseable {
  private final OkHttpClient http;
  private final Transport.InstanceSettings instance;
  private final Operations operations;
  private final @Nullable DefaultHttpClient defaultHttp;

  private DigitalTwins(Builder builder) {
    GsonVersion.check();
    DigitalTwinsConfig config = builder.config;
    instance =
        new Transport.InstanceSettings(
            InstanceUrl.of(config.endpoint()),
            config.apiVersion(),
            builder.maxResponseBytes,
            builder.timing);
    operations = new Operations(new TwinJson(builder.gson));
    defaultHttp = builder.base == null ? new DefaultHttpClient() : null;
    OkHttpClient base =
        defaultHttp == null ? Objects.requireNonNull(builder.base) : defaultHttp.client();
    http =
        AuthenticatedHttp.builder(
                base.newBuilder()
                    .addNetworkInterceptor(new WholeResponseInterceptor(builder.maxResponseBytes))
                    .build(),
                config.resource())
            .listener(builder.listener)
            .timing(builder.timing)
            .retry(builder.retry)
            .callTimeout(config.callTimeout())
            .build();
  }

  /**
   * Opens an instance with a new OkHttpClient, which {@link #close()} shuts down. The client runs
   * up to 64 asynchronous calls at a time and keeps as many connections. Blocking calls run on the
   * threads of their callers and are not limited.
   *
   * @throws IllegalArgumentException if the endpoint is missing or is not a Digital Twins instance
   * @throws IllegalStateException if the application has set Gson or OkHttp to a version that is
   *     too old
   */
  public static DigitalTwins at(DigitalTwinsConfig config) {
    return builder(config).build();
  }

  /**
   * Opens an instance on the pool and dispatcher of the given client, which {@link #close()} does
   * not shut down. Size both for the number of concurrent calls. {@code
   * Dispatcher.setMaxRequestsPerHost}, 5 by default, limits asynchronous calls. The {@code
   * ConnectionPool} keeps 5 idle connections by default. Every further concurrent call then opens a
   * new connection, with a TLS handshake:
   *
   * <pre>{@code
   * OkHttpClient http =
   *     new OkHttpClient.Builder()
   *         .connectionPool(new ConnectionPool(64, 5, TimeUnit.MINUTES))
   *         .build();
   * http.dispatcher().setMaxRequestsPerHost(64);
   * }</pre>
   *
   * @throws IllegalArgumentException if the endpoint is missing or is not a Digital Twins instance
   * @throws IllegalStateException if the application has set Gson or OkHttp to a version that is
   *     too old
   */
  public static DigitalTwins at(DigitalTwinsConfig config, OkHttpClient http) {
    return builder(config).httpClient(http).build();
  }

  /** Returns a builder for an instance. */
  public static Builder builder(DigitalTwinsConfig config) {
    return new Builder(config);
  }

  /**
   * Returns a client that calls as the principal of the provider. Creating a client is cheap. It
   * does not need to be closed.
   */
  public DigitalTwinsClient client(TokenProvider tokens) {
    OkHttpClient authenticated = AuthenticatedHttp.forPrincipal(http, tokens);
    return new BlockingClient(new Transport(authenticated, tokens, instance), operations);
  }

  /**
   * Shuts down the default OkHttpClient, if this instance created one. Calls in flight may still
   * finish. An asynchronous call that waits to be retried fails after the wait. Closing twice has
   * no effect.
   */
  @Override
  public void close() {
    if (defaultHttp != null) {
      defaultHttp.close();
    }
  }

  /** Returns a description with the endpoint. */
  @Override
  public String toString() {
    return "DigitalTwins[" + instance.url() + "]";
  }

  /** Builder of a {@link DigitalTwins}. Not thread-safe. */
  public static final class Builder {
    private final DigitalTwinsConfig config;
    private @Nullable OkHttpClient base;
    private AuthListener listener = AuthListener.NONE;
    private Timing timing = Timing.system();
    private RetryPolicy retry = RetryPolicy.DEFAULT;
    private @Nullable Gson gson;
    private long maxResponseBytes = 16L * 1024 * 1024;

    private Builder(DigitalTwinsConfig config) {
      this.config = Objects.requireNonNull(config, "config");
    }

    /**
     * Uses the pool, dispatcher, proxy and TLS settings of this client. {@link #close()} does not
     * shut it down.
     */
    public Builder httpClient(OkHttpClient value) {
      base = Objects.requireNonNull(value, "httpClient");
      return this;
    }

    /**
     * Notifies this listener of challenges and retries. Defaults to the {@linkplain
     * TokenProvider#listener() listener of the token provider}, so that a listener set on {@code
     * SignIn} need not be set here.
     */
    public Builder listener(AuthListener value) {
      listener = Objects.requireNonNull(value, "listener");
      return this;
    }

    /** Uses the given clock, random source and sleeper. For tests. */
    public Builder timing(Timing value) {
      timing = Objects.requireNonNull(value, "timing");
      return this;
    }

    /** Sets the policy for retrying failed calls. */
    public Builder retry(RetryPolicy value) {
      retry = Objects.requireNonNull(value, "retry");
      return this;
    }

    /**
     * Reads and writes your classes with this Gson, wherever such values are sent: twins, patches,
     * relationships, telemetry and query values. Types of {@code java.time}, {@link
     * java.util.Date}, {@link java.util.Calendar} and optionals for which it has no custom adapter
     * are read and written as with the default Gson, as is a {@link TwinComponent}. The default
     * Gson also keeps every digit of a number.
     */
    public Builder gson(Gson value) {
      gson = Objects.requireNonNull(value, "gson");
      return this;
    }

    /**
     * Sets the maximum size of a response. Defaults to 16 MB.
     *
     * @throws IllegalArgumentException if {@code bytes} is not positive
     */
    public Builder maxResponseBytes(long bytes) {
      if (bytes <= 0) {
        throw new IllegalArgumentException("maxResponseBytes must be positive, not " + bytes);
      }
      maxResponseBytes = bytes;
      return this;
    }

    /**
     * Opens the instance.
     *
     * @throws IllegalArgumentException if the endpoint is missing or is not a Digital Twins
     *     instance
     * @throws IllegalStateException if the application has set Gson or OkHttp to a version that is
     *     too old
     */
    public DigitalTwins build() {
      return new DigitalTwins(this);
    }
  }
}
