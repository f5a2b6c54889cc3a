package io.github.adtauth.internal.rest;

import io.github.adtauth.internal.text.Redactor;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Encodes and checks the ids and header values of a request. Stateless. */
public final class UrlEncoding {
  private static final String UNRESERVED = "-._~";
  private static final int MAX_DISPLAYED = 120;

  private UrlEncoding() {}

  /**
   * Percent-encodes an id as one path segment (RFC 3986 2.3). It also encodes {@code :} and {@code
   * ;}, as Microsoft's SDKs for the service do.
   *
   * @param name the name of the parameter, for error messages
   * @throws IllegalArgumentException if the id cannot be a path segment
   */
  public static String segment(String name, String id) {
    Objects.requireNonNull(id, name);
    if (id.isEmpty() || id.equals(".") || id.equals("..")) {
      throw new IllegalArgumentException(
          name + " must not be empty, '.' or '..', because a URL cannot contain such an id");
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
   * Returns the value of a header.
   *
   * @param name the name of the parameter, for error messages
   * @throws IllegalArgumentException if the value is blank or not printable ASCII
   */
  public static String headerValue(String name, String value) {
    Objects.requireNonNull(value, name);
    if (value.isBlank() || value.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw new IllegalArgumentException(
          name + " must be printable ASCII and not blank, because it is sent in a header");
    }
    return value;
  }

  /**
   * Returns an id for a message: in quotes, on one line and truncated. Accepts null, which {@link
   * #segment} rejects later with the name of the parameter.
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
}
