package io.github.adtauth.testkit.twins;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.http.LoggedRequest;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import mockwebserver3.RecordedRequest;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** One request to an operation: its path parameters, query, headers and body. */
record Call(RecordedRequest request, Map<String, String> path) {

  /** Returns the origin that the client called. Links in responses begin with it. */
  String origin() {
    return LoggedRequest.originOf(request.getHeaders());
  }

  String path(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalArgumentException("The route has no parameter " + name);
    }
    return value;
  }

  @Nullable String header(String name) {
    return request.getHeaders().get(name);
  }

  @Nullable String query(String name) {
    return request.getUrl().queryParameter(name);
  }

  List<String> queryValues(String name) {
    return request.getUrl().queryParameterValues(name).stream()
        .map(value -> value == null ? "" : value)
        .toList();
  }

  JsonObject readObject() {
    return Json.readObject(body(request));
  }

  JsonArray readArray() {
    return Json.readArray(body(request));
  }

  /**
   * Returns the requested page size, limited to the maximum, or the default if none is requested.
   */
  int pageSize(int defaultSize, int maxSize) {
    String requested = header("max-items-per-page");
    if (requested == null) {
      return defaultSize;
    }
    if (!requested.matches("[0-9]{1,9}") || Integer.parseInt(requested) == 0) {
      throw ErrorResponseException.error(
          400, "InvalidArgument", "The header max-items-per-page is invalid: " + requested + ".");
    }
    return Math.min(Integer.parseInt(requested), maxSize);
  }

  static String body(RecordedRequest request) {
    ByteString body = request.getBody();
    return body == null ? "" : body.utf8();
  }

  /** Returns the decoded path segments of a request. A segment may contain an encoded slash. */
  static List<String> segments(RecordedRequest request) {
    String rawPath = request.getTarget().split("[?]", 2)[0];
    return Arrays.stream(rawPath.substring(1).split("/", -1)).map(Call::decode).toList();
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String decode(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ErrorResponseException.error(
          400, "InvalidArgument", "The request path is not properly encoded.");
    }
  }
}
