package io.github.adtauth.internal.entra;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.internal.json.StrictJson;
import io.github.adtauth.internal.text.RequestSecrets;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Removes the secrets of a token request from its response. A token service may quote a rejected
 * request, and secrets do not have a recognizable form. Immutable and thread-safe.
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

  private static final List<String> DISPLAYED_MEMBERS =
      List.of(
          "error",
          "error_description",
          "error_codes",
          "suberror",
          "claims",
          "correlation_id",
          "trace_id",
          "timestamp");

  private static final List<String> READ_HEADERS =
      List.of("x-ms-request-id", "client-request-id", "Date", "Retry-After");

  private static final int MAX_MEMBER = 16 << 10;
  private static final int MAX_HEADER = 256;
  private static final int MAX_LENGTH = 1 << 20;
  private static final int MAX_DEPTH = 32;

  private final RequestSecrets secrets;

  private RequestSecretRedactor(RequestSecrets secrets) {
    this.secrets = secrets;
  }

  /** Returns a redactor for the secrets in the form of a token request. */
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

  /**
   * Returns the body without the secrets. A JSON object is reduced to the members that an error
   * displays, because it may have many thousand others. Any other body is returned unchanged,
   * because it is never displayed.
   */
  String body(String body) {
    JsonObject json = StrictJson.parseObject(body, MAX_LENGTH, MAX_DEPTH);
    if (json == null) {
      return body;
    }
    JsonObject redacted = new JsonObject();
    for (String name : DISPLAYED_MEMBERS) {
      JsonElement value = redacted(json.get(name));
      if (value != null) {
        redacted.add(name, value);
      }
    }
    return redacted.equals(json) ? body : redacted.toString();
  }

  private @Nullable JsonElement redacted(@Nullable JsonElement value) {
    if (value instanceof JsonPrimitive primitive && primitive.isString()) {
      return new JsonPrimitive(text(primitive.getAsString()));
    }
    String text = value == null ? "" : value.toString();
    return text.length() > MAX_MEMBER || secrets.isIn(text) ? null : value;
  }

  /** Returns the text without the secrets, truncated to 16 KB. */
  String text(String text) {
    return secrets.redact(text.length() <= MAX_MEMBER ? text : text.substring(0, MAX_MEMBER));
  }

  /** Returns the headers that an error uses, except those that contain a secret. */
  Headers headers(Headers headers) {
    Headers.Builder redacted = new Headers.Builder();
    for (String name : READ_HEADERS) {
      String value = headers.get(name);
      if (value != null && value.length() <= MAX_HEADER && !secrets.isIn(value)) {
        redacted.addUnsafeNonAscii(name, value);
      }
    }
    return redacted.build();
  }
}
