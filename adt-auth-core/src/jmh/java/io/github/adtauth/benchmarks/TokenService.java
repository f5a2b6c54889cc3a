package io.github.adtauth.benchmarks;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A token service without network, in the terms of each contender's own HTTP client. The authority
 * keeps its real name: with a port in it MSAL4J does not find its own entries.
 */
public final class TokenService {
  /** The authority of all contenders. */
  public static final String AUTHORITY = "https://login.microsoftonline.com";

  private static final MediaType JSON = MediaType.get("application/json");

  private final AtomicLong asked = new AtomicLong();
  private volatile long delayMillis;
  private volatile String life = "\"expires_in\":3599";

  /** Lets every token request take this long. */
  void delay(long millis) {
    delayMillis = millis;
  }

  /** Grants tokens with these members, which say how long they live. */
  void life(String members) {
    life = members;
  }

  /** Returns how many tokens were asked for since the last look. */
  public long asked() {
    return asked.getAndSet(0);
  }

  private String response(String form) {
    long number = asked.incrementAndGet();
    try {
      Thread.sleep(delayMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return form.contains("assertion=eyJ")
        ? TokenResponses.ofUser(TokenResponses.userOf(form))
        : TokenResponses.plain(number, life);
  }

  /** Returns a client of OkHttp that reaches it. */
  public OkHttpClient okHttp() {
    return new OkHttpClient.Builder().addInterceptor(this::intercept).build();
  }

  private Response intercept(Interceptor.Chain chain) throws java.io.IOException {
    Buffer form = new Buffer();
    chain.request().body().writeTo(form);
    return new Response.Builder()
        .request(chain.request())
        .protocol(Protocol.HTTP_1_1)
        .code(200)
        .message("OK")
        .body(ResponseBody.create(response(form.readUtf8()), JSON))
        .build();
  }

  /** Returns a client of MSAL4J that reaches it. */
  public IHttpClient msal() {
    return request -> new MsalResponse(response(request.body()));
  }

  /** Returns a client of azure-core that reaches it. */
  public HttpClient azure() {
    return request -> {
      String form = request.getBodyAsBinaryData().toString();
      return Mono.just(new AzureResponse(request, response(form)));
    };
  }

  private record MsalResponse(String body) implements IHttpResponse {
    @Override
    public int statusCode() {
      return 200;
    }

    @Override
    public Map<String, List<String>> headers() {
      return Map.of("Content-Type", List.of("application/json"));
    }
  }

  private static final class AzureResponse extends HttpResponse {
    private final String body;

    AzureResponse(HttpRequest request, String body) {
      super(request);
      this.body = body;
    }

    @Override
    public int getStatusCode() {
      return 200;
    }

    @Override
    @Deprecated
    public String getHeaderValue(String name) {
      return null;
    }

    @Override
    public HttpHeaders getHeaders() {
      return new HttpHeaders();
    }

    @Override
    public Flux<ByteBuffer> getBody() {
      return Flux.just(StandardCharsets.UTF_8.encode(body));
    }

    @Override
    public Mono<byte[]> getBodyAsByteArray() {
      return Mono.just(body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Mono<String> getBodyAsString() {
      return Mono.just(body);
    }

    @Override
    public Mono<String> getBodyAsString(Charset charset) {
      return Mono.just(body);
    }
  }
}
