package io.github.adtauth.internal.http;

import java.net.Proxy;
import java.time.Duration;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/** Creates the HTTP client that calls the identity endpoint of the machine. */
public final class ManagedIdentityClient {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  private ManagedIdentityClient() {}

  /**
   * Returns a client that calls only this identity endpoint, over HTTPS or plain HTTP. It uses no
   * proxy and follows no redirects. The connect timeout is 2 seconds, the call timeout 10 seconds.
   * The interceptors of {@code base} are not used; see {@link TokenTraffic}. The client shares the
   * connection pool and dispatcher of {@code base}, which the caller must close. Thread-safe: share
   * it.
   *
   * @param endpoint one of {@link IdentityAddresses}; otherwise every request fails
   */
  public static OkHttpClient client(OkHttpClient base, HttpUrl endpoint) {
    return client(TokenTraffic.withoutInterceptors(base), base, endpoint);
  }

  /** Returns a client as {@link #client} does, but with the interceptors of {@code base}. */
  public static OkHttpClient clientWithInterceptors(OkHttpClient base, HttpUrl endpoint) {
    return client(base.newBuilder(), base, endpoint);
  }

  private static OkHttpClient client(
      OkHttpClient.Builder builder, OkHttpClient base, HttpUrl endpoint) {
    HostGuardInterceptor guard = HostGuardInterceptor.ofMachine(endpoint);
    return ClientHardening.harden(builder, base, guard)
        .proxy(Proxy.NO_PROXY)
        .socketFactory(
            BudgetedSocketFactory.over(DirectSocketFactory.inPlaceOf(base.socketFactory())))
        .connectTimeout(CONNECT_TIMEOUT)
        .callTimeout(CALL_TIMEOUT)
        .addInterceptor(new UserAgentInterceptor())
        .addInterceptor(guard)
        .build();
  }
}
