package io.github.adtauth;

/**
 * A text that counts the characters that are read. A linear search reads a bounded number per
 * character, so a test needs no clock. Throws an {@link AssertionError} beyond the bound. Not
 * thread-safe.
 */
final class CountingText implements CharSequence {
  private final String text;
  private final long maxReads;
  private long reads;

  CountingText(String text, long maxReads) {
    this.text = text;
    this.maxReads = maxReads;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    reads++;
    if (reads > maxReads) {
      throw new AssertionError(
          "read more than %d of %d characters of a text that starts with '%s'"
              .formatted(maxReads, text.length(), text.substring(0, Math.min(20, text.length()))));
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    reads += end - start;
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
