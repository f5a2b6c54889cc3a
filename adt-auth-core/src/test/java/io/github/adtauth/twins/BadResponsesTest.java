package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.SocketEffect;
import okhttp3.Protocol;
import okio.BufferedSink;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadResponsesTest extends TwinsServerFixture {
  record Room(double temperature) {}

  private static UnexpectedResponseException unexpected(ThrowingCallable call) {
    return Objects.requireNonNull(catchThrowableOfType(UnexpectedResponseException.class, call));
  }

  private List<JsonObject> query() {
    return twins.query(TwinQuery.of("SELECT"), JsonObject.class).stream().toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "<html><body>Please sign in</body></html>",
        "null",
        "[]",
        "\"text\"",
        "42",
        "{}",
        "{\"$dtId\":\"a\"",
        "{\"$dtId\":\"a",
        "{\"$dtId\":\"a\"} trailing",
        "{'$dtId':'a'}",
        "{\"$dtId\":\"a\",\"temperature\":NaN}",
        "{\"error\":{\"code\":\"InternalError\",\"message\":\"m\"}}",
        "\u0000\u0001\u0002"
      })
  void okWithoutTwin_isUnexpected(String body) {
    server.json(200, body, "mise-correlation-id", "04f0c124-f2bc-4f59-8241-bf6df9866bbd");

    UnexpectedResponseException e = unexpected(() -> twins.getTwin("a", Room.class));

    assertThat(e.status()).isEqualTo(200);
    assertThat(e.correlationId()).contains("04f0c124-f2bc-4f59-8241-bf6df9866bbd");
    assertThat(e).hasMessageStartingWith("Could not get twin 'a': ");
    assertThat(e.getMessage()).doesNotContain("sign in");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "<html></html>",
        "{}",
        "{\"value\":null}",
        "{\"value\":{}}",
        "{\"value\":[null]}",
        "{\"value\":[{\"a\":1},{\"b\"",
        "{\"value\":[{\"a\":1}]",
        "{\"value\":[]} x",
        "{\"value\":[1]}",
        "{\"value\":[],\"continuationToken\":{}}",
        "{\"value\":[],\"continuationToken\":true}",
        "{\"value\":[],\"continuationToken\":[\"a\"]}",
        "{\"error\":{\"code\":\"InternalError\",\"message\":\"m\"}}"
      })
  void okWithoutPage_isUnexpected(String body) {
    server.json(200, body, "mise-correlation-id", "04f0c124-f2bc-4f59-8241-bf6df9866bbd");

    UnexpectedResponseException e = unexpected(this::query);

    assertThat(e.status()).isEqualTo(200);
    assertThat(e.correlationId()).contains("04f0c124-f2bc-4f59-8241-bf6df9866bbd");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[7]", "[{}]", "[{\"id\":\"a\"}", "<html>"})
  void createdWithoutModels_isUnexpected(String body) {
    server.json(201, body);

    unexpected(() -> twins.models().add("{}"));
  }

  @Test
  void bodyAfterDeleteOrPatch_isUnexpected() {
    server.json(200, "<html>Please sign in</html>").json(200, "<html>Please sign in</html>");

    unexpected(() -> twins.deleteTwin("a"));
    unexpected(() -> twins.patchTwin("a", JsonPatch.create().remove("/b")));
  }

  @Test
  void responseNestedTooDeeply_isUnexpected() {
    String deep = "[".repeat(100_000);
    server.json(200, "{\"$dtId\":\"a\",\"x\":" + deep);
    assertThatExceptionOfType(UnexpectedResponseException.class)
        .isThrownBy(() -> twins.getTwin("a", DigitalTwin.class));
    server.json(200, "{\"value\":[{\"$dtId\":\"a\",\"x\":" + deep);
    assertThatExceptionOfType(UnexpectedResponseException.class)
        .isThrownBy(() -> twins.query(TwinQuery.of("SELECT"), DigitalTwin.class).forEach(t -> {}));
    server.json(400, "{\"error\":" + deep);
    assertThatExceptionOfType(UnexpectedResponseException.class)
        .isThrownBy(() -> twins.deleteTwin("a"));
  }

  @Test
  void twinWithPropertyNamedError_isRead() {
    server.json(200, "{\"$dtId\":\"a\",\"error\":{\"code\":\"7\"}}");

    assertThat(twins.getTwin("a", DigitalTwin.class).contents().has("error")).isTrue();
  }

  @Test
  void contentLengthAboveLimit_isNotRead() {
    twins = server.builder().maxResponseBytes(30).build().client(TwinsServer.tokens("t"));
    server.json(200, "{\"$dtId\":\"a\",\"pad\":\"123456789\"}");

    assertThat(unexpected(() -> twins.getTwin("a", JsonObject.class)))
        .hasMessageContaining("larger than 30 bytes");
  }

  @Test
  void responseOfLimit_isRead() {
    String body = "{\"$dtId\":\"a\",\"pad\":\"123\"}";
    twins =
        server.builder().maxResponseBytes(body.length()).build().client(TwinsServer.tokens("t"));
    server.web.enqueue(unsized(body));
    server.web.enqueue(unsized(body + " "));

    assertThat(twins.getTwin("a", JsonObject.class).has("pad")).isTrue();
    unexpected(() -> twins.getTwin("a", JsonObject.class));
  }

  private static MockResponse unsized(String body) {
    return new MockResponse.Builder().chunkedBody(body, 8).build();
  }

  @Test
  void bodyOf100Megabytes_failsAtLimit() {
    AtomicLong written = new AtomicLong();
    server.web.enqueue(new MockResponse.Builder().body(new Endless(written)).build());

    assertThat(unexpected(this::query)).hasMessageContaining("larger than 16777216 bytes");
    assertThat(written).hasValueLessThan(60L << 20);
  }

  @Test
  void connectionClosedWithinBody_isUnexpected() {
    server.web.setProtocols(List.of(Protocol.HTTP_1_1));
    server.web.enqueue(
        new MockResponse.Builder()
            .body("{\"value\":[" + "{\"a\":1},".repeat(20_000))
            .onResponseBody(new SocketEffect.CloseSocket())
            .build());

    assertThat(catchThrowableOfType(RuntimeException.class, this::query))
        .isInstanceOfAny(UnexpectedResponseException.class, UnavailableException.class);
  }

  /** A body of 100 MB, which is written only as fast as it is read. */
  private record Endless(AtomicLong written) implements MockResponseBody {
    @Override
    public long getContentLength() {
      return -1;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      String items = "{\"a\":1}, ".repeat(1000);
      sink.writeUtf8("{\"value\":[");
      while (written.addAndGet(items.length()) < 100L << 20) {
        sink.writeUtf8(items);
        sink.flush();
      }
    }
  }
}
