package io.github.adtauth.testkit.http;

import java.util.function.Predicate;
import mockwebserver3.MockResponse;

/**
 * Scripted responses of a host, which replace those of its service. Each response is used the given
 * number of times, in order. Then the service responds again. Thread-safe.
 */
public interface Script {
  /** Responds to the next request. */
  Script next(MockResponse response);

  /** Responds to the next request that matches a condition. */
  Script nextWhen(Predicate<LoggedRequest> condition, MockResponse response);

  /** Responds to the given number of requests. */
  Script times(int count, MockResponse response);

  /** Responds to all requests without another scripted response, until {@link #clear()}. */
  Script always(MockResponse response);

  /**
   * Responds to all matching requests without another scripted response, until {@link #clear()}.
   */
  Script alwaysWhen(Predicate<LoggedRequest> condition, MockResponse response);

  /** Holds matching requests until the returned gate is released. */
  Gate hold(Predicate<LoggedRequest> condition);

  /** Removes all scripted responses and releases all gates. */
  void clear();
}
