package io.github.adtauth.internal.signin;

import io.github.adtauth.internal.text.Ascii;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 request (RFC 9112) as a browser sends it to post a form. It is bounded, each header
 * has one value, and there are neither chunks nor continuation lines.
 *
 * @param method the method, such as POST
 * @param target the path, with the query if there is one
 * @param headers the headers by lower-case name
 * @param body the body of at most 16 KB, with one character for each byte
 */
record LoopbackRequest(String method, String target, Map<String, String> headers, String body) {
  private static final int MAX_HEAD = 16 * 1024;
  private static final int MAX_BODY = 16 * 1024;
  private static final Pattern REQUEST_LINE =
      Pattern.compile("([A-Z]{1,16}) (/[!-~]*) HTTP/1\\.[01]");
  private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,6}");

  /** Reads a request. Throws an exception for malformed input. */
  static LoopbackRequest read(InputStream in) throws IOException {
    String[] lines = head(in).split("\r\n", -1);
    Matcher first = REQUEST_LINE.matcher(lines[0]);
    if (!first.matches()) {
      throw new IOException("not an HTTP request");
    }
    Map<String, String> headers = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      Matcher header = HEADER.matcher(lines[i]);
      if (!header.matches()) {
        throw new IOException("not a header");
      }
      // Joins duplicates, so that a second Host or Content-Length makes the header invalid.
      headers.merge(
          Ascii.toLowerCase(header.group(1)), header.group(2).strip(), (a, b) -> a + "," + b);
    }
    return new LoopbackRequest(first.group(1), first.group(2), headers, body(in, headers));
  }

  String header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, "");
  }

  boolean isForm() {
    String type = Ascii.toLowerCase(header("content-type"));
    return type.split(";", 2)[0].strip().equals("application/x-www-form-urlencoded");
  }

  /** Returns the path of the target, without the query. */
  String path() {
    return target.split("\\?", 2)[0];
  }

  /** Returns the form, or null if it is malformed or repeats a parameter (RFC 6749 3.1). */
  @Nullable Map<String, String> form() {
    return decode(body);
  }

  /** Returns the query, or null if it is malformed or repeats a parameter. */
  @Nullable Map<String, String> query() {
    String[] parts = target.split("\\?", 2);
    return decode(parts.length == 1 ? "" : parts[1]);
  }

  private static @Nullable Map<String, String> decode(String text) {
    Map<String, String> form = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      try {
        String name = URLDecoder.decode(parts[0], StandardCharsets.UTF_8);
        String value = parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
        if (form.put(name, value) != null) {
          return null;
        }
      } catch (IllegalArgumentException e) {
        return null;
      }
    }
    return form;
  }

  /** Returns a string that omits the body, which may contain a code. */
  @Override
  public String toString() {
    return "LoopbackRequest[" + method + "]";
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int ended = 0;
    while (ended < 4) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the request ended early");
      }
      ended = next == (ended % 2 == 0 ? '\r' : '\n') ? ended + 1 : next == '\r' ? 1 : 0;
      head.write(next);
      if (head.size() > MAX_HEAD) {
        throw new IOException("too large");
      }
    }
    String text = head.toString(StandardCharsets.ISO_8859_1);
    return text.substring(0, text.length() - 4);
  }

  private static String body(InputStream in, Map<String, String> headers) throws IOException {
    String length = headers.getOrDefault("content-length", "0");
    if (headers.containsKey("transfer-encoding") || !LENGTH.matcher(length).matches()) {
      throw new IOException("no plain body");
    }
    int expected = Integer.parseInt(length);
    if (expected > MAX_BODY) {
      throw new IOException("too large");
    }
    byte[] body = in.readNBytes(expected);
    if (body.length < expected) {
      throw new EOFException("the request ended early");
    }
    return new String(body, StandardCharsets.ISO_8859_1);
  }
}
