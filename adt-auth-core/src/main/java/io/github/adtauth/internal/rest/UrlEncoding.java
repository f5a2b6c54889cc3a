package io.github.adtauth.internal.rest;

import io.github.adtauth.internal.text.Redactor;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes ids and header values for requests and messages. Stateless. */
public final class UrlEncoding {
  private static final String UNRESERVED = "-._~";
  private static final int MAX_DISPLAYED = 120;

  private UrlEncoding() {}

  /**
   * Percent-encodes an id as one path segment (RFC 3986, section 2.3). Also encodes {@code :} and
   * {@code ;}, like the SDKs of the service.
   *
   * @throws IllegalArgumentException if the id cannot be a path segment
   */
  public static String segment(String name, String id) {
    Objects.requireNonNull(id, name);
    if (id.isEmpty() || id.equals(".") || id.equals("..")) {
      throw new IllegalArgumentException(
          name + " must not be empty, '.' or '..': it cannot be part of a URL");
    }
    if (isPlain(id)) {
      return id;
    }
    StringBuilder out = new StringBuilder(id.length() + 16);
    ByteBuffer bytes = utf8(name, id);
    while (bytes.hasRemaining()) {
      int b = bytes.get() & 0xff;
      if (isUnreserved(b)) {
        out.append((char) b);
      } else {
        out.append('%').append(hex(b >> 4)).append(hex(b & 15));
      }
    }
    return out.toString();
  }

  /**
   * Checks and returns a header value.
   *
   * @throws IllegalArgumentException if the value is not allowed in a header
   */
  public static String headerValue(String name, String value) {
    Objects.requireNonNull(value, name);
    if (value.isBlank() || value.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw new IllegalArgumentException(
          name + " must be a header value: printable ASCII and not blank");
    }
    return value;
  }

  /**
   * Returns an id for a message: in quotes, on one line, of limited length. Null is allowed because
   * {@link #segment} rejects it with the name of the parameter.
   */
  public static String quoted(@Nullable String id) {
    return "'" + Redactor.sanitizeId(id, MAX_DISPLAYED) + "'";
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isUnreserved(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUnreserved(int c) {
    return c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
  }

  private static ByteBuffer utf8(String name, String id) {
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(id));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          name + " is not valid Unicode: it contains an unpaired surrogate", e);
    }
  }

  private static char hex(int nibble) {
    return Character.toUpperCase(Character.forDigit(nibble, 16));
  }

  /** Returns a duration as text for a message. */
  public static String text(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
