package io.github.adtauth.http;

import io.github.adtauth.AuthListener;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.Timing;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/** Makes the client that speaks with the token service: the same chain without the bearer. */
public final class LoginHttp {
  private static final RetryPolicy RETRY =
      new RetryPolicy(2, Duration.ofMillis(300), Duration.ofSeconds(3));

  private LoginHttp() {}

  /**
   * Returns a client that reaches only this authority, over https, follows no redirect, keeps no
   * cookie and ends within the timeout, repeats included; a request that must not be repeated says
   * so by {@link Repeatable#NO}. It shares pool and dispatcher with {@code base}; closing those is
   * the caller's. Thread-safe; share it.
   */
  public static OkHttpClient client(
      OkHttpClient base, URI authority, Duration timeout, Settings settings) {
    return AuthenticatedHttp.hardened(base)
        .callTimeout(timeout)
        .addInterceptor(new UserAgentInterceptor())
        .addInterceptor(
            new RetryInterceptor(
                RETRY, RetryRules.OF_TOKEN_REQUESTS, settings.timing(), settings.listener()))
        .addInterceptor(new OnlyTo(HttpUrl.get(authority.toString())))
        .build();
  }

  /**
   * What the client takes from its surroundings.
   *
   * @param timing time, chance and waiting
   * @param listener is told of repeats
   */
  public record Settings(Timing timing, AuthListener listener) {}

  /** Lets nothing pass to another host or port than the authority's. */
  private record OnlyTo(HttpUrl authority) implements Interceptor {
    @Override
    public Response intercept(Chain chain) throws IOException {
      HttpUrl url = chain.request().url();
      if (!url.isHttps()
          || !url.host().equals(authority.host())
          || url.port() != authority.port()) {
        throw new AuthenticatedCallException(
            new RegistrationException(
                ErrorDetails.of(
                    "A token request to "
                        + url.scheme()
                        + "://"
                        + url.host()
                        + " was stopped: the authority is "
                        + authority
                        + ".")));
      }
      return chain.proceed(chain.request());
    }
  }
}
