package io.github.adtauth.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.gson.JsonObject;
import io.github.adtauth.AdtException;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.http.KeepAliveServer;
import io.github.adtauth.http.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests responses whose connection is lost within the body. */
class BrokenOffResponseTest {
  private static final String LENGTH = "HTTP/1.1 %d X\r\nContent-Length: 900\r\n\r\n%s";
  private static final String CHUNKED =
      "HTTP/1.1 %d X\r\nTransfer-Encoding: chunked\r\n\r\n%2$x\r\n%3$s";

  private final KeepAliveServer server = KeepAliveServer.https();
  private final OkHttpClient http = server.trustedBy(new OkHttpClient.Builder()).build();

  BrokenOffResponseTest() throws IOException {}

  @AfterEach
  void stop() throws IOException {
    http.connectionPool().evictAll();
    http.dispatcher().executorService().shutdown();
    server.close();
  }

  private DigitalTwinsClient twins() {
    DigitalTwinsConfig config = DigitalTwinsConfig.builder().endpoint(server.url()).build();
    return DigitalTwins.builder(config)
        .httpClient(http)
        .retry(new RetryPolicy(1, Duration.ZERO, Duration.ZERO))
        .build()
        .client(TwinsServer.tokens("t"));
  }

  private static String brokenAtLength(int status, String body) {
    return LENGTH.formatted(status, body);
  }

  private static String brokenInChunk(int status, String body) {
    return CHUNKED.formatted(status, body.length(), body);
  }

  @Test
  void get_isRetried() {
    server.breakOff(brokenAtLength(200, "{\"$dtId\":\"a\""));
    server.breakOff("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"$dtId\":\"a\"}");

    assertThat(twins().getTwin("a", JsonObject.class).has("$dtId")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"value\":[{\"a\":1},", "{\"value\":[]}", ""})
  void chunkedQuery_isRetried(String part) {
    server.breakOff(
        part.isEmpty()
            ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            : brokenInChunk(200, part));
    server.breakOff("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{\"value\":[]}");

    assertThat(twins().query(TwinQuery.of("SELECT"), JsonObject.class)).isEmpty();
  }

  @Test
  void getOfLargeBody_isRetried() {
    String half = "{\"$dtId\":\"a\",\"p\":\"" + "x".repeat(2_000_000);
    server.breakOff(brokenInChunk(200, half));
    server.breakOff("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"$dtId\":\"a\"}");

    assertThat(twins().async().getTwin("a", JsonObject.class).join().has("$dtId")).isTrue();
  }

  @Test
  void errorBodyOfGet_isRetried() {
    server.breakOff(brokenAtLength(404, "{\"error\":{\"code\":\"Dig"));
    server.breakOff("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"$dtId\":\"a\"}");

    assertThat(twins().getTwin("a", JsonObject.class).has("$dtId")).isTrue();
  }

  @Test
  void post_failsAsLostConnection() {
    server.breakOff(brokenAtLength(201, "[{\"id\":"));

    Throwable thrown = catchThrowable(() -> twins().models().add("{}"));

    assertThat(thrown)
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("the connection to 127.0.0.1 broke");
    assertThat(((AdtException) thrown).isRetryable()).isTrue();
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void repeatedlyIncompleteResponse_isUnavailable() {
    for (int i = 0; i < 10; i++) {
      server.breakOff(brokenAtLength(200, "{"));
    }

    assertThatThrownBy(() -> twins().getTwin("a", JsonObject.class))
        .isInstanceOf(UnavailableException.class);
    assertThat(server.requests).hasSizeLessThan(6);
  }

  @Test
  void incompletePreconditionFailed_isRecognizedByStatus() {
    server.breakOff(brokenAtLength(412, "{\"error\":"));

    assertThatThrownBy(() -> twins().putTwin("a", new JsonObject(), CallOption.ifAbsent()))
        .isInstanceOf(PreconditionFailedException.class);
  }
}
