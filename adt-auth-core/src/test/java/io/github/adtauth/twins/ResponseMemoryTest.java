package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.github.adtauth.UnexpectedResponseException;
import java.lang.management.ManagementFactory;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import mockwebserver3.MockResponse;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the memory limit of responses, compressed or not, for all types. */
class ResponseMemoryTest extends TwinsServerFixture {
  private static final TwinQuery ALL = TwinQuery.of("SELECT * FROM digitaltwins");
  private static final int LIMIT = 4 << 20;
  private static final long MAX_ALLOCATED = 80L << 20; // includes the text and growing buffers

  record Room(double temperature) {}

  @BeforeEach
  void limit() {
    twins = server.builder().maxResponseBytes(LIMIT).build().client(TwinsServer.tokens("t"));
  }

  private void gzipped(String begin, String repeated, String end) throws Exception {
    Buffer body = new Buffer();
    try (var sink = Okio.buffer(new GzipSink(body))) {
      sink.writeUtf8(begin);
      for (int left = LIMIT - 1000; left > 0; left -= repeated.length()) {
        sink.writeUtf8(repeated);
      }
      sink.writeUtf8(end);
    }
    server.web.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "application/json")
            .addHeader("Content-Encoding", "gzip")
            .body(body)
            .build());
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private void assertRejected(Runnable call) {
    long before = allocated();
    assertThatExceptionOfType(UnexpectedResponseException.class)
        .isThrownBy(call::run)
        .withMessageContaining("too many values");
    assertThat(allocated() - before).isLessThan(MAX_ALLOCATED);
  }

  @ParameterizedTest
  @ValueSource(classes = {DigitalTwin.class, Room.class, Map.class, JsonObject.class, Object.class})
  void pageOfManySmallItems_isRejected(Class<?> type) throws Exception {
    gzipped("{\"value\":[{}", ",{}", "]}");
    assertRejected(() -> twins.query(ALL, type).iterator().next());
  }

  /** A tree of this item is within the budget, but the item as a map is not. */
  @Test
  void itemOfManySmallValues_isRejectedAsTooLarge() {
    String values = "{\"\":0},".repeat(68_000);
    server.json(200, "{\"value\":[{\"p\":[" + values + "0]}]}");
    assertRejected(() -> twins.query(ALL, Map.class).iterator().next());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0,", "[],", "\"\",", "[[[[[[]]]]]],", "{\"\":0},", "1e9,"})
  void twinOfManySmallValues_isRejected(String repeated) throws Exception {
    gzipped("{\"$dtId\":\"a\",\"p\":[", repeated, "0]}");
    assertRejected(() -> twins.getTwin("a", DigitalTwin.class));
  }

  @Test
  void modelOfManySmallValues_isRejected() throws Exception {
    gzipped("{\"id\":\"dtmi:a;1\",\"model\":{\"p\":[", "{},", "0]}}");
    assertRejected(() -> twins.models().get("dtmi:a;1"));
  }

  /** The prefetched page is buffered as text and parsed when the iterator reaches it. */
  @Test
  void prefetchedPageOfManySmallItems_isRejected() throws Exception {
    server.json(
        200, "{\"value\":[{\"temperature\":1},{\"temperature\":2}],\"continuationToken\":\"b\"}");
    gzipped("{\"value\":[{}", ",{}", "]}");
    Iterator<DigitalTwin> items = twins.query(ALL, DigitalTwin.class).iterator();
    items.next();
    items.next();
    assertThatExceptionOfType(UnexpectedResponseException.class)
        .isThrownBy(items::next)
        .withMessageContaining("too many values");
  }

  @Test
  void skippedValues_areNotCharged() throws Exception {
    gzipped("{\"unknown\":[", "{},", "0],\"value\":[{\"temperature\":21}]}");
    assertThat(twins.query(ALL, Room.class)).containsExactly(new Room(21));
  }

  @Test
  void compressedResponse_isLimitedByDecompressedSize() throws Exception {
    gzipped("{\"value\":[],\"x\":\"", "a".repeat(1000), "a".repeat(2000) + "\"}");
    assertThatThrownBy(() -> twins.query(ALL, Room.class).iterator().hasNext())
        .isInstanceOf(UnexpectedResponseException.class)
        .hasMessageContaining("larger than");
  }

  @Test
  void largestPageOfService_isRead() throws Exception {
    StringBuilder page = new StringBuilder("{\"value\":[");
    for (int i = 0; i < 1000; i++) {
      page.append(i == 0 ? "" : ",").append("{\"$dtId\":\"t").append(i).append('"');
      for (int p = 0; p < 100; p++) {
        page.append(",\"property").append(p).append("\":").append(i * p * 0.1);
      }
      page.append(",\"text\":\"").append("x".repeat(10_000)).append("\"}");
    }
    String body = page.append("]}").toString();
    twins = server.twins();
    server.json(200, body);
    assertThat(twins.query(ALL, DigitalTwin.class).stream().count()).isEqualTo(1000);
  }

  @Test
  void higherLimit_allowsMoreValues() throws Exception {
    twins = server.builder().maxResponseBytes(1L << 30).build().client(TwinsServer.tokens("t"));
    server.json(200, "{\"value\":[{}" + ",{}".repeat(300_000) + "]}");
    assertThat(twins.query(ALL, Room.class).stream().count()).isEqualTo(300_001);
    twins =
        server.builder().maxResponseBytes(Long.MAX_VALUE).build().client(TwinsServer.tokens("t"));
    server.json(200, "{\"value\":[{}" + ",{}".repeat(300_000) + "]}");
    assertThat(twins.query(ALL, Room.class).stream().count()).isEqualTo(300_001);
  }

  private static Gson failingWith(Error error, boolean wrapped) {
    return new GsonBuilder()
        .registerTypeAdapter(
            Room.class,
            new TypeAdapter<Room>() {
              @Override
              public void write(JsonWriter out, Room value) {
                throw new UnsupportedOperationException();
              }

              @Override
              public Room read(JsonReader in) {
                if (wrapped) {
                  throw new JsonParseException("Failed parsing JSON source", error);
                }
                throw error;
              }
            })
        .create();
  }

  /** Adapters of the user may use Gson's JsonParser, which wraps errors of the VM. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void vmError_isThrownUnchanged(boolean wrapped) {
    OutOfMemoryError full = new OutOfMemoryError("test");
    twins =
        server.builder().gson(failingWith(full, wrapped)).build().client(TwinsServer.tokens("t"));
    String twin = "{\"$dtId\":\"a\",\"temperature\":1}";
    server.json(200, twin);
    assertThatThrownBy(() -> twins.getTwin("a", Room.class)).isSameAs(full);
    server.json(200, "{\"value\":[" + twin + "]}");
    assertThatThrownBy(() -> twins.query(ALL, Room.class).iterator().next()).isSameAs(full);
    server.json(200, twin);
    Throwable async = catchThrowable(() -> twins.async().getTwin("a", Room.class).join());
    assertThat(async).isInstanceOf(CompletionException.class).hasCause(full);
  }

  @Test
  void vmErrorOfProvider_completesFutureUnchanged() {
    OutOfMemoryError full = new OutOfMemoryError("test");
    Throwable failure =
        catchThrowable(
            () ->
                server
                    .builder()
                    .build()
                    .client(
                        request -> {
                          throw full;
                        })
                    .async()
                    .getTwin("a", Room.class)
                    .join());
    assertThat(failure).isInstanceOf(CompletionException.class).hasCause(full);
    assertThat(List.of(full.getSuppressed())).isEmpty();
  }
}
