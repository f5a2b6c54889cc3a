package io.github.adtauth.http;

import io.github.adtauth.AuthListener;
import io.github.adtauth.ProtectedResource;
import io.github.adtauth.Timing;
import io.github.adtauth.internal.http.AuthorizationInterceptor;
import io.github.adtauth.internal.http.BearerInterceptor;
import io.github.adtauth.internal.http.CallListener;
import io.github.adtauth.internal.http.ChallengeHandler;
import io.github.adtauth.internal.http.ClientHardening;
import io.github.adtauth.internal.http.HostGuardInterceptor;
import io.github.adtauth.internal.http.IdleConnectionInterceptor;
import io.github.adtauth.internal.http.RetryInterceptor;
import io.github.adtauth.internal.http.RetryRules;
import io.github.adtauth.internal.http.UserAgentInterceptor;
import io.github.adtauth.internal.listener.GuardedAuthListener;
import io.github.adtauth.token.TokenProvider;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Creates {@link OkHttpClient}s that send an access token with every request to one resource.
 *
 * <pre>{@code
 * ProtectedResource api =
 *     new ProtectedResource(URI.create("https://api.contoso.com"), "api://contoso/.default");
 * OkHttpClient client =
 *     AuthenticatedHttp.builder(new OkHttpClient(), api)
 *         .tokens(tokens)
 *         .retry(RetryPolicy.NONE)
 *         .callTimeout(Duration.ofSeconds(30))
 *         .build();
 * }</pre>
 *
 * <p>The token is sent only over HTTPS and only to the resource. A request to any other host, port
 * or scheme fails. The connection pool, dispatcher, proxy, TLS settings, interceptors and event
 * listeners of the base client are kept. Its cache, cookie jar, authenticator and redirects are
 * switched off, because a cache keyed by URL would return one user's response to another. Calls use
 * HTTP/1.1, so that a connection that hangs affects one call only. Network interceptors of the base
 * client see the {@code Authorization} header; its application interceptors do not.
 *
 * <p>A client that you derive with {@link OkHttpClient#newBuilder()} keeps these restrictions. Its
 * application interceptors do not see the token either. A request that they or a redirect send to
 * another host, port or scheme fails, and its cache, cookie jar and authenticator are not used. Web
 * sockets are rejected.
 *
 * <p>A call waits for its retries on its own thread. A call that you {@code enqueue} therefore
 * keeps its place on the dispatcher while it waits, and enough throttled calls of one principal
 * delay the enqueued calls of all others. If several principals share a dispatcher, set {@link
 * RetryPolicy#NONE} and schedule the retries yourself, or limit the calls of each principal. {@link
 * io.github.adtauth.twins.AsyncDigitalTwinsClient} has no such wait.
 *
 * <p>The client throws {@link AuthenticatedCallException}, whose cause is the {@link
 * io.github.adtauth.AdtException}. It shares the connection pool and dispatcher of the base client,
 * which the caller must close. Thread-safe: share it.
 */
public final class AuthenticatedHttp {
  private AuthenticatedHttp() {}

  /** Returns a client with default settings that calls the resource with the provider's tokens. */
  public static OkHttpClient client(
      OkHttpClient base, ProtectedResource resource, TokenProvider tokens) {
    return builder(base, resource).tokens(tokens).build();
  }

  /** Returns a builder for a client that calls the resource. */
  public static Builder builder(OkHttpClient base, ProtectedResource resource) {
    return new Builder(base, resource);
  }

  /**
   * Returns a copy, for one principal, of a client that was built without a token provider. The
   * copy is cheap and shares everything else with the client.
   *
   * @throws IllegalArgumentException if the client was not built by this class, or has a token
   *     provider
   */
  public static OkHttpClient forPrincipal(OkHttpClient client, TokenProvider tokens) {
    Objects.requireNonNull(tokens, "tokens");
    OkHttpClient.Builder copy = client.newBuilder();
    boolean bound = false;
    List<Interceptor> interceptors = copy.interceptors();
    for (int i = 0; i < interceptors.size(); i++) {
      Interceptor interceptor = interceptors.get(i);
      // There is more than one of each if the base client was built here too.
      if (interceptor instanceof RetryInterceptor retry && retry.hasNoPrincipal()) {
        interceptors.set(i, retry.withTokens(tokens));
      } else if (interceptor instanceof BearerInterceptor bearer && bearer.hasNoPrincipal()) {
        interceptors.set(i, bearer.withTokens(tokens));
        bound = true;
      }
    }
    if (!bound) {
      throw new IllegalArgumentException(
          "client was not built by AuthenticatedHttp, or already has a token provider");
    }
    return copy.build();
  }

  /** Builds a client. Not thread-safe. */
  public static final class Builder {
    private final OkHttpClient base;
    private final ProtectedResource resource;
    private @Nullable TokenProvider tokens;
    private AuthListener listener = AuthListener.NONE;
    private Timing timing = Timing.system();
    private RetryPolicy retry = RetryPolicy.DEFAULT;
    private Duration callTimeout = Duration.ofSeconds(60);

    private Builder(OkHttpClient base, ProtectedResource resource) {
      this.base = Objects.requireNonNull(base, "base");
      this.resource = Objects.requireNonNull(resource, "resource");
    }

    /**
     * Sets the provider of the tokens. Without it, each request must have its own as a tag: {@code
     * request.tag(TokenProvider.class, tokens)}. A request without one is rejected.
     */
    public Builder tokens(TokenProvider value) {
      tokens = Objects.requireNonNull(value, "tokens");
      return this;
    }

    /**
     * Sets the listener for challenges and retries. Defaults to the {@linkplain
     * TokenProvider#listener() listener of the token provider}.
     */
    public Builder listener(AuthListener value) {
      listener = GuardedAuthListener.of(value);
      return this;
    }

    /** Sets the clock, random source and sleeper. For tests. */
    public Builder timing(Timing value) {
      timing = Objects.requireNonNull(value, "timing");
      return this;
    }

    /** Sets the retry policy. Defaults to {@link RetryPolicy#DEFAULT}. */
    public Builder retry(RetryPolicy value) {
      retry = Objects.requireNonNull(value, "retry");
      return this;
    }

    /**
     * Sets the time limit of a call, including token acquisition and retries. Defaults to 60
     * seconds.
     */
    public Builder callTimeout(Duration value) {
      callTimeout = Objects.requireNonNull(value, "callTimeout");
      return this;
    }

    /** Creates the client. */
    public OkHttpClient build() {
      CallListener callListener = new CallListener(listener, tokens, timing.ticker());
      HostGuardInterceptor guard = HostGuardInterceptor.ofOrigin(resource.baseUrl());
      // Application interceptors, outermost first.
      OkHttpClient.Builder client =
          ClientHardening.harden(base.newBuilder(), base, guard)
              .callTimeout(callTimeout)
              .addInterceptor(new UserAgentInterceptor())
              .addInterceptor(
                  new RetryInterceptor(retry, RetryRules.OF_METHODS, timing, callListener))
              .addInterceptor(guard)
              .addInterceptor(
                  new BearerInterceptor(
                      resource.scope(), tokens, new ChallengeHandler(callListener, timing)));
      List<Interceptor> network = client.networkInterceptors();
      network.add(1, new AuthorizationInterceptor());
      network.add(0, new IdleConnectionInterceptor(RetryRules.OF_METHODS, retry, timing));
      return client.build();
    }
  }
}
