package io.github.adtauth.testkit.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.SocketEffect;
import okio.BufferedSink;

/** Canned responses for fault injection through a {@link Script}. */
public final class Faults {
  private static final int CHUNK_LENGTH = 8192;

  private Faults() {}

  /** Returns a response with a status and an empty body. */
  public static MockResponse status(int code) {
    return new MockResponse.Builder().code(code).build();
  }

  /** Returns a 429 response with {@code Retry-After} in seconds. */
  public static MockResponse throttled(int retryAfterSeconds) {
    return new MockResponse.Builder().code(429).setHeader("Retry-After", retryAfterSeconds).build();
  }

  /** Returns a 401 response that rejects the access token as invalid. */
  public static MockResponse invalidToken() {
    return new MockResponse.Builder()
        .code(401)
        .setHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"")
        .build();
  }

  /**
   * Returns a 401 response with a claims challenge, as continuous access evaluation sends it.
   *
   * @param claimsJson the claims that the next token must be requested with
   */
  public static MockResponse claimsChallenge(String claimsJson) {
    String claims = Base64.getEncoder().encodeToString(claimsJson.getBytes(StandardCharsets.UTF_8));
    return new MockResponse.Builder()
        .code(401)
        .setHeader(
            "WWW-Authenticate",
            "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/"
                + "authorize\", error=\"insufficient_claims\", claims=\""
                + claims
                + "\"")
        .build();
  }

  /** Returns the HTML page of a gateway. */
  public static MockResponse html(int code) {
    return new MockResponse.Builder()
        .code(code)
        .setHeader("Content-Type", "text/html")
        .body("<html><head><title>" + code + "</title></head><body>Gateway</body></html>")
        .build();
  }

  /** Returns a 200 response whose body is declared as JSON but malformed. */
  public static MockResponse malformedJson() {
    return json().body("{\"access_token\": \u0000<<<").build();
  }

  /**
   * Closes the connection before a response. An OkHttp client may retry if the connection was
   * reused.
   */
  public static MockResponse disconnect() {
    return new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build();
  }

  /** Never sends a response, but keeps the connection open. */
  public static MockResponse stall() {
    return new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build();
  }

  /** Streams a 200 response that is a single JSON string of the given length. */
  public static MockResponse huge(long bytes) {
    return json().body(new HugeBody(bytes)).build();
  }

  /** Closes the connection in the middle of the body. */
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
