package io.github.adtauth.http;

import io.github.adtauth.AuthListener;
import io.github.adtauth.ProtectedResource;
import io.github.adtauth.Timing;
import io.github.adtauth.internal.http.AuthorizationInterceptor;
import io.github.adtauth.internal.http.BearerInterceptor;
import io.github.adtauth.internal.http.BoundedFramingInterceptor;
import io.github.adtauth.internal.http.BudgetedSocketFactory;
import io.github.adtauth.internal.http.BudgetedSslSocketFactory;
import io.github.adtauth.internal.http.CallListener;
import io.github.adtauth.internal.http.ChallengeHandler;
import io.github.adtauth.internal.http.HostGuardInterceptor;
import io.github.adtauth.internal.http.IdleConnectionInterceptor;
import io.github.adtauth.internal.http.OkHttpVersion;
import io.github.adtauth.internal.http.RetryAfterSanitizer;
import io.github.adtauth.internal.http.RetryInterceptor;
import io.github.adtauth.internal.http.RetryRules;
import io.github.adtauth.internal.http.UserAgentInterceptor;
import io.github.adtauth.token.TokenProvider;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import okhttp3.Authenticator;
import okhttp3.CookieJar;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * Makes an {@link OkHttpClient} that carries a token, and only towards its resource: any other
 * host, plain HTTP and redirects get none. Your own client's pool, dispatcher, proxy, TLS,
 * interceptors and event listeners are kept; its cache, cookie jar, authenticator and redirects are
 * off, because a cache keyed by URL would hand one user's response to another. Calls use HTTP/1.1,
 * so that a connection that hangs affects one call only. Your network interceptors see the {@code
 * Authorization} header; your application interceptors do not.
 *
 * <p>A client that you derive from it ({@code client.newBuilder()}) keeps these limits: its
 * application interceptors do not see the token either, a request that they or a redirect send to
 * another host, port or scheme fails, and its cache, cookie jar and authenticator are not used. A
 * web socket is rejected.
 *
 * <p>The client throws {@link AuthenticatedCallException}, whose cause is the {@link
 * io.github.adtauth.AdtException}. It shares the pool and dispatcher of the one you gave: closing
 * those is yours. Thread-safe; share it.
 */
public final class AuthenticatedHttp {
  private final OkHttpClient base;
  private final ProtectedResource resource;
  private @Nullable TokenProvider tokens;
  private AuthListener listener = AuthListener.NONE;
  private Timing timing = Timing.system();
  private RetryPolicy retry = RetryPolicy.DEFAULT;
  private Duration callTimeout = Duration.ofSeconds(60);

  private AuthenticatedHttp(OkHttpClient base, ProtectedResource resource) {
    this.base = Objects.requireNonNull(base, "base");
    this.resource = Objects.requireNonNull(resource, "resource");
  }

  /** Returns a client that calls the resource as the principal of the provider. */
  public static OkHttpClient client(
      OkHttpClient base, ProtectedResource resource, TokenProvider tokens) {
    return builder(base, resource).tokens(tokens).build();
  }

  /** Begins a client with settings of its own. */
  public static AuthenticatedHttp builder(OkHttpClient base, ProtectedResource resource) {
    return new AuthenticatedHttp(base, resource);
  }

  /**
   * Calls as this principal. Without it each request names its own: {@code
   * request.tag(TokenProvider.class, tokens)}; a request that names none is refused.
   */
  public AuthenticatedHttp tokens(TokenProvider value) {
    tokens = Objects.requireNonNull(value, "tokens");
    return this;
  }

  /**
   * Notifies this listener of challenges and retries; defaults to the {@linkplain
   * TokenProvider#listener() listener of the token provider}.
   */
  public AuthenticatedHttp listener(AuthListener value) {
    listener = AuthListener.guarded(value);
    return this;
  }

  /** Takes time, chance and waiting from here. */
  public AuthenticatedHttp timing(Timing value) {
    timing = Objects.requireNonNull(value, "timing");
    return this;
  }

  /** Repeats failed calls by this policy. */
  public AuthenticatedHttp retry(RetryPolicy value) {
    retry = Objects.requireNonNull(value, "retry");
    return this;
  }

  /** Ends a call after this time, token and retries included; 60 s if nothing is said. */
  public AuthenticatedHttp callTimeout(Duration value) {
    callTimeout = Objects.requireNonNull(value, "callTimeout");
    return this;
  }

  /** Assembles the chain, outermost first. */
  public OkHttpClient build() {
    CallListener calls = new CallListener(listener, tokens, timing.ticker());
    HostGuardInterceptor guard = HostGuardInterceptor.ofOrigin(resource.baseUrl());
    OkHttpClient.Builder client =
        hardened(base.newBuilder(), base, guard)
            .callTimeout(callTimeout)
            .addInterceptor(new UserAgentInterceptor())
            .addInterceptor(new RetryInterceptor(retry, RetryRules.OF_METHODS, timing, calls))
            .addInterceptor(guard)
            .addInterceptor(
                new BearerInterceptor(
                    resource.scope(), tokens, new ChallengeHandler(calls, timing)));
    List<Interceptor> network = client.networkInterceptors();
    network.add(1, new AuthorizationInterceptor());
    network.add(0, new IdleConnectionInterceptor(RetryRules.OF_METHODS, retry, timing));
    return client.build();
  }

  /**
   * Returns a copy of a client that was built without a principal, for this one: cheap, and shares
   * everything else.
   *
   * @throws IllegalArgumentException if the client was not built here, or has a principal
   */
  public static OkHttpClient forPrincipal(OkHttpClient client, TokenProvider tokens) {
    Objects.requireNonNull(tokens, "tokens");
    OkHttpClient.Builder copy = client.newBuilder();
    boolean found = false;
    List<Interceptor> chain = copy.interceptors();
    for (int i = 0; i < chain.size(); i++) {
      // More than one, where the base was made here too: each would ask for a principal.
      if (chain.get(i) instanceof RetryInterceptor retries && retries.isForAnybody()) {
        chain.set(i, retries.as(tokens));
      } else if (chain.get(i) instanceof BearerInterceptor bearer && bearer.isForAnybody()) {
        chain.set(i, bearer.as(tokens));
        found = true;
      }
    }
    if (!found) {
      throw new IllegalArgumentException(
          "the client was not built by AuthenticatedHttp, or has a principal");
    }
    return copy.build();
  }

  /**
   * Switches off caching, redirects and retries that bypass the chain, puts the guard in front of
   * all network interceptors, and bounds the memory that a response uses before its body is read.
   * Calls use HTTP/1.1, because with HTTP/2 all calls to a host share one connection, and OkHttp
   * lets them wait without a limit for a peer that does not read.
   *
   * @throws IllegalStateException if OkHttp is too old
   */
  public static OkHttpClient.Builder hardened(
      OkHttpClient.Builder builder, OkHttpClient base, HostGuardInterceptor guard) {
    OkHttpVersion.check();
    BudgetedSslSocketFactory.apply(builder, base);
    builder
        .protocols(List.of(Protocol.HTTP_1_1))
        .socketFactory(BudgetedSocketFactory.over(base.socketFactory()))
        .cache(null)
        .cookieJar(CookieJar.NO_COOKIES)
        .authenticator(Authenticator.NONE)
        .followRedirects(false)
        .followSslRedirects(false)
        .retryOnConnectionFailure(false)
        .addNetworkInterceptor(new RetryAfterSanitizer())
        .addNetworkInterceptor(new BoundedFramingInterceptor())
        .networkInterceptors()
        .add(0, guard);
    return builder;
  }

  /**
   * Switches off, for one call, the cache and the cookies that a derived client has switched on
   * again. Both are keyed by URL only and would hand one principal's data to another.
   */
  public static Interceptor.Chain hardened(Interceptor.Chain chain) {
    Interceptor.Chain hardened = chain;
    if (chain.getCache() != null) {
      hardened = hardened.withCache(null);
    }
    if (chain.getCookieJar() != CookieJar.NO_COOKIES) {
      hardened = hardened.withCookieJar(CookieJar.NO_COOKIES);
    }
    return hardened;
  }
}
