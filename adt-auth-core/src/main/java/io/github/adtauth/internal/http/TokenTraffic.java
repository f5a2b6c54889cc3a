package io.github.adtauth.internal.http;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Derives clients for requests and responses whose bodies contain credentials, such as secrets,
 * assertions and refresh tokens. The connection pool, dispatcher, proxy, DNS, TLS settings and
 * event listeners of the base client are used. Its interceptors are not used, because one that logs
 * bodies would log credentials. A log message reports this once for each client.
 */
public final class TokenTraffic {
  private static final Logger LOG = LoggerFactory.getLogger(TokenTraffic.class);

  /** Weak, so that it does not keep clients alive. Clients are compared by identity. */
  private static final Set<OkHttpClient> REPORTED =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private TokenTraffic() {}

  /** Returns a builder with all settings of the client except its interceptors. */
  public static OkHttpClient.Builder withoutInterceptors(OkHttpClient client) {
    int count = client.interceptors().size() + client.networkInterceptors().size();
    OkHttpClient.Builder builder = client.newBuilder();
    if (count > 0) {
      builder.interceptors().clear();
      builder.networkInterceptors().clear();
      if (REPORTED.add(client)) {
        LOG.info(
            "{} interceptor(s) of the OkHttpClient are not used for requests that carry credentials."
                + " To use them, set the client with SignIn.tokenHttpClient(…).",
            count);
      }
    }
    return builder;
  }
}
