package io.github.adtauth;

import io.github.adtauth.internal.text.Ascii;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Recognizes names that resemble the name of a required setting. Stateless. */
final class SimilarNames {
  private static final int MIN_TYPO_LENGTH = 6;
  private static final Pattern PATH = Pattern.compile("^.*(?:[.:/]|__)");

  /** Environment variables that are considered: those that name Azure or Digital Twins. */
  private static final Pattern VARIABLE =
      Pattern.compile("(?i)(ADT|AZURE|AAD|ARM|ENTRA|DIGITAL_?TWINS?)_.*|CLIENT_ID|TENANT(_ID)?");

  /** Patterns of keys that end with the name of a setting. */
  private static final Map<Setting, Pattern> ENDINGS = new EnumMap<>(Setting.class);

  static {
    ENDINGS.put(Setting.CLIENT_ID, Pattern.compile(".*(clientid|applicationid|appid)"));
    ENDINGS.put(Setting.TENANT, Pattern.compile(".*(tenant|tenantid|tenantname|directoryid)"));
    ENDINGS.put(
        Setting.ENDPOINT,
        Pattern.compile(
            "(?!.*(login|authority|redirect)).*(adt|twins?|instance|service)"
                + "(service|instance|api)?(base)?(url|uri|endpoint|host|hostname|address)|hostname"));
    ENDINGS.put(Setting.CLIENT_SECRET, Pattern.compile(".*(clientsecret|appsecret|clientkey)"));
  }

  private SimilarNames() {}

  /** Returns whether a variable resembles a setting without being one. */
  static boolean isVariable(String name) {
    for (Setting setting : Setting.values()) {
      if (setting.variable.equals(name)) {
        return false;
      }
    }
    return VARIABLE.matcher(name).matches();
  }

  /** Returns the required setting that a key resembles, or null. */
  static @Nullable Setting settingOf(String key) {
    String last = plain(PATH.matcher(key).replaceFirst(""));
    String whole = plain(key);
    for (Map.Entry<Setting, Pattern> ending : ENDINGS.entrySet()) {
      Setting setting = ending.getKey();
      if (setting == Setting.ofKey(last)
          || ending.getValue().matcher(last).matches()
          || ending.getValue().matcher(whole).matches()
          || isTypo(last, setting.label)
          || isTypo(last, setting.variable)) {
        return setting;
      }
    }
    return null;
  }

  private static String plain(String key) {
    return Ascii.toLowerCase(key).replaceAll("[^a-z0-9]", "");
  }

  /** Returns whether a key differs by one inserted, missing, replaced or swapped letter. */
  private static boolean isTypo(String key, String name) {
    String expected = plain(name);
    if (expected.length() < MIN_TYPO_LENGTH || Math.abs(key.length() - expected.length()) > 1) {
      return false;
    }
    int start = 0;
    while (start < Math.min(key.length(), expected.length())
        && key.charAt(start) == expected.charAt(start)) {
      start++;
    }
    String rest = key.substring(start);
    String other = expected.substring(start);
    return tail(rest, 1).equals(tail(other, 1))
        || tail(rest, 1).equals(other)
        || rest.equals(tail(other, 1))
        || (rest.length() >= 2
            && other.length() >= 2
            && tail(rest, 2).equals(tail(other, 2))
            && rest.charAt(0) == other.charAt(1)
            && rest.charAt(1) == other.charAt(0));
  }

  private static String tail(String text, int from) {
    return text.substring(Math.min(from, text.length()));
  }
}
