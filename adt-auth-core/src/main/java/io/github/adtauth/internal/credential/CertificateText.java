package io.github.adtauth.internal.credential;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Normalizes certificate text from environment variables and secret stores: decodes base64 around a
 * PFX or PEM, and replaces escaped line breaks.
 */
final class CertificateText {
  private static final String BEGIN = "-----BEGIN ";
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{40,}={0,2}");
  private static final Pattern IGNORED = Pattern.compile("[\\s\"']|^\u00ef\u00bb\u00bf");
  private static final Pattern WRITTEN_BREAKS = Pattern.compile("(?<!\\\\)\\\\++[rn]");

  private CertificateText() {}

  /** Returns the text as PEM, with real line breaks; null if it is not PEM. */
  static @Nullable String pem(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.contains(BEGIN) ? WRITTEN_BREAKS.matcher(text).replaceAll("\n") : null;
  }

  /** Returns the decoded contents of a base64 text; null if they are not in a known format. */
  static byte @Nullable [] decoded(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String base64 = IGNORED.matcher(text.replace("\\r", "").replace("\\n", "")).replaceAll("");
    if (!BASE64.matcher(base64).matches()) {
      return null;
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
      return isKnown(decoded) ? decoded : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean isKnown(byte[] decoded) {
    return DerForm.of(decoded) != DerForm.UNKNOWN
        || pem(decoded) != null
        || UnsupportedFile.description(decoded) != null
        || decoded(decoded) != null;
  }
}
