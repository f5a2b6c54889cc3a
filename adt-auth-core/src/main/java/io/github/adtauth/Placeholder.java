package io.github.adtauth;

import java.util.regex.Pattern;

/** Finds what was never filled in, or was wrapped on its way here, whatever the setting. */
final class Placeholder {
  private static final String JOINING = "-._~:/";

  private Placeholder() {}

  /** Returns the value without the white space, visible or not, around it. */
  static String trimmed(String value) {
    return isPlain(value) ? value : Wrapping.EDGES.matcher(value).replaceAll("");
  }

  /**
   * Throws if the value is not the thing itself; a secret may hold any character but not be one.
   */
  static void refuse(String value, boolean secret) {
    if (value.isEmpty()) {
      throw SettingForm.wrong("it must not be empty");
    }
    if (isPlain(value)) {
      return;
    }
    if (value.startsWith("@Microsoft.KeyVault(")) {
      throw SettingForm.wrong("it is a Key Vault reference that was not resolved");
    }
    if (Wrapping.QUOTED.matcher(value).matches()) {
      throw SettingForm.wrong("take away the quotes around it");
    }
    if (Wrapping.WRAPPED_GUID.matcher(value).matches()) {
      throw SettingForm.wrong("take away the brackets around it");
    }
    if (Wrapping.AROUND.matcher(value).matches()
        || (!secret && Wrapping.WITHIN.matcher(value).matches())) {
      throw SettingForm.wrong("it is a placeholder; put the real value in its place");
    }
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

    /** Spaces and what editors, chats and byte order marks leave around a copied value. */
    static final Pattern EDGES =
        Pattern.compile("^[\\p{Z}\\s\\p{Cf}]+|[\\p{Z}\\s\\p{Cf}]+$", Pattern.DOTALL);
  }
}
