package io.github.adtauth.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A recorded exchange with the real service.
 *
 * @param headers request headers in lower case, or null if they were not recorded
 * @param body request body, or null if there was none or it was not recorded
 */
record Recording(
    String file,
    String method,
    HttpUrl url,
    @Nullable Map<String, String> headers,
    @Nullable String body,
    int status,
    Map<String, String> responseHeaders,
    String response) {

  /** Reads all recordings of all formats. */
  static List<Recording> readAll(Path folder) throws IOException {
    List<Recording> recordings = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file :
          files.filter(f -> f.toString().matches(".*\\.(json|yaml)")).sorted().toList()) {
        JsonElement root = JsonParser.parseString(json(file));
        read(file.getFileName().toString(), root.getAsJsonObject(), recordings);
      }
    }
    return recordings;
  }

  private static String json(Path file) throws IOException {
    String text = Files.readString(file);
    return file.toString().endsWith(".yaml") ? new YAMLMapper().readTree(text).toString() : text;
  }

  private static void read(String file, JsonObject root, List<Recording> recordings) {
    for (JsonElement e : array(root, "Entries")) {
      JsonObject o = e.getAsJsonObject();
      JsonObject headers = o.getAsJsonObject("RequestHeaders");
      JsonObject responseObject = o.getAsJsonObject("ResponseHeaders");
      recordings.add(
          of(
              file,
              o,
              "RequestMethod",
              "RequestUri",
              headers,
              o.get("RequestBody"),
              o.get("StatusCode"),
              responseObject,
              o.get("ResponseBody")));
    }
    for (JsonElement e : array(root, "recordings")) {
      JsonObject o = e.getAsJsonObject();
      HttpUrl.Builder url = HttpUrl.get(o.get("url").getAsString()).newBuilder();
      o.getAsJsonObject("query")
          .asMap()
          .forEach((k, v) -> url.addQueryParameter(k, v.getAsString()));
      o.addProperty("url", url.build().toString());
      recordings.add(
          of(
              file,
              o,
              "method",
              "url",
              null,
              o.get("requestBody"),
              o.get("status"),
              o.getAsJsonObject("responseHeaders"),
              o.get("response")));
    }
    for (JsonElement e : array(root, "networkCallRecords")) {
      JsonObject o = e.getAsJsonObject();
      JsonObject responseObject = o.getAsJsonObject("Response");
      recordings.add(
          of(
              file,
              o,
              "Method",
              "Uri",
              null,
              null,
              responseObject.get("StatusCode"),
              responseObject,
              responseObject.get("Body")));
    }
    for (JsonElement e : array(root, "interactions")) {
      JsonObject o = e.getAsJsonObject().getAsJsonObject("request");
      JsonObject responseObject = e.getAsJsonObject().getAsJsonObject("response");
      recordings.add(
          of(
              file,
              o,
              "method",
              "uri",
              o.getAsJsonObject("headers"),
              o.get("body"),
              responseObject.getAsJsonObject("status").get("code"),
              responseObject.getAsJsonObject("headers"),
              responseObject.getAsJsonObject("body").get("string")));
    }
  }

  private static Recording of(
      String file,
      JsonObject o,
      String method,
      String url,
      @Nullable JsonObject headers,
      @Nullable JsonElement body,
      JsonElement status,
      JsonObject responseObject,
      @Nullable JsonElement response) {
    String text = text(response);
    return new Recording(
        file,
        o.get(method).getAsString(),
        HttpUrl.get(o.get(url).getAsString()),
        headers == null ? null : map(headers),
        text(body).isEmpty() ? null : text(body),
        status.getAsInt(),
        map(responseObject),
        status.getAsInt() == 204 ? "" : text);
  }

  /** Returns a body as text. Older recordings contain it as text, newer ones as JSON. */
  private static String text(@Nullable JsonElement body) {
    if (body == null || body.isJsonNull()) {
      return "";
    }
    return body instanceof JsonPrimitive text && text.isString() ? unquoted(text) : body.toString();
  }

  private static String unquoted(JsonPrimitive text) {
    String value = text.getAsString();
    return value.startsWith("{\"error\"") && value.contains("TooManyRequests")
        ? text.toString() // This body is a JSON string in the response, too.
        : value;
  }

  private static Map<String, String> map(JsonObject headers) {
    Map<String, String> map = new TreeMap<>();
    headers
        .asMap()
        .forEach(
            (name, value) -> {
              JsonElement first =
                  value instanceof JsonArray list && !list.isEmpty() ? list.get(0) : value;
              if (first.isJsonPrimitive()) {
                map.put(name.toLowerCase(Locale.ROOT), first.getAsString());
              }
            });
    return map;
  }

  private static JsonArray array(JsonObject root, String name) {
    return root.has(name) ? root.getAsJsonArray(name) : new JsonArray();
  }
}
