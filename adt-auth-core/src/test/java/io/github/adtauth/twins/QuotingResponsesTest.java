package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.gson.JsonObject;
import io.github.adtauth.UnexpectedResponseException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ProtocolException;
import java.util.List;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.junit.jupiter.api.Test;

/** Tests that a token in a response does not appear in exceptions. */
class QuotingResponsesTest extends TwinsServerFixture {
  private static final String TOKEN = "eyJ0b2tlbg.eyJzZWNyZXQi.c2lnbmF0dXJl";

  record Room(String name, double temperature) {}

  private static void assertUnquoted(Throwable failure) {
    assertThat(failure)
        .isInstanceOfAny(UnexpectedResponseException.class, IllegalArgumentException.class);
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain(TOKEN).doesNotContain(TOKEN.substring(4, 20));
  }

  @Test
  void tokenInFieldOfOtherType_isRedacted() {
    String twin = "{\"$dtId\":\"a\",\"temperature\":\"" + TOKEN + "\"}";
    server.json(200, twin).json(200, "{\"value\":[" + twin + "]}");

    assertUnquoted(catchThrowable(() -> twins.getTwin("a", Room.class)));
    assertUnquoted(
        catchThrowable(
            () ->
                List.of(
                    twins
                        .query(TwinQuery.of("SELECT * FROM digitaltwins"), Room.class)
                        .iterator()
                        .next())));
  }

  @Test
  void tokenInNameOfMalformedResponse_isRedacted() {
    server.json(200, "{\"a\":\"" + "x".repeat(20_000) + "\",\"" + TOKEN + "\":{]}");

    assertUnquoted(catchThrowable(() -> twins.getTwin("a", JsonObject.class)));
  }

  /** OkHttp quotes an invalid chunk size in its exception. */
  @Test
  void tokenInChunkLength_isRedacted() {
    server.json(200, "{}");
    OkHttpClient quoting =
        server.plain.newBuilder().addInterceptor(QuotingResponsesTest::quoted).build();
    DigitalTwinsClient client =
        server.builder().httpClient(quoting).build().client(TwinsServer.tokens("t"));

    assertUnquoted(catchThrowable(() -> client.getTwin("a", JsonObject.class)));
  }

  private static Response quoted(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    Source quoting =
        new ForwardingSource(response.body().source()) {
          @Override
          public long read(Buffer sink, long bytes) throws IOException {
            throw new ProtocolException("expected chunk size but was \"94" + TOKEN + "\"");
          }
        };
    return response
        .newBuilder()
        .body(ResponseBody.create(Okio.buffer(quoting), response.body().contentType(), -1))
        .build();
  }
}
