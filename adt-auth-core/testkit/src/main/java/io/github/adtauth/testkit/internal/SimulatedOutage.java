package io.github.adtauth.testkit.internal;

import mockwebserver3.MockResponse;

/** Simulates throttling and failures, counted in requests. Callers must hold the lock. */
public final class SimulatedOutage {
  private int throttledRequests;
  private int retryAfterSeconds;
  private int writesUntilFailure = Integer.MAX_VALUE;
  private int writesUntilLoss = Integer.MAX_VALUE;

  public void throttle(int times, int seconds) {
    throttledRequests = times;
    retryAfterSeconds = seconds;
  }

  public void failAfter(int writes) {
    writesUntilFailure = writes;
  }

  public void loseResponseAfter(int writes) {
    writesUntilLoss = writes;
  }

  public void recover() {
    throttledRequests = 0;
    writesUntilFailure = Integer.MAX_VALUE;
    writesUntilLoss = Integer.MAX_VALUE;
  }

  public int retryAfterSeconds() {
    return retryAfterSeconds;
  }

  /** Rejects a request if throttling or a failure is due. */
  public void throwIfDue() {
    if (throttledRequests > 0) {
      throttledRequests--;
      throw new ErrorResponseException(429, "TooManyRequests", "Too many requests.");
    }
    if (writesUntilFailure <= 0) {
      throw unavailable();
    }
  }

  /** Returns the response to a completed write, or throws if the response is lost. */
  public MockResponse afterWrite(MockResponse response) {
    writesUntilFailure = decrement(writesUntilFailure);
    boolean lost = writesUntilLoss == 0;
    writesUntilLoss = lost ? Integer.MAX_VALUE : decrement(writesUntilLoss);
    if (lost) {
      throw unavailable();
    }
    return response;
  }

  private static int decrement(int writes) {
    return writes == Integer.MAX_VALUE ? writes : writes - 1;
  }

  private static ErrorResponseException unavailable() {
    return new ErrorResponseException(
        503, "ServiceUnavailable", "The service is temporarily unavailable. Try again later.");
  }
}
