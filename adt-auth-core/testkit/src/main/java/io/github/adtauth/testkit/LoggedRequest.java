package io.github.adtauth.testkit;

import java.util.Locale;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * One request that reached {@link LocalAzure}. Immutable.
 *
 * @param host the host asked for, in lower case and without a port
 * @param method the HTTP method
 * @param path the path, still encoded, without the query
 * @param query the query, still encoded, empty when there is none
 * @param headers the headers as received
 * @param body the body read as UTF-8, empty when there is none
 */
public record LoggedRequest(
    String host, String method, String path, String query, Headers headers, String body) {

  static LoggedRequest from(RecordedRequest request) {
    String target = request.getTarget();
    int mark = target.indexOf('?');
    ByteString body = request.getBody();
    return new LoggedRequest(
        hostOf(request),
        request.getMethod(),
        mark < 0 ? target : target.substring(0, mark),
        mark < 0 ? "" : target.substring(mark + 1),
        request.getHeaders(),
        body == null ? "" : body.utf8());
  }

  static String hostOf(RecordedRequest request) {
    String authority = request.getHeaders().get(":authority");
    if (authority == null) {
      authority = request.getHeaders().get("Host");
    }
    if (authority == null) {
      return "";
    }
    int port = authority.lastIndexOf(':');
    boolean hasPort = port > authority.lastIndexOf(']');
    return (hasPort ? authority.substring(0, port) : authority).toLowerCase(Locale.ROOT);
  }

  /** Returns the last value of a header, or null. */
  public @Nullable String header(String name) {
    return headers.get(name);
  }

  /** Names the request, without headers and body, which may hold secrets. */
  @Override
  public String toString() {
    return method + " https://" + host + path;
  }
}
