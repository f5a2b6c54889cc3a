package io.github.adtauth.testkit;

import java.io.IOException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.SocketEffect;
import okio.BufferedSink;

/** Ready answers for a {@link Script}: what services and the boxes before them do on bad days. */
public final class Faults {
  private static final int CHUNK_LENGTH = 8192;

  private Faults() {}

  /** Answers with a status and an empty body. */
  public static MockResponse status(int code) {
    return empty(code);
  }

  /** Answers 429 with {@code Retry-After} in seconds. */
  public static MockResponse throttled(int retryAfterSeconds) {
    return new MockResponse.Builder().code(429).setHeader("Retry-After", retryAfterSeconds).build();
  }

  /** Answers with a gateway's HTML page. */
  public static MockResponse html(int code) {
    return new MockResponse.Builder()
        .code(code)
        .setHeader("Content-Type", "text/html")
        .body("<html><head><title>" + code + "</title></head><body>Gateway</body></html>")
        .build();
  }

  /** Answers with a status and an empty body. */
  public static MockResponse empty(int code) {
    return new MockResponse.Builder().code(code).build();
  }

  /** Answers 200 with a body that claims to be JSON and is not. */
  public static MockResponse malformedJson() {
    return json().body("{\"access_token\": \u0000<<<").build();
  }

  /**
   * Cuts the connection before an answer. An OkHttp client may try again by itself when the
   * connection was not a fresh one.
   */
  public static MockResponse disconnect() {
    return new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build();
  }

  /** Never answers; the connection stays open. */
  public static MockResponse stall() {
    return new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build();
  }

  /** Answers 200 with one JSON string of so many bytes, streamed. */
  public static MockResponse huge(long bytes) {
    return json().body(new HugeBody(bytes)).build();
  }

  /** Promises a body and cuts the connection in the middle of it. */
  public static MockResponse truncated() {
    return json()
        .body("{\"access_token\":\"" + "x".repeat(CHUNK_LENGTH) + "\"}")
        .onResponseBody(new SocketEffect.CloseSocket())
        .build();
  }

  private static MockResponse.Builder json() {
    return new MockResponse.Builder().setHeader("Content-Type", "application/json");
  }

  private record HugeBody(long bytes) implements MockResponseBody {
    @Override
    public long getContentLength() {
      return bytes;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      String chunk = "x".repeat(CHUNK_LENGTH);
      sink.writeUtf8("\"");
      long left = bytes - 2;
      for (; left > CHUNK_LENGTH; left -= CHUNK_LENGTH) {
        sink.writeUtf8(chunk);
      }
      sink.writeUtf8("x".repeat((int) Math.max(0, left)));
      sink.writeUtf8("\"");
    }
  }
}
