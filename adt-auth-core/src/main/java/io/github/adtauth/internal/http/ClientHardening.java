package io.github.adtauth.internal.http;

import io.github.adtauth.internal.text.OldLibrary;
import java.util.List;
import okhttp3.Authenticator;
import okhttp3.CookieJar;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/** Applies the settings that every client of this library needs to keep credentials safe. */
public final class ClientHardening {
  private static final String MIN_VERSION = "5.4.0";

  private static volatile boolean versionChecked;

  private ClientHardening() {}

  /**
   * Switches off caching, redirects and retries that bypass the chain, puts the guard in front of
   * all network interceptors, and bounds the memory that a response uses before its body is read.
   * Calls use HTTP/1.1, because HTTP/2 multiplexes all calls to a host on one connection, and
   * OkHttp lets them wait without a limit for a peer that does not read.
   *
   * @param base the client whose socket factories are wrapped
   * @throws IllegalStateException if OkHttp is too old; the message says how to raise the version
   */
  public static OkHttpClient.Builder harden(
      OkHttpClient.Builder builder, OkHttpClient base, HostGuardInterceptor guard) {
    checkVersion();
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
   * Checks that OkHttp has what this library calls. The artifacts {@code okhttp} 4 and {@code
   * okhttp-jvm} 5 have the same classes, and a class path may contain both: the first one is used.
   */
  private static void checkVersion() {
    if (versionChecked) {
      return;
    }
    try {
      // An interface has no method that could be called here, hence reflection.
      var unused = Interceptor.Chain.class.getMethod("getCache");
      versionChecked = true;
    } catch (NoSuchMethodException e) {
      throw new OldLibrary(
              "OkHttp",
              MIN_VERSION,
              "com.squareup.okhttp3:okhttp and com.squareup.okhttp3:okhttp-jvm")
          .exception(Interceptor.Chain.class, "okhttp3.OkHttp");
    }
  }

  /**
   * Switches off, for one call, the cache and the cookies that a derived client has switched on
   * again. Both are keyed by URL only, so they would return one principal's data to another.
   */
  static Interceptor.Chain isolate(Interceptor.Chain chain) {
    Interceptor.Chain isolated = chain;
    if (chain.getCache() != null) {
      isolated = isolated.withCache(null);
    }
    if (chain.getCookieJar() != CookieJar.NO_COOKIES) {
      isolated = isolated.withCookieJar(CookieJar.NO_COOKIES);
    }
    return isolated;
  }
}
