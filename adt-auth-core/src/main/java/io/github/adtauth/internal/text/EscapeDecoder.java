package io.github.adtauth.internal.text;

/**
 * Decodes one escape of URLs, JSON, JavaScript, C, CSS, HTML or quoted-printable. Does not decide
 * which kind the text uses, because a server may mix them. Bytes become characters of ISO 8859-1.
 * Stateless. Runs in linear time.
 */
final class EscapeDecoder {
  private static final String[] ENTITIES = {
    "amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "commat", "@", "percnt", "%",
    "bsol", "\\", "num", "#", "equals", "="
  };

  private static final int MAX_ENTITY_NAME = 24;
  private static final int MAX_TAG = 64;
  private static final char FULL_WIDTH_FIRST = '\uff01';
  private static final char FULL_WIDTH_LAST = '\uff5e';

  private EscapeDecoder() {}

  /**
   * Appends the character at an index, decoded if an escape starts there. Returns the index of the
   * next character.
   */
  static int decode(String text, int i, StringBuilder out) {
    int next =
        switch (text.charAt(i)) {
          case '%' -> percent(text, i, out);
          case '\\' -> backslash(text, i, out);
          case '&' -> entity(text, i, out);
          case '=' -> quotedPrintable(text, i, out);
          case '0' -> hexPrefix(text, i, out);
          case 'h', 'H' -> hexSuffix(text, i, out);
          case 'U', 'u' -> codePoint(text, i, out);
          case '<' -> tag(text, i, out);
          default -> fullWidth(text, i, out);
        };
    if (next == i) {
      out.append(text.charAt(i));
      return i + 1;
    }
    return next;
  }

  /** Decodes {@code %2D} and {@code %u002D}. */
  private static int percent(String text, int i, StringBuilder out) {
    return charAt(text, i + 1) == 'u' ? hex(text, i, i + 2, 4, out) : hex(text, i, i + 1, 2, out);
  }

  private static int backslash(String text, int i, StringBuilder out) {
    char kind = charAt(text, i + 1);
    switch (kind) {
      case 'u', 'x' -> {
        return charAt(text, i + 2) == '{'
            ? braces(text, i, out)
            : hex(text, i, i + 2, kind == 'u' ? 4 : 2, out);
      }
      case 'U' -> {
        return hex(text, i, i + 2, 8, out);
      }
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        return octal(text, i, out);
      }
      case 'n', 'r', 't', 'b', 'f', 'v' -> out.append(' ');
      default -> {
        if (i + 1 == text.length() || Character.isLetterOrDigit(kind)) {
          return i;
        }
        out.append(kind);
      }
    }
    return i + 2;
  }

  /** Decodes the {@code {2d}} of JavaScript, Rust and PHP. */
  private static int braces(String text, int i, StringBuilder out) {
    int end = i + 3;
    while (Character.digit(charAt(text, end), 16) >= 0 && end < i + 11) {
      end++;
    }
    return charAt(text, end) == '}' && append(text, i + 3, end, 16, out) ? end + 1 : i;
  }

  /** Decodes {@code \\055}, {@code \\0055} of shells and {@code \\00002d} of CSS. */
  private static int octal(String text, int i, StringBuilder out) {
    if (charAt(text, i + 1) == '0' && charAt(text, i + 2) == '0' && isHex(text, i + 3, 4)) {
      return hex(text, i, i + 1, 6, out);
    }
    int from = charAt(text, i + 1) == '0' && charAt(text, i + 2) <= '3' ? i + 2 : i + 1;
    int end = from;
    while (end < from + 3 && Character.digit(charAt(text, end), 8) >= 0) {
      end++;
    }
    return append(text, i + 1, end, 8, out) ? end : i;
  }

  /** Decodes an HTML entity; the semicolon may be missing after a number. */
  private static int entity(String text, int i, StringBuilder out) {
    if (charAt(text, i + 1) == 'H' && isHex(text, i + 2, 2)) {
      out.append(' '); // the prefix of &H2d
      return i + 2;
    }
    if (charAt(text, i + 1) != '#') {
      return namedEntity(text, i, out);
    }
    boolean isHex = charAt(text, i + 2) == 'x' || charAt(text, i + 2) == 'X';
    int radix = isHex ? 16 : 10;
    int from = isHex ? i + 3 : i + 2;
    int end = from;
    while (Character.digit(charAt(text, end), radix) >= 0) {
      end++;
    }
    if (!append(text, from, end, radix, out)) {
      return i;
    }
    return charAt(text, end) == ';' ? end + 1 : end;
  }

  /** Treats an unknown entity as a punctuation mark, because letters have no named entities. */
  private static int namedEntity(String text, int i, StringBuilder out) {
    int end = i + 1;
    while (end <= i + MAX_ENTITY_NAME && isAsciiLetter(charAt(text, end))) {
      end++;
    }
    if (charAt(text, end) != ';') {
      return i;
    }
    String name = text.substring(i + 1, end);
    String decoded = " ";
    for (int e = 0; e < ENTITIES.length; e += 2) {
      if (ENTITIES[e].equalsIgnoreCase(name)) {
        decoded = ENTITIES[e + 1];
      }
    }
    out.append(decoded);
    return end + 1;
  }

  /** Decodes {@code =2D} next to another one; alone, it is more likely a parameter's value. */
  private static int quotedPrintable(String text, int i, StringBuilder out) {
    boolean among =
        (charAt(text, i + 3) == '=' && isHex(text, i + 4, 2))
            || (i >= 3 && text.charAt(i - 3) == '=' && isHex(text, i - 2, 2));
    return among ? hex(text, i, i + 1, 2, out) : i;
  }

  /** Replaces the prefix of {@code 0x2d} by a space. */
  private static int hexPrefix(String text, int i, StringBuilder out) {
    char x = charAt(text, i + 1);
    boolean starts = i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1));
    if (!starts || (x != 'x' && x != 'X') || !isHex(text, i + 2, 2)) {
      return i;
    }
    out.append(' ');
    return i + 2;
  }

  /** Replaces the suffix of {@code 2dh} by a space. */
  private static int hexSuffix(String text, int i, StringBuilder out) {
    boolean isSuffix =
        i >= 2
            && isHex(text, i - 2, 2)
            && (i == 2 || !Character.isLetterOrDigit(text.charAt(i - 3)))
            && !Character.isLetterOrDigit(charAt(text, i + 1));
    if (!isSuffix) {
      return i;
    }
    out.append(' ');
    return i + 1;
  }

  /** Replaces a tag of HTML or XML by a space. */
  private static int tag(String text, int i, StringBuilder out) {
    int end = i + 1;
    if (charAt(text, end) == '/') {
      end++;
    }
    if (!isAsciiLetter(charAt(text, end))) {
      return i;
    }
    while (end < Math.min(text.length(), i + MAX_TAG) && "<>".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    if (charAt(text, end) != '>') {
      return i;
    }
    out.append(' ');
    return end + 1;
  }

  /** Converts a full-width character to its ASCII form. */
  private static int fullWidth(String text, int i, StringBuilder out) {
    char c = text.charAt(i);
    if (c < FULL_WIDTH_FIRST || c > FULL_WIDTH_LAST) {
      return i;
    }
    out.append((char) (c - FULL_WIDTH_FIRST + '!'));
    return i + 1;
  }

  /** Decodes {@code U+002D}. */
  private static int codePoint(String text, int i, StringBuilder out) {
    return charAt(text, i + 1) == '+' ? hex(text, i, i + 2, 4, out) : i;
  }

  private static int hex(String text, int i, int from, int digits, StringBuilder out) {
    return isHex(text, from, digits) && append(text, from, from + digits, 16, out)
        ? from + digits
        : i;
  }

  private static boolean isHex(String text, int from, int digits) {
    for (int i = from; i < from + digits; i++) {
      if (Character.digit(charAt(text, i), 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Appends the character with this number, and returns whether there is one. */
  private static boolean append(String text, int from, int to, int radix, StringBuilder out) {
    int value = from < to ? 0 : -1;
    for (int i = from; i < to && value >= 0; i++) {
      value = Math.min(value * radix + Character.digit(text.charAt(i), radix), 0x110000);
    }
    if (value < 0 || value > Character.MAX_CODE_POINT) {
      return false;
    }
    out.appendCodePoint(value);
    return true;
  }

  private static boolean isAsciiLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static char charAt(String text, int i) {
    return i < text.length() ? text.charAt(i) : ' ';
  }
}
