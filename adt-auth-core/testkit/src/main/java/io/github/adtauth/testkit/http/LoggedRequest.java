package io.github.adtauth.testkit.http;

import java.util.Locale;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A request that the local Azure has received. Immutable.
 *
 * @param host the host in lower case, without the port
 * @param method the HTTP method
 * @param path the encoded path without the query
 * @param query the encoded query, or empty
 * @param headers the headers
 * @param body the body decoded as UTF-8, or empty
 */
public record LoggedRequest(
    String host, String method, String path, String query, Headers headers, String body) {

  /** Reads a request that a server has recorded. */
  public static LoggedRequest from(RecordedRequest request) {
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

  private static String hostOf(RecordedRequest request) {
    String authority = authorityOf(request.getHeaders());
    int port = authority.lastIndexOf(':');
    boolean hasPort = port > authority.lastIndexOf(']');
    return hasPort ? authority.substring(0, port) : authority;
  }

  private static String authorityOf(Headers headers) {
    String authority = headers.get(":authority");
    if (authority == null) {
      authority = headers.get("Host");
    }
    return authority == null ? "" : authority.toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the https origin that the client called, with its port unless it is the default, such
   * as {@code https://localhost:8443}. URLs in responses begin with it.
   */
  public String origin() {
    return originOf(headers);
  }

  /** Returns the {@linkplain #origin() origin} of a request with these headers. */
  public static String originOf(Headers headers) {
    return "https://" + withoutDefaultPort(authorityOf(headers));
  }

  /** Returns the host in lower case, with the port unless it is the default, 443. */
  public String authority() {
    return withoutDefaultPort(authorityOf(headers));
  }

  private static String withoutDefaultPort(String authority) {
    return authority.endsWith(":443")
        ? authority.substring(0, authority.length() - ":443".length())
        : authority;
  }

  /** Returns the last value of a header, or null. */
  public @Nullable String header(String name) {
    return headers.get(name);
  }

  /**
   * Returns the method and the URL without the query, because query, headers and body may contain
   * secrets.
   */
  @Override
  public String toString() {
    return method + " https://" + host + path;
  }
}
