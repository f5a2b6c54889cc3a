package io.github.adtauth.warts.bare;

import com.microsoft.aad.msal4j.HttpMethod;
import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * An {@code IHttpClient} as the documentation of MSAL4J shows it. Records requests and responses.
 * Thread-safe.
 */
final class Wire implements IHttpClient {
  // MSAL4J does not always name it, and OkHttp, other than HttpURLConnection, does not guess.
  private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded");

  private final OkHttpClient client;
  private final List<HttpRequest> asked = new CopyOnWriteArrayList<>();
  private final List<IHttpResponse> responses = new CopyOnWriteArrayList<>();
  private final CountDownLatch firstResponse = new CountDownLatch(1);
  private volatile UnaryOperator<CannedResponse> alteration = UnaryOperator.identity();

  Wire(OkHttpClient azure) {
    // What is to be seen is what MSAL4J repeats.
    client = azure.newBuilder().retryOnConnectionFailure(false).build();
  }

  /** Alters all responses from now on, before MSAL4J sees them. */
  void alter(UnaryOperator<CannedResponse> how) {
    alteration = how;
  }

  List<HttpRequest> asked() {
    return List.copyOf(asked);
  }

  List<IHttpResponse> responses() {
    return List.copyOf(responses);
  }

  /** Waits for the first response; returns whether it arrived. */
  boolean awaitAnswer(Duration limit) throws InterruptedException {
    return firstResponse.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public IHttpResponse send(HttpRequest request) throws IOException {
    asked.add(request);
    Map<String, String> headers = request.headers() == null ? Map.of() : request.headers();
    RequestBody body =
        request.httpMethod() == HttpMethod.POST
            ? RequestBody.create(request.body().getBytes(StandardCharsets.UTF_8), FORM)
            : null;
    Request sent =
        new Request.Builder()
            .url(request.url())
            .headers(Headers.of(headers))
            .method(request.httpMethod().name(), body)
            .build();
    try (Response response = client.newCall(sent).execute()) {
      CannedResponse altered =
          alteration.apply(
              new CannedResponse(
                  response.code(), response.headers().toMultimap(), response.body().string()));
      responses.add(altered);
      firstResponse.countDown();
      return altered;
    }
  }

  /** One response. */
  record CannedResponse(int statusCode, @Nullable Map<String, List<String>> headers, String body)
      implements IHttpResponse {
    CannedResponse withBody(String other) {
      return new CannedResponse(statusCode, headers, other);
    }

    CannedResponse withoutHeaders() {
      return new CannedResponse(statusCode, null, body);
    }
  }
}
