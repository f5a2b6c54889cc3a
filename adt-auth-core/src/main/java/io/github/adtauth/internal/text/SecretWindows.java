package io.github.adtauth.internal.text;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Finds every part of some secrets that has at least {@value #WINDOW} characters, and shorter
 * secrets as whole words. Ignores case. Immutable.
 */
final class SecretWindows {
  static final int WINDOW = 8;
  static final int MIN_LENGTH = 4;

  /** Ordinary texts do not share as many consecutive characters with a secret. */
  private static final int MAX_COINCIDENCE = 32;

  /** The forms of all secrets, folded. */
  private final Set<String> forms = new LinkedHashSet<>();

  /** The letters and digits of the forms. */
  private final Set<String> compactForms = new LinkedHashSet<>();

  private final Set<String> words = new LinkedHashSet<>();
  private int shortestQuote = MAX_COINCIDENCE;

  SecretWindows(Collection<String> secrets) {
    for (String secret : secrets) {
      int length = SecretForms.lettersAndDigits(secret).length();
      shortestQuote = Math.max(1, Math.min(shortestQuote, length));
      for (String form : SecretForms.of(secret)) {
        String folded = fold(form);
        if (folded.length() >= WINDOW) {
          forms.add(folded);
          String compact = SecretForms.lettersAndDigits(folded);
          if (compact.length() >= WINDOW) {
            compactForms.add(compact);
          }
        } else if (folded.length() >= MIN_LENGTH) {
          words.add(folded);
        }
      }
    }
  }

  /**
   * Returns whether so many of the hidden characters are consecutive, apart from separators, that
   * the text does not share them with a secret by chance.
   */
  boolean isQuote(String text, BitSet hidden) {
    int run = 0;
    for (int i = hidden.nextSetBit(0); i >= 0 && i < text.length(); i++) {
      if (hidden.get(i)) {
        run++;
      } else if (Character.isLetterOrDigit(text.charAt(i))) {
        run = 0;
      }
      if (run >= shortestQuote) {
        return true;
      }
    }
    return false;
  }

  /** Adds the indexes that belong to a secret, in text that may contain separators. */
  void find(UnescapedText text, BitSet original) {
    BitSet matches = find(text.text(), forms);
    for (String word : words) {
      findWord(fold(text.text()), word, matches);
    }
    text.addOriginal(matches, original);
    UnescapedText compact = text.lettersAndDigits();
    compact.addOriginal(find(compact.text(), compactForms), original);
  }

  private static BitSet find(String text, Set<String> forms) {
    BitSet matches = new BitSet();
    if (text.length() < WINDOW) {
      return matches;
    }
    String folded = fold(text);
    Keys keys = new Keys(folded);
    Set<Long> shared = new HashSet<>();
    for (String form : forms) {
      long key = 0;
      for (int i = 0; i < form.length(); i++) {
        key = append(key, form.charAt(i));
        if (i >= WINDOW - 1 && keys.contains(key)) {
          shared.add(key);
        }
      }
    }
    if (!shared.isEmpty()) {
      long key = 0;
      for (int i = 0; i < folded.length(); i++) {
        key = append(key, folded.charAt(i));
        if (i >= WINDOW - 1 && shared.contains(key)) {
          matches.set(i - WINDOW + 1, i + 1);
        }
      }
    }
    return matches;
  }

  /** A key holds the last byte of each of {@value #WINDOW} consecutive characters. */
  private static long append(long key, char c) {
    return (key << 8) | (c & 0xff);
  }

  private static void findWord(String text, String word, BitSet matches) {
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      int end = at + word.length();
      boolean starts = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
      boolean ends = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
      if (starts && ends) {
        matches.set(at, end);
      }
    }
  }

  /** Ignores case, and the difference between base64 and base64url; keeps the length. */
  private static String fold(String text) {
    char[] folded = text.toCharArray();
    for (int i = 0; i < folded.length; i++) {
      char c = folded[i];
      folded[i] = c == '-' ? '+' : c == '_' ? '/' : Character.toLowerCase(c);
    }
    return new String(folded);
  }

  /** A hash set of primitive keys, which avoids an object for each key. */
  private static final class Keys {
    private final long[] table;
    private final int mask;
    private boolean hasZero;

    Keys(String text) {
      int capacity = Integer.highestOneBit(Math.max(8, text.length() * 2 - 1)) << 1;
      table = new long[capacity];
      mask = capacity - 1;
      long key = 0;
      for (int i = 0; i < text.length(); i++) {
        key = append(key, text.charAt(i));
        if (i >= WINDOW - 1) {
          add(key);
        }
      }
    }

    private void add(long key) {
      if (key == 0) {
        hasZero = true;
      } else {
        table[slot(key)] = key;
      }
    }

    boolean contains(long key) {
      return key == 0 ? hasZero : table[slot(key)] == key;
    }

    /** Returns where the key is, or the free slot where it belongs. */
    private int slot(long key) {
      long hash = key * 0x9E3779B97F4A7C15L;
      int slot = (int) (hash >>> 32) & mask;
      while (table[slot] != 0 && table[slot] != key) {
        slot = (slot + 1) & mask;
      }
      return slot;
    }
  }
}
