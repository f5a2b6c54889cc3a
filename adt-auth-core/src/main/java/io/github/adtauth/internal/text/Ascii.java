package io.github.adtauth.internal.text;

/**
 * Converts the case of untrusted text. {@link String#toLowerCase} takes quadratic time for
 * characters whose lower case has two characters (U+0130): about a minute for a few hundred
 * thousand. Stateless.
 */
public final class Ascii {
  private Ascii() {}

  /** Returns the string with the letters A to Z in lower case; other characters are unchanged. */
  public static String toLowerCase(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      if (isUpper(text.charAt(i))) {
        return toLowerCaseFrom(text, i);
      }
    }
    return text;
  }

  private static String toLowerCaseFrom(String text, int from) {
    char[] chars = text.toCharArray();
    for (int i = from; i < chars.length; i++) {
      if (isUpper(chars[i])) {
        chars[i] = (char) (chars[i] + ('a' - 'A'));
      }
    }
    return new String(chars);
  }

  private static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  /** Returns the string with the letters a to z in upper case; other characters are unchanged. */
  public static String toUpperCase(String text) {
    StringBuilder upper = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      upper.append(c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c);
    }
    return upper.toString();
  }
}
