package io.github.adtauth.twins;

import com.azure.digitaltwins.core.BasicDigitalTwin;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.adtauth.benchmarks.Contenders;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.openjdk.jmh.annotations.Benchmark;
import io.github.adtauth.internal.twins.Json;

/** A query with 100,000 twins on 100 pages. */
public class QueryBenchmark {
  private static final String QUERY = "SELECT * FROM digitaltwins";
  private static final int TWINS = 100_000;
  private static final MediaType JSON = MediaType.get("application/json");

  /** This library, with each twin as a tree, like the other clients. */
  @Benchmark
  public int ours(GetTwinBenchmark.Ours state) {
    int count = 0;
    for (DigitalTwin twin : state.twins.query(TwinQuery.of(QUERY), DigitalTwin.class)) {
      count += twin == null ? 0 : 1;
    }
    return checked(count);
  }

  /** This library, with each twin as an application class. */
  @Benchmark
  public int oursTyped(GetTwinBenchmark.Ours state) {
    int count = 0;
    var rooms = state.twins.query(TwinQuery.of(QUERY), GetTwinBenchmark.Room.class);
    for (GetTwinBenchmark.Room room : rooms) {
      count += room == null ? 0 : 1;
    }
    return checked(count);
  }

  /** The client azure-digitaltwins-core. */
  @Benchmark
  public int azure(GetTwinBenchmark.Azure state) {
    int count = 0;
    for (BasicDigitalTwin twin : state.twins.query(QUERY, BasicDigitalTwin.class)) {
      count += twin == null ? 0 : 1;
    }
    return checked(count);
  }

  /** Plain OkHttp with a fixed header. The pages are parsed to trees. */
  @Benchmark
  public int plain(GetTwinBenchmark.Plain state) throws IOException {
    int count = 0;
    JsonObject body = Json.object("query", QUERY);
    while (true) {
      JsonObject page = page(state, body);
      for (JsonElement twin : page.getAsJsonArray("value")) {
        count += twin.isJsonObject() ? 1 : 0;
      }
      if (!page.has("continuationToken")) {
        return checked(count);
      }
      body = Json.object("continuationToken", page.get("continuationToken").getAsString());
    }
  }

  private static JsonObject page(GetTwinBenchmark.Plain state, JsonObject body)
      throws IOException {
    Request request =
        new Request.Builder()
            .url(state.url + "/query?api-version=2023-10-31")
            .header("Authorization", state.authorization)
            .post(RequestBody.create(body.toString(), JSON))
            .build();
    try (Response response = state.http.newCall(request).execute()) {
      return JsonParser.parseReader(response.body().charStream()).getAsJsonObject();
    }
  }

  private static int checked(int count) {
    if (count != TWINS) {
      throw new IllegalStateException(count + " twins");
    }
    return count;
  }
}
