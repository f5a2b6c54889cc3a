package io.github.adtauth.testkit.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request to the real service and its response, as Microsoft's SDKs recorded them.
 *
 * @param target the path and query
 * @param headers names and values that have a meaning to the operation
 * @param response the body, or null if there is none
 */
record RecordedExchange(
    String method,
    String target,
    List<String> headers,
    @Nullable String body,
    int status,
    @Nullable String response) {
  private static final Set<String> MEANINGFUL_HEADERS =
      Set.of(
          "message-id", "telemetry-source-time", "if-match", "if-none-match", "max-items-per-page");

  /** Reads a recording of the .NET or JavaScript SDK. Requests to Entra ID are left out. */
  static List<RecordedExchange> read(Path file) throws IOException {
    JsonObject root = Json.readObject(Files.readString(file));
    List<RecordedExchange> exchanges = new ArrayList<>();
    for (JsonElement entry : items(root, "Entries")) {
      exchanges.add(ofDotNet(entry.getAsJsonObject()));
    }
    for (JsonElement entry : items(root, "recordings")) {
      JsonObject exchange = entry.getAsJsonObject();
      if (!exchange.get("url").getAsString().contains("login.microsoftonline")) {
        exchanges.add(ofJavaScript(exchange));
      }
    }
    return exchanges;
  }

  /** Returns whether the gateway throttled the request. */
  boolean isThrottled() {
    return status == 429 && response != null && response.startsWith("{");
  }

  /** Returns whether the request continues a list or query of the recorded instance. */
  boolean continuesList() {
    return target.contains("continuationToken=")
        || (body != null && body.contains("\"continuationToken\""));
  }

  private static RecordedExchange ofDotNet(JsonObject exchange) {
    List<String> headers =
        exchange.getAsJsonObject("RequestHeaders").entrySet().stream()
            .filter(header -> MEANINGFUL_HEADERS.contains(header.getKey().toLowerCase(Locale.ROOT)))
            .flatMap(header -> Stream.of(header.getKey(), header.getValue().getAsString()))
            .toList();
    JsonElement response = exchange.get("ResponseBody");
    return new RecordedExchange(
        exchange.get("RequestMethod").getAsString(),
        target(exchange.get("RequestUri").getAsString()),
        headers,
        text(exchange.get("RequestBody")),
        exchange.get("StatusCode").getAsInt(),
        "[]".equals(text(response)) ? null : text(response));
  }

  private static RecordedExchange ofJavaScript(JsonObject exchange) {
    String query =
        exchange.getAsJsonObject("query").entrySet().stream()
            .map(parameter -> parameter.getKey() + "=" + parameter.getValue().getAsString())
            .collect(Collectors.joining("&"));
    String response = exchange.get("response").getAsString();
    return new RecordedExchange(
        exchange.get("method").getAsString(),
        target(exchange.get("url").getAsString()) + "?" + query,
        List.of(),
        text(exchange.get("requestBody")),
        exchange.get("status").getAsInt(),
        response.isEmpty() ? null : response);
  }

  private static String target(String uri) {
    return uri.substring(uri.indexOf('/', "https://".length()));
  }

  private static @Nullable String text(JsonElement body) {
    if (body.isJsonNull()) {
      return null;
    }
    return Json.isString(body) ? body.getAsString() : body.toString();
  }

  private static JsonArray items(JsonObject root, String name) {
    return root.has(name) ? root.getAsJsonArray(name) : new JsonArray();
  }
}
