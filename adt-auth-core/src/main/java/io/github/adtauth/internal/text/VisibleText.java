package io.github.adtauth.internal.text;

/**
 * Reduces a text to its visible characters, on one line. White space becomes a space; terminal
 * escape sequences (ECMA-48) are removed as a whole; so are controls, format and direction marks,
 * zero-width and unassigned characters, and halves of surrogate pairs. Runs in linear time. Not
 * thread-safe.
 */
final class VisibleText {
  private static final char ESC = 0x1b;
  private static final char BEL = 0x07;
  private static final char STRING_TERMINATOR = 0x9c;

  private final String text;
  private final StringBuilder line;

  /**
   * The index at which a search for the end of a control string failed. Later searches fail as
   * well.
   */
  private int unterminatedFrom = Integer.MAX_VALUE;

  private VisibleText(String text) {
    this.text = text;
    this.line = new StringBuilder(text.length());
  }

  static String of(String text) {
    return isPrintableAscii(text) ? text : new VisibleText(text).read();
  }

  private static boolean isPrintableAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  private String read() {
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      if (c == ESC || (c >= 0x80 && c < 0xa0 && c != 0x85)) {
        i = afterSequence(i);
      } else if (c != ' ' && isSpace(c)) {
        appendSpace();
        i = next;
      } else {
        if (isVisible(c)) {
          line.appendCodePoint(c);
        }
        i = next;
      }
    }
    return line.toString();
  }

  private void appendSpace() {
    int length = line.length();
    if (length > 0 && line.charAt(length - 1) != ' ') {
      line.append(' ');
    }
  }

  /** Returns the index after an escape sequence, or after its first character if it is not one. */
  private int afterSequence(int start) {
    int i = start + 1;
    int kind = text.charAt(start);
    if (kind == ESC) {
      if (i == text.length()) {
        return i;
      }
      kind = text.charAt(i) + 0x40; // ESC [ is another way to write CSI, U+009B, and so on
      i++;
    }
    switch (kind) {
      case 0x9b -> { // control sequence
        i = skip(i, 0x30, 0x3f);
        i = skip(i, 0x20, 0x2f);
        return isIn(i, 0x40, 0x7e) ? i + 1 : i;
      }
      case 0x90, 0x98, 0x9d, 0x9e, 0x9f -> { // control strings: window titles, links, …
        return afterControlString(i);
      }
      default -> {
        if (text.charAt(start) != ESC) {
          return i;
        }
        i = skip(start + 1, 0x20, 0x2f);
        return isIn(i, 0x30, 0x7e) ? i + 1 : i;
      }
    }
  }

  private int afterControlString(int start) {
    if (start >= unterminatedFrom) {
      return start;
    }
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == BEL || c == STRING_TERMINATOR) {
        return i + 1;
      }
      if (c == ESC && i + 1 < text.length() && text.charAt(i + 1) == '\\') {
        return i + 2;
      }
    }
    unterminatedFrom = start;
    return start;
  }

  private int skip(int start, int from, int to) {
    int i = start;
    while (isIn(i, from, to)) {
      i++;
    }
    return i;
  }

  private boolean isIn(int index, int from, int to) {
    return index < text.length() && text.charAt(index) >= from && text.charAt(index) <= to;
  }

  private static boolean isSpace(int c) {
    return (c >= '\t' && c <= '\r') || c == 0x85 || Character.isSpaceChar(c);
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> !isBlank(c);
    };
  }

  /** Letters and marks that are invisible although their general category does not say so. */
  private static boolean isBlank(int c) {
    return c == 0x034f
        || c == 0x115f
        || c == 0x1160
        || c == 0x17b4
        || c == 0x17b5
        || (c >= 0x180b && c <= 0x180f)
        || c == 0x2800
        || c == 0x3164
        || (c >= 0xfe00 && c <= 0xfe0f)
        || c == 0xffa0
        || (c >= 0xe0100 && c <= 0xe01ef);
  }
}
