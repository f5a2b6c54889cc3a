package io.github.adtauth.internal.onbehalfof;

import org.jspecify.annotations.Nullable;

/**
 * The cache key of an inbound token. Equality compares all characters, but the hash covers only
 * some of them, because hashing a new string of 1.7 KB takes a microsecond, more than the rest of a
 * look-up. An attacker who can produce colliding keys could do the same with {@code String}. Keys
 * are comparable, so colliding entries form a tree rather than a list.
 */
final class AssertionKey implements Comparable<AssertionKey> {
  private static final int HASH_STEP = 64;

  /** The last characters of the signature are practically random; 24 of them exceed 128 bits. */
  private static final int HASHED_TAIL = 24;

  private final String text;
  private final int hash;

  AssertionKey(String assertion) {
    text = assertion;
    int tail = Math.max(0, assertion.length() - HASHED_TAIL);
    int mixed = assertion.length();
    for (int i = 0; i < tail; i += HASH_STEP) {
      mixed = 31 * mixed + assertion.charAt(i);
    }
    for (int i = tail; i < assertion.length(); i++) {
      mixed = 31 * mixed + assertion.charAt(i);
    }
    hash = mixed;
  }

  String assertion() {
    return text;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AssertionKey that && hash == that.hash && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public int compareTo(AssertionKey other) {
    return text.compareTo(other.text);
  }

  /** Returns a string that contains the length of the token, but not the token. */
  @Override
  public String toString() {
    return "AssertionKey[" + text.length() + " characters]";
  }
}
