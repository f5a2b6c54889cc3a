package io.github.adtauth.internal.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;

/** The forms in which a server may quote a secret. Stateless. */
final class SecretForms {
  private SecretForms() {}

  /**
   * Returns a secret as it is, on one line, without punctuation, URL-encoded, escaped for JSON and
   * for HTML, in hexadecimal, and in base64.
   */
  static Set<String> of(String secret) {
    Set<String> forms = new LinkedHashSet<>();
    forms.add(secret);
    forms.add(VisibleText.of(secret));
    forms.add(lettersAndDigits(secret));
    forms.add(guid(secret));
    String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    forms.add(url);
    forms.add(url.replace("+", "%20"));
    forms.add(json(secret, false));
    forms.add(json(secret, true));
    forms.add(html(secret));
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    forms.add(new String(bytes, StandardCharsets.ISO_8859_1));
    forms.add(HexFormat.of().formatHex(bytes));
    // Base64 has three ways to write a text, by where it starts in what is encoded.
    for (int from = 0; from < 3; from++) {
      byte[] part = Arrays.copyOfRange(bytes, Math.min(from, bytes.length), bytes.length);
      forms.add(Base64.getEncoder().withoutPadding().encodeToString(part));
    }
    return forms;
  }

  private static String lettersAndDigits(String secret) {
    StringBuilder out = new StringBuilder(secret.length());
    secret.codePoints().filter(Character::isLetterOrDigit).forEach(out::appendCodePoint);
    return out.toString();
  }

  /** Adds the hyphens of a GUID to 32 characters. */
  private static String guid(String secret) {
    return secret.length() == 32
        ? secret.replaceFirst("(.{8})(.{4})(.{4})(.{4})", "$1-$2-$3-$4-")
        : secret;
  }

  private static String json(String secret, boolean ascii) {
    StringBuilder out = new StringBuilder(secret.length() + 16);
    for (int i = 0; i < secret.length(); i++) {
      char c = secret.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || (ascii && (c > '~' || "<>&='+".indexOf(c) >= 0))) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static String html(String secret) {
    return secret
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
