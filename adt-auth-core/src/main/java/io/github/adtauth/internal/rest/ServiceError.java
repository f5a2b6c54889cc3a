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
import java.util.Objects;
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
    String code = string(object, "code");
    String message = string(object, "message");
    if (code == null && message == null) {
      return null;
    }
    List<String> codes = new ArrayList<>();
    List<String> messages = new ArrayList<>();
    codes.add(Objects.requireNonNullElse(code, ""));
    messages.add(Objects.requireNonNullElse(message, ""));
    if (object.get("details") instanceof JsonArray array) {
      for (JsonElement e : array) {
        if (e.isJsonObject() && codes.size() <= MAX_DETAILS) {
          codes.add(Objects.requireNonNullElse(string(e.getAsJsonObject(), "code"), ""));
          messages.add(Objects.requireNonNullElse(string(e.getAsJsonObject(), "message"), ""));
        }
      }
    }
    // The messages are displayed one after the other, so a secret may be divided among them.
    codes = Redactor.sanitizeAll(codes, MAX_CODE_LENGTH, secrets);
    messages = Redactor.sanitizeAll(messages, MAX_MESSAGE_LENGTH, secrets);
    List<Detail> details = new ArrayList<>();
    for (int i = 1; i < codes.size(); i++) {
      details.add(new Detail(codes.get(i), messages.get(i)));
    }
    return new ServiceError(
        code == null ? null : codes.get(0), messages.get(0), List.copyOf(details));
  }

  /** Returns the messages in one line. */
  String sentence() {
    StringBuilder text = new StringBuilder(message);
    for (Detail detail : details) {
      text.append(' ').append(detail.message());
    }
    return Redactor.line(text.toString(), MAX_MESSAGE_LENGTH);
  }

  private static @Nullable String string(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()
        ? value.getAsString()
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
