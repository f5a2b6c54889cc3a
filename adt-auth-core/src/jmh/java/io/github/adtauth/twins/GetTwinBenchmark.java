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
 * A twin over HTTPS, one call after another on each thread. Before many threads begin, one alone
 * calls for a while: where 64 begin at once, JDK 17 leaves its AES to the interpreter in one process
 * out of eight, and that process has half the throughput, whoever calls.
 */
public class GetTwinBenchmark {
  private static final int FIRST_CALLS = 5_000;

  /** This library; the twin is a tree, as with the peers. */
  @Benchmark
  public Object ours(Ours state) {
    return state.twins.getTwin("room-21", DigitalTwin.class);
  }

  /** This library; the twin is a class of the user's. */
  @Benchmark
  public Object oursTyped(Ours state) {
    return state.twins.getTwin("room-21", Room.class);
  }

  /** The peer azure-digitaltwins-core. */
  @Benchmark
  public Object azure(Azure state) {
    return state.twins.getDigitalTwin("room-21", BasicDigitalTwin.class);
  }

  /** Plain OkHttp: a fixed header, and the body parsed to a tree. */
  @Benchmark
  public Object plain(Plain state) throws IOException {
    return state.get();
  }

  private static int firstCalls(BenchmarkParams parameters) {
    return parameters.getThreads() == 1 ? 0 : FIRST_CALLS;
  }

  /** What a user would write. */
  public record Room(String name, double temperature, int humidity, boolean occupied) {}

  /** This library. */
  @State(Scope.Benchmark)
  public static class Ours {
    DigitalTwinsClient twins;

    /** Makes the client. */
    @Setup
    public void open(BenchmarkParams parameters) {
      twins = Contenders.ourTwins();
      for (int i = 0; i < firstCalls(parameters); i++) {
        twins.getTwin("room-21", DigitalTwin.class);
      }
    }
  }

  /** The peer. */
  @State(Scope.Benchmark)
  public static class Azure {
    com.azure.digitaltwins.core.DigitalTwinsClient twins;

    /** Makes the client. */
    @Setup
    public void open(BenchmarkParams parameters) {
      twins = Contenders.azureTwins();
      for (int i = 0; i < firstCalls(parameters); i++) {
        twins.getDigitalTwin("room-21", BasicDigitalTwin.class);
      }
    }
  }

  /** No library. */
  @State(Scope.Benchmark)
  public static class Plain {
    final OkHttpClient http = Contenders.okHttp();
    final String url = Contenders.standIn();
    final String authorization = "Bearer " + "t".repeat(2_000);

    /** Calls for a while. */
    @Setup
    public void open(BenchmarkParams parameters) throws IOException {
      for (int i = 0; i < firstCalls(parameters); i++) {
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
