package io.github.adtauth.internal.doctor;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.internal.json.StrictJson;
import io.github.adtauth.internal.text.Redactor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a token says of itself (RFC 7519): read to be shown, never trusted. Immutable. */
public final class Claims {
  private static final int LIMIT = 64 << 10;
  private static final int DEPTH = 16;
  private static final int MAX_LENGTH = 100;
  private static final double LAST_SECOND = 253_402_300_799d; // of the year 9999

  private final JsonObject json;

  private Claims(JsonObject json) {
    this.json = json;
  }

  /** Returns the claims, or null if it is no JWT that can be read here. */
  public static @Nullable Claims of(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3 || token.length() > LIMIT) {
      return null;
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(parts[1]);
      JsonObject json = StrictJson.object(new String(bytes, StandardCharsets.UTF_8), LIMIT, DEPTH);
      return json == null ? null : new Claims(json);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Returns a member that is a text, fit for a message; empty if there is none. */
  static String text(JsonObject json, String name) {
    JsonElement value = json.get(name);
    return value != null && value.isJsonPrimitive() ? shown(value.getAsString()) : "";
  }

  String text(String name) {
    return text(json, name);
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    if (json.get(name) instanceof JsonArray array) {
      for (JsonElement element : array) {
        if (element.isJsonPrimitive() && texts.size() < 10) {
          texts.add(shown(element.getAsString()));
        }
      }
    } else if (!text(name).isEmpty()) {
      texts.add(text(name));
    }
    return texts;
  }

  @Nullable Instant expiresAt() {
    JsonElement value = json.get("exp");
    if (value == null || !value.isJsonPrimitive() || !value.getAsJsonPrimitive().isNumber()) {
      return null;
    }
    double seconds = value.getAsDouble();
    return seconds >= 0 && seconds <= LAST_SECOND ? Instant.ofEpochSecond((long) seconds) : null;
  }

  /** Tells whether it is a user's: it has scopes (Microsoft: access token claims, {@code scp}). */
  boolean isUsers() {
    return !text("scp").isEmpty();
  }

  /** Tells whether it has this scope. */
  public boolean hasScope(String scope) {
    return json.get("scp") instanceof JsonPrimitive scopes
        && List.of(scopes.getAsString().split(" ", -1)).contains(scope);
  }

  /** Says whose it is for whom, in one line. */
  String summary() {
    StringBuilder text = new StringBuilder("for ").append(or(String.join(", ", texts("aud"))));
    text.append(isUsers() ? ", of a user, scopes " + text("scp") : ", of an application");
    append(text, ", version ", text("ver"));
    append(text, ", issued by ", text("iss"));
    append(text, ", to client ", text("azp").isEmpty() ? text("appid") : text("azp"));
    append(text, ", until ", expiresAt() == null ? "" : String.valueOf(expiresAt()));
    return text.toString();
  }

  private static void append(StringBuilder text, String label, String value) {
    if (!value.isEmpty()) {
      text.append(label).append(value);
    }
  }

  private static String or(String text) {
    return text.isEmpty() ? "nobody" : text;
  }

  private static String shown(String value) {
    return Redactor.sanitize(value, MAX_LENGTH);
  }

  @Override
  public String toString() {
    return "Claims[" + expiresAt() + "]";
  }
}
