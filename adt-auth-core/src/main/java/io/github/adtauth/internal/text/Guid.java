package io.github.adtauth.internal.text;

/** The form of a GUID: 32 hexadecimal digits in five groups, in upper or lower case. */
public final class Guid {
  private static final int LENGTH = 36;

  private Guid() {}

  /** Returns whether the whole text is a GUID, without braces or quotes. */
  public static boolean isGuid(String text) {
    if (text.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(i);
      boolean isSeparator = i == 8 || i == 13 || i == 18 || i == 23;
      if (isSeparator ? c != '-' : !isHexDigit(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHexDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
