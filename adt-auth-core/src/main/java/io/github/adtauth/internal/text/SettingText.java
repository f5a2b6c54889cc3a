package io.github.adtauth.internal.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Formats an invalid setting for display: recognizable, but without any part of a secret.
 * Stateless.
 */
final class SettingText {
  private static final int MAX_LENGTH = 80;
  private static final int MAX_INPUT = 4096;

  /**
   * The maximum length of a host (RFC 1035). The patterns for names recurse, so they must not be
   * applied to longer text.
   */
  private static final int MAX_NAME = 255;

  /** A secret shorter than this is displayed without its first characters. */
  private static final int MIN_HINTED = 30;

  private static final int HINT = 3;

  private static final Pattern USER = Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]{0,30}://)?.*@");
  private static final Pattern QUERY = Pattern.compile("([?#]).+");
  private static final Pattern INVISIBLE = Pattern.compile("\\p{C}|[\\p{Z}&&[^ ]]");
  private static final Pattern RUN = Pattern.compile("\\S{12,}");
  private static final Pattern RUN_IN_URL = Pattern.compile("[\\p{Alnum}~_+=.*!$%^&-]{12,}");
  private static final Pattern MIXED = Pattern.compile("(?=.*\\p{Alpha})(?=.*\\d).*|.*[~+=].*");
  private static final Pattern GUID_LIKE = Pattern.compile("\\p{XDigit}+(-\\p{XDigit}*){2,}");
  private static final Pattern WRAPPING = Pattern.compile("^[{(<\"'\\[]|[})>\"'\\],;]$");
  private static final Pattern HOST_LIKE =
      Pattern.compile("/*[a-z0-9-]+(\\.[a-z0-9-]+)+(/[a-z0-9.-]{0,24})*");

  private SettingText() {}

  static String of(String value) {
    if (value.length() > MAX_INPUT) {
      return hint(INVISIBLE.matcher(value.substring(0, HINT)).replaceAll("\uFFFD"), value.length());
    }
    // An invisible character is often the mistake, so it is displayed as a replacement character.
    String line = INVISIBLE.matcher(value).replaceAll("\uFFFD");
    String bare = QUERY.matcher(USER.matcher(line).replaceFirst("$1***@")).replaceFirst("$1***");
    Pattern run = bare.contains("://") ? RUN_IN_URL : RUN;
    String text =
        run.matcher(bare)
            .replaceAll(match -> Matcher.quoteReplacement(maskIfSecret(match.group())));
    return Redactor.truncate(text, MAX_LENGTH + 1);
  }

  private static String maskIfSecret(String run) {
    if (!MIXED.matcher(run).matches() || (run.length() <= MAX_NAME && isName(run))) {
      return run;
    }
    return hint(run.length() < MIN_HINTED ? "" : run.substring(0, HINT), run.length());
  }

  private static String hint(String start, int length) {
    return start + Redactor.ELLIPSIS + " (" + length + " characters)";
  }

  private static boolean isName(String run) {
    String bare = WRAPPING.matcher(run).replaceAll("");
    return GUID_LIKE.matcher(bare).matches() || HOST_LIKE.matcher(bare).matches();
  }
}
