package io.github.adtauth.internal.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes untrusted text safe to display: on one line, bounded, without control characters, direction
 * marks or terminal sequences, and without secrets and user names. Every exception message, log
 * line and report of the library that contains such text goes through this class.
 *
 * <p><b>Order.</b> Invisible characters are removed first, because a secret that contains one would
 * become readable again when it is removed later. Then the secrets of the exchange are hidden, then
 * text that looks like a secret, whether escaped or not. The text is truncated last, because a part
 * of a secret must not be displayed either.
 *
 * <p><b>Cost.</b> Linear in the length of the text, of which only the first {@value #MAX_INPUT}
 * characters are read. Stateless and thread-safe.
 */
public final class Redactor {
  /** Replaces hidden and truncated text. */
  public static final String ELLIPSIS = "…";

  /**
   * Replaces hidden text until all secrets are hidden, and is then displayed as an ellipsis. It is
   * a noncharacter, which {@link VisibleText} removes from received text: an ellipsis may come from
   * the server, which could separate the parts of a secret by it.
   */
  static final String MASK = "\uffff";

  private static final int MAX_PATH = 300;
  private static final int MAX_INPUT = RequestSecrets.MAX_SEARCHED;

  private Redactor() {}

  /**
   * Returns the text in displayable form, without unknown secrets and the local parts of e-mail
   * addresses.
   *
   * @param maxLength of the result, including the ellipsis
   */
  public static String sanitize(String text, int maxLength) {
    return sanitize(text, maxLength, RequestSecrets.NONE);
  }

  /**
   * Returns the text of a response in displayable form, without the secrets of its request in any
   * form.
   *
   * @param maxLength of the result, including the ellipsis
   */
  public static String sanitize(String text, int maxLength, RequestSecrets secrets) {
    // Mask tokens first. Otherwise pieces of a token that shares parts with the secret could
    // remain.
    String line = EscapedPatterns.maskTokens(VisibleText.of(limitInput(text)));
    line = SecretPatterns.maskTokens(line);
    line = EscapedPatterns.mask(secrets.mask(line));
    return truncate(display(SecretPatterns.mask(line)), maxLength);
  }

  /**
   * Returns several texts of a response in displayable form, without the secrets of its request,
   * which may be divided among the texts.
   *
   * @param maxLength of each text, including the ellipsis
   */
  public static List<String> sanitizeAll(
      List<String> texts, int maxLength, RequestSecrets secrets) {
    List<String> lines = new ArrayList<>();
    for (String text : texts) {
      lines.add(sanitize(text, maxLength, secrets));
    }
    return secrets.maskJoined(lines).stream().map(Redactor::display).toList();
  }

  /** Returns a text with an ellipsis in place of each {@link #MASK}. */
  static String display(String masked) {
    return masked.replace(MASK, ELLIPSIS);
  }

  /**
   * Returns the text on one line and truncated. Does not redact secrets, so use it for safe text
   * only.
   */
  public static String line(String text, int maxLength) {
    return truncate(VisibleText.of(limitInput(text)), maxLength);
  }

  /** Returns whether the text is on one line and contains only visible characters. */
  public static boolean isLine(String text) {
    return VisibleText.of(text).equals(text);
  }

  /**
   * Returns an identifier, a name or a path in displayable form. Unlike {@link #sanitize}, it keeps
   * e-mail addresses and long random identifiers, because callers recognize their own arguments by
   * them; it hides JSON Web Tokens, credentials and signatures.
   *
   * @param maxLength of the result, including the ellipsis
   */
  public static String sanitizeId(@Nullable String id, int maxLength) {
    String text = String.valueOf(id);
    // Fast path: each call of Digital Twins describes itself with an id, nearly always a plain one.
    if (text.length() <= maxLength && isPlain(text) && !text.contains("eyJ")) {
      return text;
    }
    String masked = SecretPatterns.maskCredentials(VisibleText.of(limitInput(text)));
    return truncate(display(masked), maxLength);
  }

  /** Returns the path of a file in displayable form, as {@link #sanitizeId} does. */
  public static String sanitizePath(Path path) {
    return sanitizeId(path.toString(), MAX_PATH);
  }

  /**
   * Returns an invalid configuration value in displayable form. Users sometimes paste a secret into
   * the wrong setting. If a value looks like one, only its first three characters and its length
   * are displayed, as in the portal.
   */
  public static String redactSetting(String value) {
    return SettingText.of(value);
  }

  private static String limitInput(String text) {
    return text.length() <= MAX_INPUT ? text : text.substring(0, MAX_INPUT);
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80 || !(Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.')) {
        return false;
      }
    }
    return true;
  }

  /** Truncates the text, but not within a surrogate pair. */
  static String truncate(String text, int maxLength) {
    String line = text.strip();
    if (line.length() <= maxLength) {
      return line;
    }
    int end = Math.max(0, maxLength - ELLIPSIS.length());
    if (end > 0 && Character.isHighSurrogate(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(0, end) + ELLIPSIS;
  }
}
