package io.github.adtauth.internal.rest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.adtauth.internal.json.StrictJson;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.internal.text.RequestSecrets;
import io.github.adtauth.twins.DigitalTwinsException.Detail;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The error object of a response. The service sends it as an object, or as a JSON string that
 * contains the object; a gateway sends one without a code. Immutable.
 *
 * @param code the code, or null if a gateway sent the error
 * @param message the message, which may be empty
 * @param details further errors, at most 20
 */
record ServiceError(@Nullable String code, String message, List<Detail> details) {
  private static final int MAX_MESSAGE_LENGTH = 1000;
  private static final int MAX_CODE_LENGTH = 128;
  private static final int MAX_DETAILS = 20;

  /** Parses a body and redacts the secrets of its request. Returns null for any other body. */
  static @Nullable ServiceError parse(String body, RequestSecrets secrets) {
    JsonElement root = json(body);
    if (root != null && root.isJsonPrimitive() && root.getAsJsonPrimitive().isString()) {
      root = json(root.getAsString());
    }
    return root != null && root.isJsonObject() ? of(root.getAsJsonObject(), secrets) : null;
  }

  private static @Nullable ServiceError of(JsonObject root, RequestSecrets secrets) {
    JsonElement error = root.get("error");
    JsonObject object = error != null && error.isJsonObject() ? error.getAsJsonObject() : root;
    String code = string(object, "code", MAX_CODE_LENGTH, secrets);
    String message = string(object, "message", MAX_MESSAGE_LENGTH, secrets);
    if (code == null && message == null) {
      return null;
    }
    List<Detail> details = new ArrayList<>();
    if (object.get("details") instanceof JsonArray array) {
      for (JsonElement e : array) {
        if (e.isJsonObject() && details.size() < MAX_DETAILS) {
          String detail = string(e.getAsJsonObject(), "code", MAX_CODE_LENGTH, secrets);
          String text = string(e.getAsJsonObject(), "message", MAX_MESSAGE_LENGTH, secrets);
          details.add(new Detail(detail == null ? "" : detail, text == null ? "" : text));
        }
      }
    }
    return new ServiceError(code, message == null ? "" : message, List.copyOf(details));
  }

  /** Returns the messages in one line. */
  String sentence() {
    StringBuilder text = new StringBuilder(message);
    for (Detail detail : details) {
      text.append(' ').append(detail.message());
    }
    return Redactor.line(text.toString(), MAX_MESSAGE_LENGTH);
  }

  private static @Nullable String string(
      JsonObject object, String name, int maxLength, RequestSecrets secrets) {
    JsonElement value = object.get(name);
    return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()
        ? Redactor.sanitize(value.getAsString(), maxLength, secrets)
        : null;
  }

  private static @Nullable JsonElement json(String text) {
    if (text.isBlank()) {
      return null;
    }
    try {
      return StrictJson.parse(text, text.length());
    } catch (IOException e) {
      return null;
    }
  }
}
