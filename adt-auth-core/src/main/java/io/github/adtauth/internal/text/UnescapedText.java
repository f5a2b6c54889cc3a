package io.github.adtauth.internal.text;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text without its escapes, and the position of each character in the original. A server may
 * quote a secret with any of its characters percent-encoded or escaped for JSON, JavaScript or
 * HTML. Percent-encoded bytes become characters of ISO 8859-1. Immutable.
 */
final class UnescapedText {
  private static final String[] ENTITIES = {"&amp;", "&", "&lt;", "<", "&gt;", ">", "&quot;", "\""};

  private final String text;

  /** The index of each character in the original, followed by the original's length. */
  private final int[] starts;

  private UnescapedText(String text, int[] starts) {
    this.text = text;
    this.starts = starts;
  }

  /** Returns a text unchanged. */
  static UnescapedText original(String text) {
    int[] starts = new int[text.length() + 1];
    Arrays.setAll(starts, i -> i);
    return new UnescapedText(text, starts);
  }

  String text() {
    return text;
  }

  /**
   * Returns the index of a character in the original; for the length of this text, the original's
   * length.
   */
  int start(int index) {
    return starts[index];
  }

  /** Returns this text without one level of escapes, or null if it has none. */
  @Nullable UnescapedText unescape() {
    StringBuilder plain = new StringBuilder(text.length());
    int[] places = new int[text.length() + 1];
    int i = 0;
    while (i < text.length()) {
      places[plain.length()] = starts[i];
      i = appendNext(i, plain);
    }
    if (plain.length() == text.length()) {
      return null;
    }
    places[plain.length()] = starts[text.length()];
    return new UnescapedText(plain.toString(), Arrays.copyOf(places, plain.length() + 1));
  }

  /** Appends the character that begins at an index, and returns where the next one begins. */
  private int appendNext(int i, StringBuilder plain) {
    char c = text.charAt(i);
    if (c == '%') {
      return append(i, i + 1, i + 3, 16, plain);
    } else if (c == '\\') {
      return appendBackslash(i, plain);
    } else if (c == '&') {
      return appendEntity(i, plain);
    }
    plain.append(c);
    return i + 1;
  }

  private int appendBackslash(int i, StringBuilder plain) {
    char kind = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
    if (kind == 'u') {
      return append(i, i + 2, i + 6, 16, plain);
    } else if (kind == 'x') {
      return append(i, i + 2, i + 4, 16, plain);
    } else if (kind == '"' || kind == '\\' || kind == '/') {
      plain.append(kind);
      return i + 2;
    }
    plain.append('\\');
    return i + 1;
  }

  private int appendEntity(int i, StringBuilder plain) {
    for (int e = 0; e < ENTITIES.length; e += 2) {
      if (text.startsWith(ENTITIES[e], i)) {
        plain.append(ENTITIES[e + 1]);
        return i + ENTITIES[e].length();
      }
    }
    boolean hex = text.startsWith("&#x", i) || text.startsWith("&#X", i);
    int from = i + (hex ? 3 : 2);
    int end = text.startsWith("&#", i) ? text.indexOf(';', from) : -1;
    if (end < 0 || end > from + 7) {
      plain.append('&');
      return i + 1;
    }
    int next = append(i, from, end, hex ? 16 : 10, plain);
    return next == end ? end + 1 : next;
  }

  /**
   * Appends the character with a code point; the first character of the escape if there is no such
   * code point.
   */
  private int append(int escape, int from, int to, int radix, StringBuilder plain) {
    int value = to <= text.length() && from < to ? 0 : -1;
    for (int i = from; i < to && value >= 0; i++) {
      int digit = Character.digit(text.charAt(i), radix);
      value = digit < 0 ? -1 : Math.min(value * radix + digit, 0x110000);
    }
    if (value < 0 || value > 0xffff) {
      plain.append(text.charAt(escape));
      return escape + 1;
    }
    plain.append((char) value);
    return to;
  }
}
