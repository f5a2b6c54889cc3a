package io.github.adtauth;

import io.github.adtauth.internal.text.Redactor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys that were passed over although they look like those of a needed setting: in a section of
 * a file, under the name that another library gives them, or misspelled. They are never used, only
 * named when the setting is missing. Not thread-safe while it is filled.
 */
final class NearMisses {
  private static final int MAX_KEYS = 5;
  private static final int MIN_TYPO_LENGTH = 6;
  private static final Pattern PATH = Pattern.compile(".*(?:[.:/]|__)");

  private static final Pattern VARIABLE =
      Pattern.compile("(?i)(ADT|AZURE|AAD|ARM|ENTRA|DIGITAL_?TWINS?)_.*|CLIENT_ID|TENANT(_ID)?");

  /** What ends like a setting, whatever is before it. */
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

  private final Map<Setting, List<String>> keys = new EnumMap<>(Setting.class);

  NearMisses copy() {
    NearMisses copy = new NearMisses();
    keys.forEach((setting, known) -> copy.keys.put(setting, List.copyOf(known)));
    return copy;
  }

  /**
   * Remembers a key, if it looks like that of a needed setting.
   *
   * @param key as it stands there, with the sections above it
   * @param source is appended to the key in a sentence
   */
  void add(String key, String source) {
    Setting setting = settingOf(key);
    if (setting != null) {
      List<String> known = keys.computeIfAbsent(setting, s -> new ArrayList<>());
      String entry = "'" + Redactor.redactSetting(key) + "'" + source;
      if (known.size() < MAX_KEYS && !known.contains(entry)) {
        known.add(entry);
      }
    }
  }

  /** Remembers environment variables, of which there are many: only those that name Azure or us. */
  void addVariables(Set<String> names) {
    for (String name : names) {
      if (VARIABLE.matcher(name).matches() && !isOurs(name)) {
        add(name, " in the environment");
      }
    }
  }

  private static boolean isOurs(String variable) {
    for (Setting setting : Setting.values()) {
      if (setting.variable.equals(variable)) {
        return true;
      }
    }
    return false;
  }

  /** Returns a sentence that names the keys passed over, or an empty text if there are none. */
  String hint(Setting setting) {
    List<String> known = keys.getOrDefault(setting, List.of());
    return known.isEmpty() ? "" : " Passed over: " + String.join(", ", known) + ".";
  }

  private static @Nullable Setting settingOf(String key) {
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
    return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /** Returns whether a key differs in one place: one letter more, less or other, or two swapped. */
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
