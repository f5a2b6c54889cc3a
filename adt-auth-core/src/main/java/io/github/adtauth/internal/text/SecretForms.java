package io.github.adtauth.internal.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The forms in which a server may quote a secret. Stateless. */
final class SecretForms {
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

  private SecretForms() {}

  /**
   * Returns a secret unchanged, on one line, without punctuation, URL-encoded, escaped for JSON and
   * for HTML, as hexadecimal, octal and decimal numbers, in base64 and in base32. Bytes are those
   * of UTF-8; hexadecimal and base64 also have those of UTF-16.
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
    StringBuilder octal = new StringBuilder(3 * bytes.length);
    StringBuilder decimal = new StringBuilder(3 * bytes.length);
    for (byte b : bytes) {
      octal.append(Integer.toOctalString(b & 0xff));
      decimal.append(b & 0xff);
    }
    forms.add(octal.toString());
    forms.add(decimal.toString());
    forms.add(padded(bytes, "%03o"));
    forms.add(padded(bytes, "%03d"));
    for (byte[] encoded : List.of(bytes, secret.getBytes(StandardCharsets.UTF_16LE))) {
      forms.add(HexFormat.of().formatHex(encoded));
      // Base64 has three encodings of the same bytes, depending on their offset in the input.
      for (int from = 0; from < 3; from++) {
        forms.add(Base64.getEncoder().withoutPadding().encodeToString(after(encoded, from)));
      }
    }
    for (int from = 0; from < 5; from++) {
      forms.add(base32(after(bytes, from)));
    }
    return forms;
  }

  private static String padded(byte[] bytes, String format) {
    StringBuilder out = new StringBuilder(3 * bytes.length);
    for (byte b : bytes) {
      out.append(String.format(format, b & 0xff));
    }
    return out.toString();
  }

  private static byte[] after(byte[] bytes, int from) {
    return Arrays.copyOfRange(bytes, Math.min(from, bytes.length), bytes.length);
  }

  /** Returns the base32 form (RFC 4648 6), in lower case and without padding. */
  private static String base32(byte[] bytes) {
    StringBuilder out = new StringBuilder(bytes.length * 8 / 5 + 1);
    int buffer = 0;
    int bits = 0;
    for (byte b : bytes) {
      buffer = (buffer << 8 | (b & 0xff)) & 0xfff;
      for (bits += 8; bits >= 5; bits -= 5) {
        out.append(BASE32.charAt(buffer >> (bits - 5) & 31));
      }
    }
    return out.toString();
  }

  /** Returns the letters and digits of the secret. */
  static String lettersAndDigits(String secret) {
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
