package io.github.adtauth.internal.oauth;

import io.github.adtauth.internal.text.Ascii;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Scans a {@code WWW-Authenticate} value (RFC 9110 11.6.1). It tolerates common errors of gateways:
 * unquoted base64, missing commas and an unclosed quote.
 */
final class ChallengeScanner {
  private final String text;
  private int at;

  ChallengeScanner(String text) {
    this.text = text;
  }

  /**
   * Reads the next challenge.
   *
   * @param parameters receives the parameters with names in lower case; if a name is repeated, the
   *     first value is kept
   * @return the scheme, or null at the end
   */
  @Nullable String nextScheme(Map<String, String> parameters) {
    parameters.clear();
    String scheme = word();
    while (scheme != null && isParameter()) {
      value(); // skips a parameter without a scheme
      scheme = word();
    }
    if (scheme == null) {
      return null;
    }
    for (int before = at; ; before = at) {
      String name = word();
      if (name == null) {
        return scheme;
      }
      if (!isParameter()) {
        at = before; // this is the scheme of the next challenge
        return scheme;
      }
      parameters.putIfAbsent(Ascii.toLowerCase(name), value());
    }
  }

  private @Nullable String word() {
    while (at < text.length() && (isSpace() || ",=\"".indexOf(text.charAt(at)) >= 0)) {
      if (text.charAt(at) == '"') {
        quoted(); // skips a quoted string without a name
      } else {
        at++;
      }
    }
    int start = at;
    while (at < text.length() && !isSpace() && ",=\"".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at == start ? null : text.substring(start, at);
  }

  private boolean isParameter() {
    int next = at;
    while (next < text.length() && isSpace(text.charAt(next))) {
      next++;
    }
    if (next < text.length() && text.charAt(next) == '=') {
      at = next + 1;
      return true;
    }
    return false;
  }

  private String value() {
    while (at < text.length() && isSpace()) {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '"') {
      return quoted();
    }
    int start = at;
    while (at < text.length() && !isSpace() && text.charAt(at) != ',') {
      at++;
    }
    return text.substring(start, at);
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      value.append(text.charAt(at++));
    }
    at++;
    return value.toString();
  }

  private boolean isSpace() {
    return isSpace(text.charAt(at));
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }
}
