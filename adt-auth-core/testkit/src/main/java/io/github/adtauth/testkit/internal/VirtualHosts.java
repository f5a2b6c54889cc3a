package io.github.adtauth.testkit.internal;

import io.github.adtauth.testkit.http.FakeService;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.testkit.http.Gate;
import io.github.adtauth.testkit.http.LoggedRequest;
import io.github.adtauth.testkit.http.Script;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/** Routes requests to services and scripts by host name, and logs them. Thread-safe. */
public final class VirtualHosts {
  private static final Logger LOG = Logger.getLogger(VirtualHosts.class.getName());

  private final Map<String, FakeService> services = new ConcurrentHashMap<>();
  private final Map<String, HostScript> scripts = new ConcurrentHashMap<>();
  private final Map<FakeService, HostScript> serviceScripts =
      Collections.synchronizedMap(new IdentityHashMap<>());
  private final BoundedLog<LoggedRequest> requests;
  private final long maxBodyLength;

  /**
   * Creates a router without services.
   *
   * @param maxLoggedRequests the maximum number of requests in the log
   * @param maxBodyLength the maximum length of a request body in bytes
   */
  public VirtualHosts(int maxLoggedRequests, long maxBodyLength) {
    this.requests = new BoundedLog<>(maxLoggedRequests, request -> request.body().length());
    this.maxBodyLength = maxBodyLength;
  }

  /**
   * Registers the service of a host name, or of all names below a suffix such as {@code *.example}.
   */
  public void register(String hostOrSuffix, FakeService service) {
    services.put(hostOrSuffix.toLowerCase(Locale.ROOT), service);
  }

  public Script script(String hostOrSuffix) {
    return scripts.computeIfAbsent(hostOrSuffix.toLowerCase(Locale.ROOT), name -> new HostScript());
  }

  /** Returns the script of a service, for all its host names. */
  public Script script(FakeService service) {
    return serviceScripts.computeIfAbsent(service, name -> new HostScript());
  }

  public void clearScripts() {
    scripts.values().forEach(Script::clear);
    List.copyOf(serviceScripts.values()).forEach(Script::clear);
  }

  public List<LoggedRequest> requests() {
    return requests.entries();
  }

  /** Returns the number of requests, including those that the log has dropped. */
  public long requestCount() {
    return requests.count();
  }

  public void clearRequests() {
    requests.clear();
  }

  /** Returns a dispatcher that routes the requests of a server by their host names. */
  public Dispatcher dispatcher(MockWebServer server) {
    return new Dispatcher() {
      @Override
      public MockResponse dispatch(RecordedRequest recorded) throws InterruptedException {
        // MockWebServer queues all requests for takeRequest(). Drain the queue to keep it empty.
        server.takeRequest(0, TimeUnit.NANOSECONDS);
        return handle(recorded);
      }
    };
  }

  private MockResponse handle(RecordedRequest recorded) throws InterruptedException {
    LoggedRequest request = LoggedRequest.from(recorded);
    requests.add(request);
    FakeService service = find(services, request.host());
    HostScript hostScript = find(scripts, request.host());
    HostScript serviceScript = service == null ? null : serviceScripts.get(service);
    for (HostScript script : new @Nullable HostScript[] {hostScript, serviceScript}) {
      MockResponse scripted = script == null ? null : respond(script, request);
      if (scripted != null) {
        return scripted;
      }
    }
    if (recorded.getBodySize() > maxBodyLength) {
      return Faults.status(413);
    }
    if (service == null) {
      return Faults.status(421);
    }
    try {
      return service.handle(recorded);
    } catch (RuntimeException e) {
      // MockWebServer would leave the connection open, and the client would wait forever.
      LOG.log(Level.SEVERE, "The local Azure failed to handle " + request, e);
      return new MockResponse.Builder().code(500).body("The local Azure failed: " + e).build();
    }
  }

  private static @Nullable MockResponse respond(HostScript script, LoggedRequest request)
      throws InterruptedException {
    for (Gate gate : script.matchingGates(request)) {
      gate.pass();
    }
    return script.nextResponse(request);
  }

  private static <T> @Nullable T find(Map<String, T> byHost, String host) {
    T exact = byHost.get(host);
    for (int dot = host.indexOf('.'); exact == null && dot >= 0; dot = host.indexOf('.', dot + 1)) {
      exact = byHost.get("*" + host.substring(dot));
    }
    return exact;
  }
}
