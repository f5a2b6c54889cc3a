package io.github.adtauth.testkit.internal;

import io.github.adtauth.testkit.http.FakeService;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.testkit.http.Gate;
import io.github.adtauth.testkit.http.LoggedRequest;
import io.github.adtauth.testkit.http.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/** Routes requests to services and scripts by host name, and logs them. Thread-safe. */
public final class VirtualHosts {
  private final Map<String, FakeService> services = new ConcurrentHashMap<>();
  private final Map<String, HostScript> scripts = new ConcurrentHashMap<>();
  private final List<LoggedRequest> requests = new ArrayList<>();

  /**
   * Registers the service of a host name, or of all names below a suffix such as {@code *.example}.
   */
  public void register(String hostOrSuffix, FakeService service) {
    services.put(hostOrSuffix.toLowerCase(Locale.ROOT), service);
  }

  public Script script(String hostOrSuffix) {
    return scripts.computeIfAbsent(hostOrSuffix.toLowerCase(Locale.ROOT), name -> new HostScript());
  }

  public void clearScripts() {
    scripts.values().forEach(Script::clear);
  }

  public List<LoggedRequest> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  public void clearRequests() {
    synchronized (requests) {
      requests.clear();
    }
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
    synchronized (requests) {
      requests.add(request);
    }
    HostScript script = find(scripts, request.host());
    if (script != null) {
      for (Gate gate : script.matchingGates(request)) {
        gate.pass();
      }
      MockResponse scripted = script.nextResponse(request);
      if (scripted != null) {
        return scripted;
      }
    }
    FakeService service = find(services, request.host());
    return service == null ? Faults.status(421) : service.handle(recorded);
  }

  private static <T> @Nullable T find(Map<String, T> byHost, String host) {
    T exact = byHost.get(host);
    for (int dot = host.indexOf('.'); exact == null && dot >= 0; dot = host.indexOf('.', dot + 1)) {
      exact = byHost.get("*" + host.substring(dot));
    }
    return exact;
  }
}
