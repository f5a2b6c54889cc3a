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
 * An exchange with the real service.
 *
 * @param headers of the request, in small letters; null where the recorder left them out
 * @param body of the request; null where there is none or the recorder left it out
 */
record Recording(
    String file,
    String method,
    HttpUrl url,
    @Nullable Map<String, String> headers,
    @Nullable String body,
    int status,
    Map<String, String> answerHeaders,
    String answer) {

  /** Reads all there are, of every recorder. */
  static List<Recording> all(Path folder) throws IOException {
    List<Recording> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file :
          files.filter(f -> f.toString().matches(".*\\.(json|yaml)")).sorted().toList()) {
        JsonElement root = JsonParser.parseString(json(file));
        read(file.getFileName().toString(), root.getAsJsonObject(), all);
      }
    }
    return all;
  }

  private static String json(Path file) throws IOException {
    String text = Files.readString(file);
    return file.toString().endsWith(".yaml") ? new YAMLMapper().readTree(text).toString() : text;
  }

  private static void read(String file, JsonObject root, List<Recording> all) {
    for (JsonElement e : array(root, "Entries")) {
      JsonObject o = e.getAsJsonObject();
      JsonObject headers = o.getAsJsonObject("RequestHeaders");
      JsonObject answered = o.getAsJsonObject("ResponseHeaders");
      all.add(
          of(
              file,
              o,
              "RequestMethod",
              "RequestUri",
              headers,
              o.get("RequestBody"),
              o.get("StatusCode"),
              answered,
              o.get("ResponseBody")));
    }
    for (JsonElement e : array(root, "recordings")) {
      JsonObject o = e.getAsJsonObject();
      HttpUrl.Builder url = HttpUrl.get(o.get("url").getAsString()).newBuilder();
      o.getAsJsonObject("query")
          .asMap()
          .forEach((k, v) -> url.addQueryParameter(k, v.getAsString()));
      o.addProperty("url", url.build().toString());
      all.add(
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
      JsonObject answered = o.getAsJsonObject("Response");
      all.add(
          of(
              file,
              o,
              "Method",
              "Uri",
              null,
              null,
              answered.get("StatusCode"),
              answered,
              answered.get("Body")));
    }
    for (JsonElement e : array(root, "interactions")) {
      JsonObject o = e.getAsJsonObject().getAsJsonObject("request");
      JsonObject answered = e.getAsJsonObject().getAsJsonObject("response");
      all.add(
          of(
              file,
              o,
              "method",
              "uri",
              o.getAsJsonObject("headers"),
              o.get("body"),
              answered.getAsJsonObject("status").get("code"),
              answered.getAsJsonObject("headers"),
              answered.getAsJsonObject("body").get("string")));
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
      JsonObject answered,
      @Nullable JsonElement response) {
    String text = text(response);
    return new Recording(
        file,
        o.get(method).getAsString(),
        HttpUrl.get(o.get(url).getAsString()),
        headers == null ? null : map(headers),
        text(body).isEmpty() ? null : text(body),
        status.getAsInt(),
        map(answered),
        status.getAsInt() == 204 ? "" : text);
  }

  /** Older recorders kept bodies as text, newer ones as JSON. */
  private static String text(@Nullable JsonElement body) {
    if (body == null || body.isJsonNull()) {
      return "";
    }
    return body instanceof JsonPrimitive text && text.isString() ? unquoted(text) : body.toString();
  }

  private static String unquoted(JsonPrimitive text) {
    String value = text.getAsString();
    return value.startsWith("{\"error\"") && value.contains("TooManyRequests")
        ? text.toString() // this body is a JSON string on the wire too
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
