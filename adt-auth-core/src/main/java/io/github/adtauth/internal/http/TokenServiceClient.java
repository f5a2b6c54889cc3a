package io.github.adtauth.internal.http;

import io.github.adtauth.AuthListener;
import io.github.adtauth.Timing;
import io.github.adtauth.http.RetryPolicy;
import io.github.adtauth.http.RetrySafety;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;

/** Creates the HTTP client that calls the token service. */
public final class TokenServiceClient {
  private static final RetryPolicy RETRY =
      new RetryPolicy(2, Duration.ofMillis(300), Duration.ofSeconds(3));

  /** Responses of the token service are smaller. Their readers have limits of their own, too. */
  private static final long MAX_BODY = 1 << 20;

  private TokenServiceClient() {}

  /**
   * Returns a client that calls only this authority, over HTTPS. It follows no redirects and keeps
   * no cookies. The timeout includes retries. Tag a request that must not be retried with {@link
   * RetrySafety#UNSAFE}. The interceptors of {@code base} are used only if the settings include
   * them; see {@link TokenTraffic}. The client shares the connection pool and dispatcher of {@code
   * base}, which the caller must close. Thread-safe: share it.
   */
  public static OkHttpClient client(
      OkHttpClient base, URI authority, Duration timeout, Settings settings) {
    HostGuardInterceptor guard = HostGuardInterceptor.ofOrigin(authority);
    OkHttpClient.Builder builder =
        settings.interceptors() ? base.newBuilder() : TokenTraffic.withoutInterceptors(base);
    ClientHardening.harden(builder, base, guard);
    List<Interceptor> network = builder.networkInterceptors();
    network.add(
        0,
        new WholeResponseInterceptor(MAX_BODY)); // outside the interceptors that bound the response
    network.add(
        0, new IdleConnectionInterceptor(RetryRules.OF_TOKEN_REQUESTS, RETRY, settings.timing()));
    return builder
        .callTimeout(timeout)
        .addInterceptor(new UserAgentInterceptor())
        .addInterceptor(
            new RetryInterceptor(
                RETRY,
                RetryRules.OF_TOKEN_REQUESTS,
                settings.timing(),
                new CallListener(settings.listener(), null, settings.timing().ticker())))
        .addInterceptor(guard)
        .build();
  }

  /**
   * Settings of the client.
   *
   * @param timing the clock, random source and sleeper
   * @param listener receives the retries
   * @param interceptors whether the interceptors of the base client are used
   */
  public record Settings(Timing timing, AuthListener listener, boolean interceptors) {
    /** Creates settings that do not use the interceptors of the base client. */
    public Settings(Timing timing, AuthListener listener) {
      this(timing, listener, false);
    }
  }
}
