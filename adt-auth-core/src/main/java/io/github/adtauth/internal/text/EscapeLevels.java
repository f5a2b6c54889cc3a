package io.github.adtauth.internal.text;

import java.util.ArrayList;
import java.util.List;

/** Decodes nested escapes, one level at a time. Stateless. */
final class EscapeLevels {
  /** Deeper escapes are not decoded; {@link EscapedPatterns} hides them. */
  static final int MAX = 6;

  private EscapeLevels() {}

  /** Returns the text and its decoded levels, at most {@value #MAX}. */
  static List<UnescapedText> of(String text) {
    List<UnescapedText> levels = new ArrayList<>(2);
    UnescapedText level = UnescapedText.original(text);
    while (level != null && levels.size() <= MAX) {
      levels.add(level);
      level = level.unescape();
    }
    return levels;
  }
}
