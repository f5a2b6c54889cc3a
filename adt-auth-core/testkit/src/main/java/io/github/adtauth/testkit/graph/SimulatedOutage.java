package io.github.adtauth.testkit.graph;

import mockwebserver3.MockResponse;

/** Throttling and failures, counted in requests. Callers hold the lock. */
final class SimulatedOutage {
  private int throttled;
  private int retryAfterSeconds;
  private int writesUntilFailure = Integer.MAX_VALUE;
  private int writesUntilLoss = Integer.MAX_VALUE;

  void throttle(int times, int seconds) {
    throttled = times;
    retryAfterSeconds = seconds;
  }

  void failAfter(int writes) {
    writesUntilFailure = writes;
  }

  void loseAnswerAfter(int writes) {
    writesUntilLoss = writes;
  }

  void recover() {
    throttled = 0;
    writesUntilFailure = Integer.MAX_VALUE;
    writesUntilLoss = Integer.MAX_VALUE;
  }

  int retryAfterSeconds() {
    return retryAfterSeconds;
  }

  /** Refuses a request that trouble is due for. */
  void before() {
    if (throttled > 0) {
      throttled--;
      throw new ErrorResponseException(429, "TooManyRequests", "Too many requests.");
    }
    if (writesUntilFailure <= 0) {
      throw unavailable();
    }
  }

  /** Returns the answer to a write that was done, or what reaches the caller in its place. */
  MockResponse written(MockResponse answer) {
    writesUntilFailure = lessOne(writesUntilFailure);
    boolean lost = writesUntilLoss == 0;
    writesUntilLoss = lost ? Integer.MAX_VALUE : lessOne(writesUntilLoss);
    if (lost) {
      throw unavailable();
    }
    return answer;
  }

  private static int lessOne(int writes) {
    return writes == Integer.MAX_VALUE ? writes : writes - 1;
  }

  private static ErrorResponseException unavailable() {
    return new ErrorResponseException(
        503, "ServiceUnavailable", "The service is temporarily unavailable. Try again later.");
  }
}
