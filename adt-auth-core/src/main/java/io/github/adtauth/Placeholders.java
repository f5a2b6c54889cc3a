package io.github.adtauth;

import java.util.regex.Pattern;

/** Detects placeholders and quoted values, in any setting. */
final class Placeholders {
  private static final String JOINING = "-._~:/";
  private static final String BREAKING = "\t\n\u000b\f\r";

  private Placeholders() {}

  /** Returns the value without leading and trailing white space, visible or not. */
  static String trim(String value) {
    int start = 0;
    int end = value.length();
    while (start < end && isEdge(value.codePointAt(start))) {
      start += Character.charCount(value.codePointAt(start));
    }
    while (start < end && isEdge(value.codePointBefore(end))) {
      end -= Character.charCount(value.codePointBefore(end));
    }
    return value.substring(start, end);
  }

  /**
   * Rejects a value that is empty, a placeholder or wrapped in quotes or brackets. A secret may
   * contain such characters inside.
   */
  static void reject(String value, boolean secret) {
    if (value.isEmpty()) {
      throw SettingParser.invalid("must not be empty");
    }
    if (isPlain(value)) {
      return;
    }
    if (value.startsWith("@Microsoft.KeyVault(")) {
      throw SettingParser.invalid("is an unresolved Key Vault reference");
    }
    if (Wrapping.QUOTED.matcher(value).matches()) {
      throw SettingParser.invalid("must not be quoted");
    }
    if (Wrapping.WRAPPED_GUID.matcher(value).matches()) {
      throw SettingParser.invalid("must not be in brackets");
    }
    if (Wrapping.ENCLOSED.matcher(value).matches()
        || (!secret && Wrapping.CONTAINED.matcher(value).matches())) {
      throw SettingParser.invalid("is a placeholder; replace it with the real value");
    }
  }

  /** Returns whether a character is white space or invisible, as copied text often contains. */
  private static boolean isEdge(int c) {
    return Character.isSpaceChar(c)
        || BREAKING.indexOf(c) >= 0
        || Character.getType(c) == Character.FORMAT;
  }

  /** Returns whether the value has only characters that occur in no placeholder. */
  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= 0x80 || !(Character.isLetterOrDigit(c) || JOINING.indexOf(c) >= 0)) {
        return false;
      }
    }
    return true;
  }

  /** Holder: the patterns are compiled only for the few values that are not plain. */
  private static final class Wrapping {
    static final Pattern ENCLOSED =
        Pattern.compile("<.*>|[$#]?\\{.*}|\\$\\(.*\\)|%\\w+%", Pattern.DOTALL);
    static final Pattern CONTAINED =
        Pattern.compile(".*(<[^<>]*>|\\{[^{}]*}|\\$\\([^()]*\\)).*", Pattern.DOTALL);
    static final Pattern WRAPPED_GUID = Pattern.compile("[{(<][0-9a-fA-F-]{36}[>)}]");
    static final Pattern QUOTED = Pattern.compile("\".*\"|'.*'|[“”„‘’«»`].*[“”„‘’«»`]");
  }
}
