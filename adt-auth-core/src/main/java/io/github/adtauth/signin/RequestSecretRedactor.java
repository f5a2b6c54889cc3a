package io.github.adtauth.signin;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.internal.text.RequestSecrets;
import io.github.adtauth.token.StrictJson;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import okhttp3.Headers;

/**
 * Removes what a token request sent from the response to it: a token service may quote what it
 * rejects, and a secret does not need to look like one. Immutable and thread-safe.
 */
final class RequestSecretRedactor {
  private static final Set<String> NAMES =
      Set.of(
          "client_secret",
          "client_assertion",
          "assertion",
          "refresh_token",
          "code",
          "code_verifier",
          "device_code");

  private static final int MAX_LENGTH = 1 << 20;
  private static final int MAX_DEPTH = 32;

  private final RequestSecrets secrets;

  private RequestSecretRedactor(RequestSecrets secrets) {
    this.secrets = secrets;
  }

  /** Takes the parameters of a request, in the form in which they were sent. */
  static RequestSecretRedactor of(String form) {
    RequestSecrets secrets = new RequestSecrets();
    for (String parameter : form.split("&", -1)) {
      String[] parts = parameter.split("=", 2);
      if (parts.length == 2 && NAMES.contains(parts[0])) {
        secrets.add(URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return new RequestSecretRedactor(secrets);
  }

  /** Returns the body without the secrets; only JSON objects, because nothing else is displayed. */
  String body(String body) {
    JsonObject json = StrictJson.object(body, MAX_LENGTH, MAX_DEPTH);
    if (json == null) {
      return body;
    }
    JsonObject redacted = object(json);
    return redacted.equals(json) ? body : redacted.toString();
  }

  /** Returns the headers without those that quote a secret. */
  Headers headers(Headers headers) {
    Headers.Builder redacted = new Headers.Builder();
    for (int i = 0; i < headers.size(); i++) {
      if (!secrets.isIn(headers.value(i))) {
        redacted.addUnsafeNonAscii(headers.name(i), headers.value(i));
      }
    }
    return redacted.build();
  }

  private JsonObject object(JsonObject object) {
    JsonObject redacted = new JsonObject();
    for (Map.Entry<String, JsonElement> member : object.entrySet()) {
      redacted.add(secrets.redact(member.getKey()), element(member.getValue()));
    }
    return redacted;
  }

  private JsonElement element(JsonElement element) {
    if (element instanceof JsonObject object) {
      return object(object);
    }
    if (element instanceof JsonArray array) {
      JsonArray redacted = new JsonArray(array.size());
      array.forEach(item -> redacted.add(element(item)));
      return redacted;
    }
    return element instanceof JsonPrimitive value && value.isString()
        ? new JsonPrimitive(secrets.redact(value.getAsString()))
        : element;
  }
}
