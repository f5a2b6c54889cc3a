package io.github.adtauth.internal.http;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a client over for requests and responses whose bodies hold credentials: secrets,
 * assertions, refresh tokens. Its pool, dispatcher, proxy, DNS, TLS and event listeners are used.
 * Its interceptors are not, because one that logs bodies would write credentials into a log; the
 * log says so once for each client.
 */
public final class TokenTraffic {
  private static final Logger LOG = LoggerFactory.getLogger(TokenTraffic.class);

  /** Weak, so that it keeps no client alive; a client equals itself only. */
  private static final Set<OkHttpClient> REPORTED =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private TokenTraffic() {}

  /** Returns a builder with everything of the client but its interceptors. */
  public static OkHttpClient.Builder withoutInterceptors(OkHttpClient client) {
    int count = client.interceptors().size() + client.networkInterceptors().size();
    OkHttpClient.Builder builder = client.newBuilder();
    if (count > 0) {
      builder.interceptors().clear();
      builder.networkInterceptors().clear();
      if (REPORTED.add(client)) {
        LOG.info(
            "{} interceptor(s) of the OkHttpClient are not used for requests that carry credentials."
                + " To use them, give a client with SignIn.tokenHttpClient(…).",
            count);
      }
    }
    return builder;
  }
}
