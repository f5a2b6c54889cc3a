package io.github.adtauth.internal.http;

import java.net.Proxy;
import java.time.Duration;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/** Makes the client that speaks with the identity endpoints of the machine itself. */
public final class ManagedIdentityClient {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration CALL = Duration.ofSeconds(10);

  private ManagedIdentityClient() {}

  /**
   * Returns a client that reaches this identity endpoint, plain HTTP too, and nothing else: not
   * through a proxy, not along a redirect. A connection may take 2 s, a call 10 s. The interceptors
   * of {@code base} are not used, see {@link TokenTraffic}. It shares pool and dispatcher with
   * {@code base}; closing those is the caller's. Thread-safe; share it.
   *
   * @param endpoint one of {@link IdentityAddresses}; otherwise every request fails
   */
  public static OkHttpClient client(OkHttpClient base, HttpUrl endpoint) {
    return client(TokenTraffic.withoutInterceptors(base), base, endpoint);
  }

  /** Returns such a client that uses the interceptors of {@code base}, too. */
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
        .connectTimeout(CONNECT)
        .callTimeout(CALL)
        .addInterceptor(new UserAgentInterceptor())
        .addInterceptor(guard)
        .build();
  }
}
