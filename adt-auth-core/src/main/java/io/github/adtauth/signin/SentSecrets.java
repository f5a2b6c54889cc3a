package io.github.adtauth.signin;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.token.StrictJson;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * Takes out of a refusal what was sent with the request: a token service may quote what it does not
 * like, and a secret need not look like one. Stateless.
 */
final class SentSecrets {
  private static final Set<String> NAMES =
      Set.of(
          "client_secret",
          "client_assertion",
          "assertion",
          "refresh_token",
          "code",
          "code_verifier",
          "device_code");

  /** A shorter one would be found in many a word. */
  private static final int SHORTEST = 6;

  private static final int MAX_LENGTH = 1 << 20;
  private static final int MAX_DEPTH = 32;

  private SentSecrets() {}

  /**
   * Returns the body without them, for nothing but a JSON object is ever shown.
   *
   * @param form the request's parameters, as they were sent
   */
  static String hidden(String body, String form) {
    JsonObject json = StrictJson.object(body, MAX_LENGTH, MAX_DEPTH);
    if (json == null) {
      return body;
    }
    boolean found = false;
    for (String parameter : form.split("&", -1)) {
      String[] parts = parameter.split("=", 2);
      if (parts.length == 2 && NAMES.contains(parts[0])) {
        String secret = URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
        found |= secret.length() >= SHORTEST && hide(json, secret);
      }
    }
    return found ? json.toString() : body;
  }

  private static boolean hide(JsonObject json, String secret) {
    boolean found = false;
    for (Map.Entry<String, JsonElement> member : json.entrySet()) {
      if (member.getValue() instanceof JsonPrimitive value
          && value.isString()
          && value.getAsString().contains(secret)) {
        member.setValue(new JsonPrimitive(value.getAsString().replace(secret, "…")));
        found = true;
      }
    }
    return found;
  }
}
