package io.github.adtauth;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a wrong value may stand in a message: enough to recognise it. People paste secrets and
 * tokens into the wrong place, so what looks like one is cut to what the portal shows of it too.
 */
final class Shown {
  private static final int LONGEST = 80;

  /** Of a host (RFC 1035); and on longer ones the expressions below would use up the stack. */
  private static final int LONGEST_NAME = 255;

  private static final Pattern USER = Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]*://)?.*@");
  private static final Pattern QUERY = Pattern.compile("([?#]).+");
  private static final Pattern INVISIBLE = Pattern.compile("\\p{C}|[\\p{Z}&&[^ ]]");
  private static final Pattern RUN = Pattern.compile("\\S{12,}");
  private static final Pattern RUN_OF_URL = Pattern.compile("[\\p{Alnum}~_+=.*!$%^&-]{12,}");
  private static final Pattern MIXED = Pattern.compile("(?=.*\\p{Alpha})(?=.*\\d).*|.*[~+=].*");
  private static final Pattern GUID_LIKE = Pattern.compile("\\p{XDigit}+(-\\p{XDigit}*){2,}");
  private static final Pattern WRAPPING = Pattern.compile("^[{(<\"'\\[]|[})>\"'\\],;]$");
  private static final Pattern HOST_LIKE =
      Pattern.compile("/*[a-z0-9-]+(\\.[a-z0-9-]+)+(/[a-z0-9.-]{0,24})*");

  private Shown() {}

  /** Returns the value in one line without user name, query and whatever looks like a secret. */
  static String of(String value) {
    String line = INVISIBLE.matcher(value).replaceAll("\uFFFD");
    String bare = QUERY.matcher(USER.matcher(line).replaceFirst("$1***@")).replaceFirst("$1***");
    Pattern run = bare.contains("://") ? RUN_OF_URL : RUN;
    String shown = run.matcher(bare).replaceAll(r -> masked(r.group()));
    return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + "…";
  }

  private static String masked(String run) {
    if (!MIXED.matcher(run).matches() || (run.length() <= LONGEST_NAME && isName(run))) {
      return Matcher.quoteReplacement(run);
    }
    // The portal and Graph show the first three characters of a secret as its hint.
    String hint = run.length() < 30 ? "" : run.substring(0, 3);
    return Matcher.quoteReplacement(hint + "… (" + run.length() + " characters)");
  }

  private static boolean isName(String run) {
    String bare = WRAPPING.matcher(run).replaceAll("");
    return GUID_LIKE.matcher(bare).matches() || HOST_LIKE.matcher(bare).matches();
  }
}
