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
 * MSAL4J's way to the network, as its documentation has one written: hands through what is asked
 * and answered, and remembers it. Thread-safe.
 */
final class Wire implements IHttpClient {
  // MSAL4J does not always name it, and OkHttp, other than HttpURLConnection, does not guess.
  private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded");

  private final OkHttpClient client;
  private final List<HttpRequest> asked = new CopyOnWriteArrayList<>();
  private final List<IHttpResponse> answered = new CopyOnWriteArrayList<>();
  private final CountDownLatch firstAnswer = new CountDownLatch(1);
  private volatile UnaryOperator<Answer> alteration = UnaryOperator.identity();

  Wire(OkHttpClient azure) {
    // What is to be seen is what MSAL4J repeats.
    client = azure.newBuilder().retryOnConnectionFailure(false).build();
  }

  /** Alters all responses from now on, before MSAL4J sees them. */
  void alter(UnaryOperator<Answer> how) {
    alteration = how;
  }

  List<HttpRequest> asked() {
    return List.copyOf(asked);
  }

  List<IHttpResponse> answered() {
    return List.copyOf(answered);
  }

  /** Waits for the first response; tells whether it came. */
  boolean awaitAnswer(Duration limit) throws InterruptedException {
    return firstAnswer.await(limit.toMillis(), TimeUnit.MILLISECONDS);
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
      Answer answer =
          alteration.apply(
              new Answer(
                  response.code(), response.headers().toMultimap(), response.body().string()));
      answered.add(answer);
      firstAnswer.countDown();
      return answer;
    }
  }

  /** One answer. */
  record Answer(int statusCode, @Nullable Map<String, List<String>> headers, String body)
      implements IHttpResponse {
    Answer withBody(String other) {
      return new Answer(statusCode, headers, other);
    }

    Answer withoutHeaders() {
      return new Answer(statusCode, null, body);
    }
  }
}
