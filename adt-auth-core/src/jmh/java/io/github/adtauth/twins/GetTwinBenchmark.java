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

/** A twin over HTTPS, one call after another on each thread. */
public class GetTwinBenchmark {

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
    Request request =
        new Request.Builder()
            .url(state.url + "/digitaltwins/room-21?api-version=2023-10-31")
            .header("Authorization", state.authorization)
            .build();
    try (Response response = state.http.newCall(request).execute()) {
      return JsonParser.parseReader(response.body().charStream());
    }
  }

  /** What a user would write. */
  public record Room(String name, double temperature, int humidity, boolean occupied) {}

  /** This library. */
  @State(Scope.Benchmark)
  public static class Ours {
    DigitalTwinsClient twins;

    /** Makes the client. */
    @Setup
    public void open() {
      twins = Contenders.ourTwins();
    }
  }

  /** The peer. */
  @State(Scope.Benchmark)
  public static class Azure {
    com.azure.digitaltwins.core.DigitalTwinsClient twins;

    /** Makes the client. */
    @Setup
    public void open() {
      twins = Contenders.azureTwins();
    }
  }

  /** No library. */
  @State(Scope.Benchmark)
  public static class Plain {
    final OkHttpClient http = Contenders.okHttp();
    final String url = Contenders.standIn();
    final String authorization = "Bearer " + "t".repeat(2_000);
  }
}
