package io.github.adtauth.twins;

import com.azure.digitaltwins.core.BasicDigitalTwin;
import com.google.gson.JsonParser;
import io.github.adtauth.benchmarks.Contenders;
import java.io.IOException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Gets a twin over HTTPS, one call after another on each thread. With many threads, a single thread
 * warms up first: if 64 threads start at once, JDK 17 does not compile its AES code in one process
 * out of eight, and the throughput of that process is halved for every client.
 */
public class GetTwinBenchmark {
  private static final int WARM_UP_CALLS = 5_000;

  /** This library, with the twin as a tree, like the other clients. */
  @Benchmark
  public Object ours(Ours state) {
    return state.twins.getTwin("room-21", DigitalTwin.class);
  }

  /** This library, with the twin as an application class. */
  @Benchmark
  public Object oursTyped(Ours state) {
    return state.twins.getTwin("room-21", Room.class);
  }

  /** The client azure-digitaltwins-core. */
  @Benchmark
  public Object azure(Azure state) {
    return state.twins.getDigitalTwin("room-21", BasicDigitalTwin.class);
  }

  /** Plain OkHttp with a fixed header. The body is parsed to a tree. */
  @Benchmark
  public Object plain(Plain state) throws IOException {
    return state.get();
  }

  private static int warmUpCalls(BenchmarkParams parameters) {
    return parameters.getThreads() == 1 ? 0 : WARM_UP_CALLS;
  }

  /** An application class. */
  public record Room(String name, double temperature, int humidity, boolean occupied) {}

  /** This library. */
  @State(Scope.Benchmark)
  public static class Ours {
    DigitalTwinsClient twins;

    /** Creates the client and warms up. */
    @Setup
    public void open(BenchmarkParams parameters) {
      twins = Contenders.ourTwins();
      for (int i = 0; i < warmUpCalls(parameters); i++) {
        twins.getTwin("room-21", DigitalTwin.class);
      }
    }
  }

  /** The client azure-digitaltwins-core. */
  @State(Scope.Benchmark)
  public static class Azure {
    com.azure.digitaltwins.core.DigitalTwinsClient twins;

    /** Creates the client and warms up. */
    @Setup
    public void open(BenchmarkParams parameters) {
      twins = Contenders.azureTwins();
      for (int i = 0; i < warmUpCalls(parameters); i++) {
        twins.getDigitalTwin("room-21", BasicDigitalTwin.class);
      }
    }
  }

  /** Plain OkHttp. */
  @State(Scope.Benchmark)
  public static class Plain {
    final OkHttpClient http = Contenders.okHttp();
    final String url = Contenders.standIn();
    final String authorization = "Bearer " + "t".repeat(2_000);

    /** Warms up. */
    @Setup
    public void open(BenchmarkParams parameters) throws IOException {
      for (int i = 0; i < warmUpCalls(parameters); i++) {
        get();
      }
    }

    Object get() throws IOException {
      Request request =
          new Request.Builder()
              .url(url + "/digitaltwins/room-21?api-version=2023-10-31")
              .header("Authorization", authorization)
              .build();
      try (Response response = http.newCall(request).execute()) {
        return JsonParser.parseReader(response.body().charStream());
      }
    }
  }
}
