package io.github.adtauth.internal.text;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A text without its escapes or its separators, and the position of each character in the original.
 * A server may quote a secret with any of its characters escaped, or divided into groups.
 * Immutable.
 */
final class UnescapedText {
  /** The characters around hidden text are not adjacent. */
  private static final char BARRIER = Redactor.MASK.charAt(0);

  private final String text;

  /** The index of each character in the original, and of the one behind it. */
  private final int[] starts;

  private final int[] ends;

  private UnescapedText(String text, int[] starts, int[] ends) {
    this.text = text;
    this.starts = starts;
    this.ends = ends;
  }

  /** Returns the text as it is, without decoding escapes. */
  static UnescapedText original(String text) {
    int[] starts = new int[text.length()];
    int[] ends = new int[text.length()];
    Arrays.setAll(starts, i -> i);
    Arrays.setAll(ends, i -> i + 1);
    return new UnescapedText(text, starts, ends);
  }

  String text() {
    return text;
  }

  /** Returns whether a character is written as an escape in the original. */
  boolean isEscaped(int index) {
    return ends[index] - starts[index] > 1;
  }

  /** Returns whether any character of a range is written as an escape. */
  boolean isAnyEscaped(int from, int to) {
    for (int i = from; i < Math.min(to, text.length()); i++) {
      if (isEscaped(i)) {
        return true;
      }
    }
    return false;
  }

  /** Adds the original indexes of some characters of this text. */
  void addOriginal(BitSet characters, BitSet original) {
    for (int from = characters.nextSetBit(0); from >= 0; ) {
      int to = characters.nextClearBit(from);
      original.set(starts[from], ends[to - 1]);
      from = characters.nextSetBit(to);
    }
  }

  /** Returns this text without one level of escapes, or null if it has none. */
  @Nullable UnescapedText unescape() {
    StringBuilder plain = new StringBuilder(text.length());
    int[] plainStarts = new int[text.length()];
    int[] plainEnds = new int[text.length()];
    int i = 0;
    while (i < text.length()) {
      int from = plain.length();
      int next = EscapeDecoder.decode(text, i, plain);
      for (int c = from; c < plain.length(); c++) {
        plainStarts[c] = starts[i];
        plainEnds[c] = ends[next - 1];
      }
      i = next;
    }
    return text.contentEquals(plain) ? null : of(plain, plainStarts, plainEnds);
  }

  /** Returns the letters and digits of this text. */
  UnescapedText lettersAndDigits() {
    StringBuilder kept = new StringBuilder(text.length());
    int[] keptStarts = new int[text.length()];
    int[] keptEnds = new int[text.length()];
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == BARRIER || Character.isLetterOrDigit(c)) {
        keptStarts[kept.length()] = starts[i];
        keptEnds[kept.length()] = ends[i];
        kept.append(c);
      }
    }
    return of(kept, keptStarts, keptEnds);
  }

  private static UnescapedText of(StringBuilder text, int[] starts, int[] ends) {
    int length = text.length();
    return new UnescapedText(
        text.toString(), Arrays.copyOf(starts, length), Arrays.copyOf(ends, length));
  }
}
