package io.github.adtauth.twins.bulk;

import com.google.gson.JsonObject;
import io.github.adtauth.internal.twins.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/** A fake instance that accepts and records every write, unless another response is set. */
public final class BulkServer extends Dispatcher {
  private record Seen(String line, String body) {}

  private final List<Seen> seen = new ArrayList<>();
  private final Map<String, MockResponse> always = new ConcurrentHashMap<>();
  private final Map<String, MockResponse> once = new ConcurrentHashMap<>();
  private final Map<String, Integer> writes = new HashMap<>();
  private final Map<String, Runnable> signals = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
  private final AtomicInteger concurrent = new AtomicInteger();
  private volatile CountDownLatch expected = new CountDownLatch(0);
  private int maxConcurrent;

  static String error(String code) {
    return "{\"error\":{\"code\":\"" + code + "\",\"message\":\"No.\"}}";
  }

  void respondAlways(String line, int status, String body, String... headers) {
    always.put(line, response(status, body, headers));
  }

  void respondOnce(String line, int status, String body, String... headers) {
    once.put(line, response(status, body, headers));
  }

  void hold(String line) {
    held.put(line, new CountDownLatch(1));
  }

  /** Holds all responses until this number of requests has arrived. */
  void holdUntil(int requests) {
    expected = new CountDownLatch(requests);
  }

  public void whenSeen(String line, Runnable signal) {
    signals.put(line, signal);
  }

  void healthy() {
    always.clear();
    once.clear();
  }

  void releaseAll() {
    held.values().forEach(CountDownLatch::countDown);
  }

  synchronized List<String> seen() {
    return seen.stream().map(Seen::line).toList();
  }

  synchronized List<String> bodies(String line) {
    return seen.stream().filter(s -> s.line.equals(line)).map(Seen::body).toList();
  }

  public synchronized int writes(String id) {
    return writes.getOrDefault(id, 0);
  }

  synchronized int maxConcurrent() {
    return maxConcurrent;
  }

  @Override
  public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
    int now = concurrent.incrementAndGet();
    try {
      String line = request.getMethod() + " " + request.getUrl().encodedPath();
      synchronized (this) {
        maxConcurrent = Math.max(maxConcurrent, now);
        seen.add(new Seen(line, request.getBody() == null ? "" : request.getBody().utf8()));
      }
      CountDownLatch together = expected;
      together.countDown();
      together.await();
      Runnable signal = signals.get(line);
      if (signal != null) {
        signal.run();
      }
      CountDownLatch gate = held.get(line);
      if (gate != null) {
        gate.await();
      }
      MockResponse scripted = once.remove(line);
      scripted = scripted != null ? scripted : always.get(line);
      return scripted != null ? scripted : write(request);
    } finally {
      concurrent.decrementAndGet();
    }
  }

  private MockResponse write(RecordedRequest request) {
    if (!request.getMethod().equals("PUT")) {
      return response(204, "");
    }
    List<String> path = request.getUrl().pathSegments();
    synchronized (this) {
      int before = writes.getOrDefault(path.get(path.size() - 1), 0);
      if (before > 0 && request.getHeaders().get("If-None-Match") != null) {
        return response(412, error("PreconditionFailed"));
      }
      writes.merge(path.get(path.size() - 1), 1, Integer::sum);
    }
    JsonObject stored = Json.object("$dtId", path.get(1));
    stored.addProperty("$relationshipId", path.get(path.size() - 1));
    return response(200, stored.toString());
  }

  private static MockResponse response(int status, @Nullable String body, String... headers) {
    MockResponse.Builder response = new MockResponse.Builder().code(status);
    if (body != null && !body.isEmpty()) {
      response.addHeader("Content-Type", "application/json").body(body);
    }
    for (int i = 0; i < headers.length; i += 2) {
      response.addHeader(headers[i], headers[i + 1]);
    }
    return response.build();
  }
}
