package io.github.adtauth.internal.text;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hides text that looks like a secret or a user name, in text on one line. Stateless. */
final class SecretPatterns {
  // Every quantifier is possessive or on a single character class: no backtracking, no recursion.

  /** The start of every JSON Web Token: a brace and a quote in base64url (RFC 7519 3.1). */
  private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_.-]++");

  /** The credentials of an Authorization header, unless an ordinary word follows the scheme. */
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "\\b((?i:Bearer|Basic|DPoP|PoP|Negotiate|SharedAccessSignature)\\s++)"
              + "(?![A-Za-z]?+[a-z]{0,19}+(?:[\\s.,;:!?'\")\\]]|$))\\S++");

  /** The signature of a shared access signature, and the key of a connection string. */
  private static final Pattern SIGNATURE = Pattern.compile("(?i)(\\bsig=|key=)[^\\s&\"'<>]++");

  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?i)((?:secret|code|token|assertion|verifier|passw(?:or)?d|pwd|passphrase|state|nonce"
              + "|cookie|signature)[\"']?\\s?=\\s?)(?:\"[^\"]++\"|'[^']++'|[^\\s&]++)");

  /**
   * The same as a member of JSON or as "name: value"; names that do not always mean a secret only
   * where the value is not an ordinary word or a number.
   */
  private static final Pattern MEMBER =
      Pattern.compile(
          "(?i)((?:(?:code|token|state|key)[\"']\\s?:\\s?"
              + "|(?:code|token|state|key)\\s?:\\s?"
              + "(?!(?:[a-z]++|[0-9]{1,9}+)(?:[\\s.,;:'\")\\]]|$))"
              + "|(?:secret|assertion|verifier|passw(?:or)?d|passphrase|cookie)[\"']?\\s?:\\s?"
              + "|(?:access|refresh|id|sas|device|account|api)[_ ]?(?:token|code|key):\\s?)"
              + ")(?:\"[^\"]++\"|'[^']++'|[^\\s&]++)");

  /**
   * Base64 and base64url, with the additional characters of Entra ID's codes, tickets and secrets.
   */
  private static final Pattern RUN = Pattern.compile("[A-Za-z0-9+/=_.~%*!$-]{32,}+");

  private static final Pattern GUID =
      Pattern.compile(
          "(?<![A-Za-z0-9])\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}"
              + "-\\p{XDigit}{12}(?![A-Za-z0-9])");

  /** Characters that end the local part of an address, seen from its end. */
  private static final String NOT_IN_LOCAL_PART = " \"'<>()[]{},;:=/@|?&";

  /** The at sign, its small form and its full-width form. */
  private static final String AT_SIGNS = "@\ufe6b\uff20";

  /** A hash, or a key of a service. */
  private static final Pattern HEX = Pattern.compile("\\p{XDigit}{32,}+");

  private static final int MIN_RANDOM = 20;

  /** Longer than any word. */
  private static final int MAX_WORD = 40;

  private SecretPatterns() {}

  /** Hides tokens, credentials, secret parameters, user names and long random text. */
  static String mask(String line) {
    String masked = maskCredentials(line);
    masked = PARAMETER.matcher(masked).replaceAll("$1" + Redactor.MASK);
    masked = MEMBER.matcher(masked).replaceAll("$1" + Redactor.MASK);
    masked = maskLocalParts(masked);
    return RUN.matcher(masked)
        .replaceAll(
            run -> isRandom(run.group()) ? Redactor.MASK : Matcher.quoteReplacement(run.group()));
  }

  /** Hides JSON Web Tokens. */
  static String maskTokens(String line) {
    return line.contains("eyJ") ? JWT.matcher(line).replaceAll(Redactor.MASK) : line;
  }

  /** Hides only text that cannot be part of a name. */
  static String maskCredentials(String line) {
    String masked = maskTokens(line);
    masked = AUTHORIZATION.matcher(masked).replaceAll("$1" + Redactor.MASK);
    return SIGNATURE.matcher(masked).replaceAll("$1" + Redactor.MASK);
  }

  /** Restricts the matches of {@link #find}. */
  @FunctionalInterface
  interface Range {
    boolean test(int from, int to);
  }

  /**
   * Returns the indexes of the text that {@link #mask} hides. Excludes a match if its characters,
   * including the next one, do not pass the test.
   */
  static BitSet find(String text, Range test) {
    BitSet matches =
        find(text, test, List.of(JWT, AUTHORIZATION, SIGNATURE, PARAMETER, MEMBER, RUN));
    BitSet localParts = localParts(text);
    for (int from = localParts.nextSetBit(0); from >= 0; ) {
      int to = localParts.nextClearBit(from);
      if (test.test(from, to + 1)) {
        matches.set(from, to);
      }
      from = localParts.nextSetBit(to);
    }
    return matches;
  }

  /** Returns the indexes of JSON Web Tokens that pass the test. */
  static BitSet findTokens(String text, Range test) {
    return find(text, test, List.of(JWT));
  }

  private static BitSet find(String text, Range test, List<Pattern> patterns) {
    BitSet matches = new BitSet();
    for (Pattern pattern : patterns) {
      Matcher matcher = pattern.matcher(text);
      while (matcher.find()) {
        int from = matcher.groupCount() == 0 ? matcher.start() : matcher.end(1);
        if ((pattern != RUN || isRandom(matcher.group()))
            && test.test(matcher.start(), matcher.end() + 1)) {
          matches.set(from, matcher.end());
        }
      }
    }
    return matches;
  }

  /**
   * Hides the local part of each e-mail address or user principal name, and the user of a URL. The
   * domain stays: it shows a sign-in to the wrong tenant.
   */
  private static String maskLocalParts(String line) {
    BitSet matches = localParts(line);
    return matches.isEmpty() ? line : RequestSecrets.masked(line, matches);
  }

  private static BitSet localParts(String line) {
    BitSet matches = new BitSet();
    int previous = 0;
    for (int i = 1; i < line.length() - 1; i++) {
      int afterAt = afterAt(line, i);
      if (afterAt > 0
          && afterAt < line.length()
          && Character.isLetterOrDigit(line.charAt(afterAt))) {
        int start = i;
        while (start > previous && isInLocalPart(line, start - 1, previous)) {
          start--;
        }
        matches.set(start, i);
        previous = i;
      }
    }
    return matches;
  }

  /** An apostrophe between two letters belongs to a name, any other one is a quotation mark. */
  private static boolean isInLocalPart(String line, int i, int previous) {
    if (line.charAt(i) == '\'' && i > previous) {
      return Character.isLetterOrDigit(line.charAt(i - 1))
          && Character.isLetterOrDigit(line.charAt(i + 1));
    }
    return NOT_IN_LOCAL_PART.indexOf(line.charAt(i)) < 0;
  }

  /** Returns the index after an at sign that may be percent-encoded; 0 if there is none. */
  private static int afterAt(String line, int i) {
    if (AT_SIGNS.indexOf(line.charAt(i)) >= 0) {
      return i + 1;
    }
    return line.startsWith("%40", i) ? i + 3 : 0;
  }

  /**
   * Returns whether a long run of characters is random text rather than words, identifiers of the
   * form of a GUID, host names or paths: in random text, letters and digits alternate.
   */
  private static boolean isRandom(String run) {
    String text = GUID.matcher(run).replaceAll("-");
    int size = 0;
    int changes = 0;
    int word = 0;
    int previous = 0;
    for (int i = 0; i < text.length(); i++) {
      int kind = kind(text.charAt(i));
      if (kind == 0) {
        word = 0;
      } else {
        size++;
        word++;
        boolean capital = previous == 'A' && kind == 'a';
        if (previous != 0 && previous != kind && !capital) {
          changes++;
        }
      }
      if (word >= MAX_WORD) {
        return true;
      }
      previous = kind;
    }
    return (size >= MIN_RANDOM && changes * 4 >= size) || HEX.matcher(text).find();
  }

  private static int kind(char c) {
    if (c >= 'a' && c <= 'z') {
      return 'a';
    } else if (c >= 'A' && c <= 'Z') {
      return 'A';
    }
    return c >= '0' && c <= '9' ? '0' : 0;
  }
}
