package io.github.adtauth.internal.text;

/**
 * Reduces text to its visible characters, on one line. Runs in linear time. Not thread-safe.
 *
 * <ul>
 *   <li>Line breaks, tabs and other white space become a space, except after another space.
 *   <li>Terminal escape sequences (ECMA-48) are removed entirely.
 *   <li>Control, format, zero-width and unassigned characters and unpaired surrogates are removed.
 * </ul>
 */
final class VisibleText {
  private static final char BEL = 0x07;
  private static final char ESC = 0x1b;

  // C1 controls (ECMA-48 8.3). ESC followed by '@' to '_' is the 7-bit form of the same control.
  private static final char NEL = 0x85; // next line
  private static final char DCS = 0x90; // device control string
  private static final char SOS = 0x98; // start of string
  private static final char CSI = 0x9b; // control sequence introducer
  private static final char ST = 0x9c; // string terminator
  private static final char OSC = 0x9d; // operating system command
  private static final char PM = 0x9e; // privacy message
  private static final char APC = 0x9f; // application program command

  private final String text;
  private final StringBuilder line;

  /**
   * The index from which there is no string terminator. Searches from later indexes are skipped,
   * which keeps the running time linear.
   */
  private int unterminatedFrom = Integer.MAX_VALUE;

  private VisibleText(String text) {
    this.text = text;
    this.line = new StringBuilder(text.length());
  }

  static String of(String text) {
    return isPrintableAscii(text) ? text : new VisibleText(text).filter();
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

  private String filter() {
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (c == ESC || (c >= 0x80 && c < 0xa0 && c != NEL)) {
        i = skipEscapeSequence(i);
        continue;
      }
      if (c != ' ' && isSpace(c)) {
        appendSpace();
      } else if (isVisible(c)) {
        line.appendCodePoint(c);
      }
      i += Character.charCount(c);
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
  private int skipEscapeSequence(int start) {
    int i = start + 1;
    int control = text.charAt(start);
    if (control == ESC) {
      if (i == text.length()) {
        return i;
      }
      control = text.charAt(i) + 0x40; // the 8-bit form: ESC [ becomes CSI
      i++;
    }
    switch (control) {
      case CSI -> { // parameter bytes, intermediate bytes and a final byte (ECMA-48 5.4)
        i = skipRange(i, 0x30, 0x3f);
        i = skipRange(i, 0x20, 0x2f);
        return isInRange(i, 0x40, 0x7e) ? i + 1 : i;
      }
      case DCS, SOS, OSC, PM, APC -> { // control strings, such as window titles and links
        return skipControlString(i);
      }
      default -> {
        if (text.charAt(start) != ESC) {
          return i;
        }
        i = skipRange(start + 1, 0x20, 0x2f);
        return isInRange(i, 0x30, 0x7e) ? i + 1 : i;
      }
    }
  }

  private int skipControlString(int start) {
    if (start >= unterminatedFrom) {
      return start;
    }
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == BEL || c == ST) {
        return i + 1;
      }
      if (c == ESC && i + 1 < text.length() && text.charAt(i + 1) == '\\') {
        return i + 2;
      }
    }
    unterminatedFrom = start;
    return start;
  }

  private int skipRange(int start, int from, int to) {
    int i = start;
    while (isInRange(i, from, to)) {
      i++;
    }
    return i;
  }

  private boolean isInRange(int index, int from, int to) {
    return index < text.length() && text.charAt(index) >= from && text.charAt(index) <= to;
  }

  private static boolean isSpace(int c) {
    return (c >= '\t' && c <= '\r') || c == NEL || Character.isSpaceChar(c);
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

  /** Returns whether a letter or mark is invisible, although its general category is visible. */
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
