package io.github.adtauth.testkit;

import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/** One service behind a host name that {@code LocalAzure} routes to itself. Thread-safe. */
@FunctionalInterface
public interface FakeService {
  /** Answers one request; never blocks on anything but its own state. */
  MockResponse handle(RecordedRequest request);
}
