package io.github.adtauth;

import com.google.gson.Gson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Secrets and their encodings: unchanged, URL-encoded, escaped for JSON, in Base64, base64url and
 * hexadecimal. A short secret is searched as a whole. Of a long secret, the first {@value #WINDOW}
 * characters of each part and any 23 consecutive characters (35 of an encoding) are searched.
 * Thread-safe.
 */
final class Marks {
  private static final int WINDOW = 20;
  private static final int STEP = 4;
  private static final int STEP_OF_DERIVED = 16;
  private static final int SHORTEST = 8;

  private final Map<String, String> whole = new ConcurrentHashMap<>();
  private final Map<String, String> windows = new ConcurrentHashMap<>();
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /** Registers a secret, without the header of a JSON Web Token, which all tokens share. */
  void add(String name, String secret) {
    if (secret.length() < SHORTEST || !known.add(secret)) {
      return; // not a secret, and too frequent
    }
    String own = secret.startsWith("eyJ") ? secret.substring(secret.indexOf('.') + 1) : secret;
    if (own.length() < WINDOW + STEP) {
      derived(own).forEach(form -> whole.put(form, name));
      whole.put(own, name);
      return;
    }
    cut(own, STEP, name);
    for (int dot = own.indexOf('.'); dot >= 0; dot = own.indexOf('.', dot + 1)) {
      cut(own.substring(dot + 1), own.length(), name); // the start of the signature
    }
    derived(own).forEach(form -> cut(form, STEP_OF_DERIVED, name));
  }

  private void cut(String text, int step, String name) {
    for (int at = 0; at + WINDOW <= text.length(); at += step) {
      windows.put(text.substring(at, at + WINDOW), name);
    }
  }

  /** Base64 has three encodings of a secret, depending on its offset in the encoded text. */
  private static Set<String> derived(String secret) {
    Set<String> forms = new LinkedHashSet<>();
    String json = new Gson().toJson(secret);
    forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    forms.add(json.substring(1, json.length() - 1));
    byte[] all = secret.getBytes(StandardCharsets.UTF_8);
    forms.add(HexFormat.of().formatHex(all));
    for (int from = 0; from < 3; from++) {
      int length = (all.length - from) / 3 * 3;
      byte[] part = Arrays.copyOfRange(all, from, from + length);
      forms.add(Base64.getEncoder().encodeToString(part));
      forms.add(Base64.getUrlEncoder().encodeToString(part));
    }
    forms.remove(secret);
    return forms;
  }

  /** Returns the names of the secrets that a text contains. */
  Set<String> in(String text) {
    Set<String> found = new TreeSet<>();
    whole.forEach(
        (mark, name) -> {
          if (text.contains(mark)) {
            found.add(name);
          }
        });
    for (int at = 0; at + WINDOW <= text.length(); at++) {
      String name = windows.get(text.substring(at, at + WINDOW));
      if (name != null) {
        found.add(name);
        at += WINDOW - 1;
      }
    }
    return found;
  }

  /** Returns the names of the secrets that bytes contain, in UTF-8 or UTF-16. */
  Set<String> in(byte[] bytes) {
    Set<String> found = in(new String(bytes, StandardCharsets.ISO_8859_1));
    byte[] padded = Arrays.copyOf(bytes, bytes.length + 2); // the last character too
    for (int from = 0; from < 2; from++) {
      found.addAll(in(new String(padded, from, bytes.length, StandardCharsets.UTF_16LE)));
    }
    return found;
  }
}
