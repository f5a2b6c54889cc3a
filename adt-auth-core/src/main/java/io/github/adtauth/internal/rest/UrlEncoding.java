package io.github.adtauth.internal.rest;

import io.github.adtauth.internal.text.Redactor;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How ids and header values are written. */
public final class UrlEncoding {
  private static final String UNRESERVED = "-._~";
  private static final int SHOWN = 120;

  private UrlEncoding() {}

  /**
   * Percent-encodes an id as one path segment (RFC 3986 2.3), {@code :} and {@code ;} too, as the
   * service's own SDKs do.
   *
   * @throws IllegalArgumentException if there is no such segment
   */
  public static String segment(String name, String id) {
    Objects.requireNonNull(id, name);
    if (id.isEmpty() || id.equals(".") || id.equals("..")) {
      throw new IllegalArgumentException(
          name + " must not be empty, '.' or '..': a URL cannot name it");
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
   * Returns a value that may stand in a header.
   *
   * @throws IllegalArgumentException if it may not
   */
  public static String headerValue(String name, String value) {
    Objects.requireNonNull(value, name);
    if (value.isBlank() || value.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw new IllegalArgumentException(
          name + " must be printable ASCII and not blank, to stand in a header");
    }
    return value;
  }

  /**
   * Returns an id fit for a message: in quotes, on one line, not too long. One that is null is for
   * {@link #segment} to reject, which knows its name.
   */
  public static String quoted(@Nullable String id) {
    return "'" + Redactor.sanitizeId(id, SHOWN) + "'";
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
      throw new IllegalArgumentException(name + " is not Unicode: half a character is missing", e);
    }
  }

  private static char hex(int nibble) {
    return Character.toUpperCase(Character.forDigit(nibble, 16));
  }
}
