package io.github.adtauth;

/**
 * A setting before it is parsed. Immutable.
 *
 * @param value the text, which may be a secret
 * @param source a description of its source, for messages
 */
record RawValue(String value, String source) {
  /** Returns the source only. */
  @Override
  public String toString() {
    return source;
  }
}
