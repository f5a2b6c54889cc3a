package io.github.adtauth;

import java.util.regex.Pattern;

/** Finds what was never filled in, or was wrapped on its way here, whatever the setting. */
final class Placeholder {
  private static final Pattern AROUND =
      Pattern.compile("<.*>|[$#]?\\{.*}|\\$\\(.*\\)|%\\w+%", Pattern.DOTALL);
  private static final Pattern WITHIN =
      Pattern.compile(".*(<[^<>]*>|\\{[^{}]*}|\\$\\([^()]*\\)).*", Pattern.DOTALL);
  private static final Pattern WRAPPED_GUID = Pattern.compile("[{(<][0-9a-fA-F-]{36}[>)}]");
  private static final Pattern QUOTED = Pattern.compile("\".*\"|'.*'|[“”„‘’«»`].*[“”„‘’«»`]");

  /** Spaces and what editors, chats and byte order marks leave around a copied value. */
  private static final Pattern EDGES =
      Pattern.compile("^[\\p{Z}\\s\\p{Cf}]+|[\\p{Z}\\s\\p{Cf}]+$", Pattern.DOTALL);

  private Placeholder() {}

  /** Returns the value without the white space, visible or not, around it. */
  static String trimmed(String value) {
    return EDGES.matcher(value).replaceAll("");
  }

  /**
   * Throws if the value is not the thing itself; a secret may hold any character but not be one.
   */
  static void refuse(String value, boolean secret) {
    if (value.isEmpty()) {
      throw SettingForm.wrong("it must not be empty");
    }
    if (value.startsWith("@Microsoft.KeyVault(")) {
      throw SettingForm.wrong("it is a Key Vault reference that was not resolved");
    }
    if (QUOTED.matcher(value).matches()) {
      throw SettingForm.wrong("take away the quotes around it");
    }
    if (WRAPPED_GUID.matcher(value).matches()) {
      throw SettingForm.wrong("take away the brackets around it");
    }
    if (AROUND.matcher(value).matches() || (!secret && WITHIN.matcher(value).matches())) {
      throw SettingForm.wrong("it is a placeholder; put the real value in its place");
    }
  }
}
