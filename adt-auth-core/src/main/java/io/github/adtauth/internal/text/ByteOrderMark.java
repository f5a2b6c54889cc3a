package io.github.adtauth.internal.text;

/** The byte order mark, which programs on Windows put before UTF-8 text. Stateless. */
public final class ByteOrderMark {
  private ByteOrderMark() {}

  /** Returns the text without the mark at its beginning. */
  public static String strip(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
