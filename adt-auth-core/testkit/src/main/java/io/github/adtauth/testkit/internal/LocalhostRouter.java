package io.github.adtauth.testkit.internal;

import io.github.adtauth.testkit.http.FakeService;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;

/**
 * Serves several services under {@code localhost}, by the first segment of the path. Requests over
 * plain HTTP are for the managed identity endpoints. Thread-safe.
 */
public final class LocalhostRouter implements FakeService {
  private final Map<String, FakeService> byFirstSegment = new ConcurrentHashMap<>();
  private final FakeService plain;
  private final FakeService others;

  /**
   * Creates a router.
   *
   * @param plain the service of requests over plain HTTP
   * @param others the service of all other paths
   */
  public LocalhostRouter(FakeService plain, FakeService others) {
    this.plain = plain;
    this.others = others;
  }

  /** Routes paths with the given first segment to a service, over HTTPS and plain HTTP. */
  public LocalhostRouter route(String firstSegment, FakeService service) {
    byFirstSegment.put(firstSegment, service);
    return this;
  }

  @Override
  public MockResponse handle(RecordedRequest request) {
    FakeService service = byFirstSegment.get(firstSegment(request.getTarget()));
    if (service != null) {
      return service.handle(request);
    }
    return (request.getHandshake() == null ? plain : others).handle(request);
  }

  private static String firstSegment(String target) {
    return target.startsWith("/") ? target.substring(1).split("[/?]", 2)[0] : "";
  }
}
