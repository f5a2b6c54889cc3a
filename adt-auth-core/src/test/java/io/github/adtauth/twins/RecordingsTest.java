package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.adtauth.AdtException;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.http.RetryPolicy;
import io.github.adtauth.internal.twins.TwinJson;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Replays recorded requests and reads the recorded responses of the real service. These differences
 * are ignored: headers that identify the sender or trace the call, null members ({@code "$etag":
 * null} of .NET), {@code includeModelDefinition=false}, which a list may omit and a get never
 * sends, an invalid {@code Telemetry-Source-Time}, and {@code move}, which is rejected before it is
 * sent.
 */
class RecordingsTest {
  private static final Set<String> MEANINGFUL =
      Set.of("if-match", "if-none-match", "max-items-per-page", "message-id");

  @TestFactory
  List<DynamicTest> everyExchange() throws Exception {
    List<Recording> recordings = Recording.readAll(Shared.path("recordings"));
    List<Recording> twinRecordings =
        recordings.stream().filter(r -> !r.url().host().startsWith("login.")).toList();
    assertThat(twinRecordings).hasSizeGreaterThan(150);
    return twinRecordings.stream()
        .map(r -> DynamicTest.dynamicTest(name(r), () -> replay(r)))
        .toList();
  }

  private static String name(Recording r) {
    return r.file() + ": " + r.method() + " " + r.url().encodedPath() + " " + r.status();
  }

  private static void replay(Recording recording) throws Exception {
    try (TwinsServer server = new TwinsServer()) {
      DigitalTwinsConfig config =
          DigitalTwinsConfig.builder()
              .endpoint(server.url(""))
              .apiVersion(Objects.requireNonNull(recording.url().queryParameter("api-version")))
              .build();
      Replay replay =
          new Replay(
              DigitalTwins.builder(config)
                  .httpClient(server.plain)
                  .retry(RetryPolicy.NONE)
                  .build()
                  .client(TwinsServer.tokens("t")),
              recording);
      if (recording.body() != null && recording.body().contains("\"move\"")) {
        assertThat(catchThrowable(replay::call)).isInstanceOf(IllegalArgumentException.class);
        return;
      }
      if (replay.isNextPage()) {
        String link =
            server.url(recording.url().encodedPath() + "?" + recording.url().encodedQuery());
        server.json(200, "{\"value\":[],\"nextLink\":\"" + link + "\"}");
      }
      enqueue(server, recording);
      Object[] read = new Object[1];
      Throwable thrown = catchThrowable(() -> read[0] = replay.call());
      sent(server, replay);
      read(recording, read[0], thrown);
    }
  }

  private static void enqueue(TwinsServer server, Recording recording) {
    String etag = recording.responseHeaders().get("etag");
    String charge = recording.responseHeaders().get("query-charge");
    String body = recording.response().replaceAll("https://[^/\"]*(/[^\"]*nextLink)", "$1");
    server.json(
        recording.status(),
        body,
        etag == null ? "x-none" : "ETag",
        etag == null ? "1" : etag,
        charge == null ? "x-none" : "query-charge",
        charge == null ? "1" : charge);
  }

  private static void sent(TwinsServer server, Replay replay) {
    Recording recording = replay.recording();
    if (replay.isNextPage()) {
      server.seen();
    }
    RecordedRequest request = server.seen();
    assertThat(request.getMethod()).isEqualTo(recording.method());
    HttpUrl url = request.getUrl();
    assertThat(url.pathSegments()).isEqualTo(recording.url().pathSegments());
    if (replay.isNextPage()) {
      assertThat(url.encodedQuery()).isEqualTo(recording.url().encodedQuery());
    }
    for (String name : url.queryParameterNames()) {
      List<@Nullable String> recorded = recording.url().queryParameterValues(name);
      boolean assumed = name.equals("includeModelDefinition") && !recorded.contains("true");
      assertThat(url.queryParameterValues(name))
          .isEqualTo(assumed ? url.queryParameterValues(name) : recorded);
    }
    assertThat(url.queryParameterNames()).containsAll(recording.url().queryParameterNames());
    if (recording.headers() != null) {
      headers(request, recording.headers());
    }
    if (recording.body() != null) {
      JsonElement body = JsonParser.parseString(Objects.requireNonNull(request.getBody()).utf8());
      assertThat(body).isEqualTo(withoutNulls(JsonParser.parseString(recording.body())));
    }
  }

  private static void headers(RecordedRequest request, Map<String, String> recorded) {
    for (String name : MEANINGFUL) {
      assertThat(request.getHeaders().get(name)).as(name).isEqualTo(recorded.get(name));
    }
    String type = recorded.get("content-type");
    if (type != null) {
      assertThat(request.getHeaders().get("content-type")).isEqualTo(type.replaceAll(";.*", ""));
    }
    assertThat(request.getHeaders().get("accept")).isEqualTo(recorded.get("accept"));
  }

  private static JsonElement withoutNulls(JsonElement element) {
    if (element instanceof JsonObject object) {
      JsonObject copy = new JsonObject();
      object
          .asMap()
          .forEach(
              (name, value) -> {
                if (!(value instanceof JsonNull)) {
                  copy.add(name, withoutNulls(value));
                }
              });
      return copy;
    }
    return element;
  }

  private static void read(Recording recording, @Nullable Object read, @Nullable Throwable thrown) {
    if (recording.status() >= 400) {
      assertThat(thrown).isInstanceOf(expected(recording.status()));
      assertThat(((AdtException) thrown).status()).isEqualTo(recording.status());
      String code =
          recording
              .response()
              .replaceAll("(?s).*?\"error.*?\"code\\\\?\":\\s*\\\\?\"(\\w+).*", "$1");
      if (code.matches("\\w+")) {
        assertThat(((AdtException) thrown).errorCode()).contains(code);
      }
      return;
    }
    assertThat(thrown).isNull();
    if (recording.response().isEmpty()) {
      String etag = recording.responseHeaders().get("etag");
      assertThat(read).isEqualTo(read == null ? null : etag == null ? "" : etag);
      return;
    }
    JsonElement response = JsonParser.parseString(recording.response());
    if (read instanceof Page<?> page) {
      JsonObject whole = response.getAsJsonObject();
      assertThat(page.items()).hasSameSizeAs(whole.getAsJsonArray("value").asList());
      String next = whole.has("continuationToken") ? "continuationToken" : "nextLink";
      JsonElement token = whole.get(next);
      assertThat(page.continuationToken())
          .isEqualTo(token == null || token.isJsonNull() ? null : token.getAsString());
      if (recording.responseHeaders().containsKey("query-charge")) {
        assertThat(page.queryCharge()).isPositive();
      }
    } else if (read instanceof JsonObject object) {
      object.remove(response.getAsJsonObject().has("$etag") ? "" : "$etag");
      assertThat(object).isEqualTo(response);
    } else if (read instanceof List<?> models) {
      assertThat(models).hasSameSizeAs(response.getAsJsonArray().asList());
    } else {
      JsonElement again = TwinJson.defaultGson().toJsonTree(read);
      assertThat(again.getAsJsonObject().keySet()).isNotEmpty();
      for (String name : List.of("id", "$relationshipId", "status", "endpointName", "$etag")) {
        if (response.getAsJsonObject().has(name)) {
          assertThat(again.getAsJsonObject().get(name))
              .isEqualTo(response.getAsJsonObject().get(name));
        }
      }
    }
  }

  private static Class<? extends Throwable> expected(int status) {
    return switch (status) {
      case 401 -> RegistrationException.class;
      case 404 -> NotFoundException.class;
      case 412 -> PreconditionFailedException.class;
      case 429 -> UnavailableException.class;
      default -> DigitalTwinsException.class;
    };
  }
}
