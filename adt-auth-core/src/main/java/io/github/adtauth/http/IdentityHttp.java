package io.github.adtauth.http;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.RegistrationException;
import java.io.IOException;
import java.net.Proxy;
import java.time.Duration;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/** Makes the client that speaks with the identity endpoints of the machine itself. */
public final class IdentityHttp {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration CALL = Duration.ofSeconds(10);
  private static final String METADATA = "169.254.169.254";
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|::1");

  private IdentityHttp() {}

  /**
   * Returns a client that reaches 169.254.169.254 and loopback, plain HTTP too, and nothing else:
   * not through a proxy, not along a redirect. A connection may take 2 s, a call 10 s. It shares
   * pool and dispatcher with {@code base}; closing those is the caller's. Thread-safe; share it.
   */
  public static OkHttpClient client(OkHttpClient base) {
    return AuthenticatedHttp.hardened(base)
        .proxy(Proxy.NO_PROXY)
        .connectTimeout(CONNECT)
        .callTimeout(CALL)
        .addInterceptor(new UserAgentInterceptor())
        .addInterceptor(IdentityHttp::guard)
        .build();
  }

  private static Response guard(Interceptor.Chain chain) throws IOException {
    HttpUrl url = chain.request().url();
    if (!url.host().equals(METADATA) && !LOOPBACK.matcher(url.host()).matches()) {
      throw new AuthenticatedCallException(
          new RegistrationException(
              ErrorDetails.of(
                  "A request for a token of a managed identity to "
                      + url.host()
                      + " was stopped: it goes to 169.254.169.254 or loopback only.")));
    }
    return RetryInterceptor.proceed(chain, chain.request());
  }
}
