package io.github.adtauth.internal.text;

import java.util.BitSet;
import java.util.List;

/**
 * Hides text whose decoded form looks like a secret or a user name. Also hides letters and digits
 * that are escaped needlessly, and escapes that are nested too deeply to decode. Stateless.
 */
final class EscapedPatterns {
  /**
   * Encoders do not escape letters and digits. A single escaped one may be part of ordinary text.
   */
  private static final int MIN_NEEDLESS = 4;

  private EscapedPatterns() {}

  /** Returns the text without JSON Web Tokens that have escapes. */
  static String maskTokens(String line) {
    List<UnescapedText> levels = EscapeLevels.of(line);
    if (levels.size() == 1) {
      return line;
    }
    BitSet hidden = new BitSet();
    for (UnescapedText level : levels.subList(1, levels.size())) {
      level.addOriginal(SecretPatterns.findTokens(level.text(), level::isAnyEscaped), hidden);
    }
    return RequestSecrets.masked(line, hidden);
  }

  /** Returns the text without everything that this class hides. */
  static String mask(String line) {
    List<UnescapedText> levels = EscapeLevels.of(line);
    if (levels.size() == 1) {
      return line;
    }
    BitSet hidden = new BitSet();
    for (UnescapedText level : levels.subList(1, levels.size())) {
      BitSet matches = SecretPatterns.find(level.text(), level::isAnyEscaped);
      addNeedless(level, matches);
      level.addOriginal(matches, hidden);
    }
    UnescapedText deeper = levels.get(levels.size() - 1).unescape();
    if (deeper != null) {
      deeper.addOriginal(escapedWords(deeper), hidden);
    }
    return RequestSecrets.masked(line, hidden);
  }

  /** Adds runs of escaped letters and digits, which separators do not end. */
  private static void addNeedless(UnescapedText level, BitSet matches) {
    String text = level.text();
    int count = 0;
    int from = 0;
    int to = 0;
    for (int i = 0; i <= text.length(); i++) {
      boolean isEnd = i == text.length();
      if (isEnd || (Character.isLetterOrDigit(text.charAt(i)) && !isNeedless(level, i))) {
        if (count >= MIN_NEEDLESS) {
          matches.set(from, to);
        }
        count = 0;
      } else if (isNeedless(level, i)) {
        from = count == 0 ? i : from;
        to = i + 1;
        count++;
      }
    }
  }

  private static boolean isNeedless(UnescapedText level, int i) {
    char c = level.text().charAt(i);
    return c < 0x80 && Character.isLetterOrDigit(c) && level.isEscaped(i);
  }

  /** Returns the words that still have an escape, whose further levels are not decoded. */
  private static BitSet escapedWords(UnescapedText level) {
    String text = level.text();
    BitSet words = new BitSet();
    int from = 0;
    boolean hasEscape = false;
    for (int i = 0; i <= text.length(); i++) {
      boolean isEscaped = i < text.length() && level.isEscaped(i);
      if (i == text.length() || !(isEscaped || Character.isLetterOrDigit(text.charAt(i)))) {
        words.set(from, i, hasEscape);
        from = i + 1;
        hasEscape = false;
      }
      hasEscape |= isEscaped;
    }
    return words;
  }
}
