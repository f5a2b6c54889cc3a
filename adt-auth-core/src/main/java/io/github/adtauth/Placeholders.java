package io.github.adtauth;

import java.util.regex.Pattern;

/** Finds what was never filled in, or was wrapped on its way here, whatever the setting. */
final class Placeholders {
  private static final String JOINING = "-._~:/";
  private static final String BREAKING = "\t\n\u000b\f\r";

  private Placeholders() {}

  /** Returns the value without the white space, visible or not, around it. */
  static String trimmed(String value) {
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
   * Throws if the value is not the thing itself; a secret may hold any character but not be one.
   */
  static void reject(String value, boolean secret) {
    if (value.isEmpty()) {
      throw SettingParser.invalid("it must not be empty");
    }
    if (isPlain(value)) {
      return;
    }
    if (value.startsWith("@Microsoft.KeyVault(")) {
      throw SettingParser.invalid("it is a Key Vault reference that was not resolved");
    }
    if (Wrapping.QUOTED.matcher(value).matches()) {
      throw SettingParser.invalid("take away the quotes around it");
    }
    if (Wrapping.WRAPPED_GUID.matcher(value).matches()) {
      throw SettingParser.invalid("take away the brackets around it");
    }
    if (Wrapping.AROUND.matcher(value).matches()
        || (!secret && Wrapping.WITHIN.matcher(value).matches())) {
      throw SettingParser.invalid("it is a placeholder; put the real value in its place");
    }
  }

  /** Spaces and what editors, chats and byte order marks leave around a copied value. */
  private static boolean isEdge(int c) {
    return Character.isSpaceChar(c)
        || BREAKING.indexOf(c) >= 0
        || Character.getType(c) == Character.FORMAT;
  }

  /** Tells whether there is neither white space nor anything that could be taken for a wrapping. */
  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= 0x80 || !(Character.isLetterOrDigit(c) || JOINING.indexOf(c) >= 0)) {
        return false;
      }
    }
    return true;
  }

  /** Made when there is a value that is not plain, as few are. */
  private static final class Wrapping {
    static final Pattern AROUND =
        Pattern.compile("<.*>|[$#]?\\{.*}|\\$\\(.*\\)|%\\w+%", Pattern.DOTALL);
    static final Pattern WITHIN =
        Pattern.compile(".*(<[^<>]*>|\\{[^{}]*}|\\$\\([^()]*\\)).*", Pattern.DOTALL);
    static final Pattern WRAPPED_GUID = Pattern.compile("[{(<][0-9a-fA-F-]{36}[>)}]");
    static final Pattern QUOTED = Pattern.compile("\".*\"|'.*'|[“”„‘’«»`].*[“”„‘’«»`]");
  }
}
