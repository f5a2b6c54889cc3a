package io.github.adtauth.signin;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.adtauth.Secret;
import java.net.URI;
import java.time.Duration;

/** The answer that begins a sign-in on another device (RFC 8628 3.2). */
record DeviceAuthorization(
    Secret deviceCode, DeviceCodePrompt prompt, Duration interval, Duration timeLeft) {

  /** RFC 8628 3.2: the interval where none is named. */
  private static final long DEFAULT_INTERVAL = 5;

  private static final long MAX_SECONDS = Duration.ofHours(1).toSeconds();

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it is not one
   */
  static DeviceAuthorization parse(String body) {
    try {
      JsonObject json = JsonParser.parseString(body).getAsJsonObject();
      URI uri = URI.create(json.get("verification_uri").getAsString());
      if (!"https".equalsIgnoreCase(uri.getScheme())) {
        throw new IllegalArgumentException("the page to type the code on is not https");
      }
      Duration timeLeft = Duration.ofSeconds(seconds(json, "expires_in", 900));
      String userCode = json.get("user_code").getAsString();
      String message =
          "To sign in, open "
              + uri
              + " in a browser and enter the code "
              + userCode
              + ". It is good for "
              + Math.max(1, timeLeft.toMinutes())
              + " minutes.";
      return new DeviceAuthorization(
          Secret.of(json.get("device_code").getAsString()),
          new DeviceCodePrompt(userCode, uri, timeLeft, message),
          Duration.ofSeconds(seconds(json, "interval", DEFAULT_INTERVAL)),
          timeLeft);
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | NullPointerException e) {
      throw new IllegalArgumentException("it is not the JSON of a device code");
    }
  }

  private static long seconds(JsonObject json, String name, long otherwise) {
    try {
      long value = json.has(name) ? json.get(name).getAsLong() : otherwise;
      return value <= 0 ? otherwise : Math.min(value, MAX_SECONDS);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
