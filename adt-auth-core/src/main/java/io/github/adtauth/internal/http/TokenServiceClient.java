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

/** Makes the client that speaks with the token service: the same chain without the bearer. */
public final class TokenServiceClient {
  private static final RetryPolicy RETRY =
      new RetryPolicy(2, Duration.ofMillis(300), Duration.ofSeconds(3));

  /** The responses of the token service are smaller; whoever reads one has a limit too. */
  private static final long MAX_BODY = 1 << 20;

  private TokenServiceClient() {}

  /**
   * Returns a client that reaches only this authority, over https, follows no redirect, keeps no
   * cookie and ends within the timeout, repeats included; a request that must not be repeated says
   * so by {@link RetrySafety#UNSAFE}. The interceptors of {@code base} are used only if the
   * settings say so, see {@link TokenTraffic}. It shares pool and dispatcher with {@code base};
   * closing those is the caller's. Thread-safe; share it.
   */
  public static OkHttpClient client(
      OkHttpClient base, URI authority, Duration timeout, Settings settings) {
    HostGuardInterceptor guard = HostGuardInterceptor.ofOrigin(authority);
    OkHttpClient.Builder builder =
        settings.interceptors() ? base.newBuilder() : TokenTraffic.withoutInterceptors(base);
    ClientHardening.harden(builder, base, guard);
    List<Interceptor> network = builder.networkInterceptors();
    network.add(0, new WholeResponseInterceptor(MAX_BODY)); // outside of what bounds the response
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
   * What the client takes from its surroundings.
   *
   * @param timing time, chance and waiting
   * @param listener is told of repeats
   * @param interceptors whether the interceptors of the base are used
   */
  public record Settings(Timing timing, AuthListener listener, boolean interceptors) {
    /** Creates settings that do not use the interceptors of the base. */
    public Settings(Timing timing, AuthListener listener) {
      this(timing, listener, false);
    }
  }
}
