package io.github.adtauth.soak;

import io.github.adtauth.testkit.http.Faults;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;

/** What a service, or a box before it, makes of a good response on a bad day. */
enum ServiceFault {
  DOWN,
  SLOW,
  THROTTLED,
  UNAVAILABLE,
  INTERNAL_ERROR,
  HTML,
  GARBAGE,
  EMPTY,
  TRUNCATED,
  ENDLESS,
  RESET_AFTER_ANSWER,
  REDIRECT_ELSEWHERE,
  REDIRECT_KEEPING_METHOD,
  LENGTH_TOO_LARGE,
  LENGTH_TOO_SMALL;

  /** Where redirects lead, and where nobody may ever arrive. */
  static final String ELSEWHERE = "thief.example";

  private static final long SLOW_MILLIS = 700;
  private static final long NO_END = 1L << 40;

  MockResponse spoil(MockResponse good) {
    return switch (this) {
      case DOWN -> Faults.disconnect();
      case SLOW -> good.newBuilder().headersDelay(SLOW_MILLIS, TimeUnit.MILLISECONDS).build();
      case THROTTLED -> Faults.throttled(2);
      case UNAVAILABLE -> Faults.html(503);
      case INTERNAL_ERROR -> Faults.status(500);
      case HTML -> Faults.html(200);
      case GARBAGE -> Faults.malformedJson();
      case EMPTY -> Faults.status(200);
      case TRUNCATED -> Faults.truncated();
      case ENDLESS -> Faults.huge(NO_END);
      case RESET_AFTER_ANSWER ->
          good.newBuilder().onResponseEnd(new SocketEffect.CloseSocket()).build();
      case REDIRECT_ELSEWHERE -> redirect(302);
      case REDIRECT_KEEPING_METHOD -> redirect(307);
      case LENGTH_TOO_LARGE -> good.newBuilder().setHeader("Content-Length", 1 << 20).build();
      case LENGTH_TOO_SMALL -> good.newBuilder().setHeader("Content-Length", 7).build();
    };
  }

  /** Whether calls still succeed while it lasts, only later or over another connection. */
  boolean harmless() {
    return this == SLOW || this == RESET_AFTER_ANSWER;
  }

  private static MockResponse redirect(int code) {
    return new MockResponse.Builder()
        .code(code)
        .setHeader("Location", "https://" + ELSEWHERE + "/take")
        .build();
  }
}
