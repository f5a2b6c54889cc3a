package io.github.adtauth.testkit.http;

import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/** A fake service that the local Azure serves under a host name. Thread-safe. */
@FunctionalInterface
public interface FakeService {
  /** Returns the response to a request. Must not block, except on its own state. */
  MockResponse handle(RecordedRequest request);
}
