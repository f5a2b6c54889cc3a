package io.github.adtauth.testkit.http;

import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import io.github.adtauth.testkit.LocalAzure;

/** A fake service that {@link LocalAzure} serves under a host name. Thread-safe. */
@FunctionalInterface
public interface FakeService {
  /** Returns the response to a request. Must not block, except on its own state. */
  MockResponse handle(RecordedRequest request);
}
