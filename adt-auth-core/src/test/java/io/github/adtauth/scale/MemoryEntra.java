package io.github.adtauth.scale;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * A token endpoint without network or cryptography, for measuring what stands in front of it: every
 * request is granted a token of its own, of a length that Entra's have.
 */
final class MemoryEntra implements Interceptor {
  static final int TOKEN_LENGTH = 2_000;
  private static final MediaType JSON = MediaType.get("application/json");

  private final AtomicLong granted = new AtomicLong();

  OkHttpClient client() {
    return new OkHttpClient.Builder().addInterceptor(this).build();
  }

  long granted() {
    return granted.get();
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    String number = Long.toString(granted.incrementAndGet());
    String token = number + "t".repeat(TOKEN_LENGTH - number.length());
    String body =
        "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"" + token + "\"}";
    return new Response.Builder()
        .request(chain.request())
        .protocol(Protocol.HTTP_1_1)
        .code(200)
        .message("OK")
        .body(ResponseBody.create(body, JSON))
        .build();
  }
}
