package io.github.adtauth.signin;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes what a service wrote fit for a message and a log: one line, short, no control characters,
 * and nothing that could be a token, a code, an assertion or a secret.
 */
final class SafeText {
  private static final int MAX_LENGTH = 200;
  private static final String HIDDEN = "…";

  private static final Pattern INVISIBLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Cn}]+");

  /** Base64 and base64url, with the marks that Entra's codes, tickets and secrets have besides. */
  private static final Pattern LONG_RUN = Pattern.compile("[A-Za-z0-9+/=_.~%*!$-]{32,}+");

  /** The start of every JSON Web Token, a brace and a quote in base64url (RFC 7519 3.1). */
  private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_.-]*+");

  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?i)((?:secret|code|token|assertion|verifier|password|state|key)[\"']?\\s?[=:]\\s?)"
              + "[^\\s&]+");

  private static final Pattern LINE_END = Pattern.compile("[\\n\\r\\u0085\\u2028\\u2029]");

  private SafeText() {}

  /** Returns the first line in a form that can be shown, or null if nothing is left of it. */
  static @Nullable String line(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String line = LINE_END.split(text.strip(), 2)[0];
    line = INVISIBLE.matcher(line).replaceAll("");
    // Hidden before it is cut: half a secret is no better.
    line = LONG_RUN.matcher(line).replaceAll(HIDDEN);
    line = JWT.matcher(line).replaceAll(HIDDEN);
    line = PARAMETER.matcher(line).replaceAll("$1" + HIDDEN).strip();
    if (line.length() > MAX_LENGTH) {
      int end = MAX_LENGTH - HIDDEN.length();
      line = line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end);
      line += HIDDEN;
    }
    return line.isEmpty() ? null : line;
  }
}
