package io.github.adtauth.internal.onbehalfof;

import org.jspecify.annotations.Nullable;

/**
 * An inbound token as what is looked up on each call. All of its characters decide; only some are
 * hashed, because a fresh text of 1.7 KB takes a microsecond to hash, more than all the rest. Those
 * who make texts of one hash gain no more than with {@link String}: they can be put in an order.
 */
public final class AssertionKey implements Comparable<AssertionKey> {
  private static final int STEP = 64;

  /**
   * The end is of the signature, which is as good as random: 24 characters are more than 128 bits.
   */
  private static final int END = 24;

  private final String text;
  private final int hash;

  public AssertionKey(String assertion) {
    text = assertion;
    int end = Math.max(0, assertion.length() - END);
    int mixed = assertion.length();
    for (int i = 0; i < end; i += STEP) {
      mixed = 31 * mixed + assertion.charAt(i);
    }
    for (int i = end; i < assertion.length(); i++) {
      mixed = 31 * mixed + assertion.charAt(i);
    }
    hash = mixed;
  }

  public String assertion() {
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

  /** Names its length, never the token. */
  @Override
  public String toString() {
    return "AssertionKey[" + text.length() + " characters]";
  }
}
