package io.github.adtauth.internal.signin;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.Secret;
import io.github.adtauth.internal.entra.TokenErrorResponse;
import io.github.adtauth.internal.json.StrictJson;
import io.github.adtauth.signin.DeviceCodePrompt;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.regex.Pattern;

/** The answer that begins a sign-in on another device (RFC 8628 3.2). */
record DeviceAuthorizationResponse(
    Secret deviceCode, DeviceCodePrompt prompt, Duration interval, Duration timeLeft) {

  /** RFC 8628 3.2: the interval where none is named. */
  private static final long DEFAULT_INTERVAL = 5;

  private static final long MAX_SECONDS = Duration.ofHours(1).toSeconds();
  private static final int MAX_LENGTH = 1 << 16;
  private static final int MAX_DEPTH = 16;
  private static final Pattern USER_CODE = Pattern.compile("[!-~](?:[ -~]{0,62}[!-~])?");
  private static final Pattern PAGE = Pattern.compile("[!-~]{1,500}");

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it is not one; quotes nothing of it
   */
  static DeviceAuthorizationResponse parse(String body) {
    JsonObject json = StrictJson.object(body, MAX_LENGTH, MAX_DEPTH);
    if (json == null) {
      throw new IllegalArgumentException("it is not the JSON of a device code");
    }
    URI uri = page(text(json, "verification_uri"));
    String userCode = text(json, "user_code");
    if (!USER_CODE.matcher(userCode).matches()) {
      throw new IllegalArgumentException("the code to type is not printable ASCII");
    }
    Duration timeLeft = Duration.ofSeconds(seconds(json, "expires_in", 900));
    String message =
        "To sign in, open "
            + uri
            + " in a browser and enter the code "
            + userCode
            + ". It is good for "
            + Math.max(1, timeLeft.toMinutes())
            + " minutes.";
    return new DeviceAuthorizationResponse(
        Secret.of(text(json, "device_code")),
        new DeviceCodePrompt(userCode, uri, timeLeft, message),
        Duration.ofSeconds(seconds(json, "interval", DEFAULT_INTERVAL)),
        timeLeft);
  }

  /** What a user is told to open and to type goes to a terminal as it is. */
  private static URI page(String text) {
    try {
      URI uri = new URI(text);
      if ("https".equalsIgnoreCase(uri.getScheme())
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && PAGE.matcher(text).matches()) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Its message would quote the text.
    }
    throw new IllegalArgumentException("the page to type the code on is not https");
  }

  private static String text(JsonObject json, String name) {
    String text = TokenErrorResponse.string(json, name);
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException("it has no " + name);
    }
    return text;
  }

  private static long seconds(JsonObject json, String name, long otherwise) {
    try {
      long value = json.get(name) instanceof JsonPrimitive number ? number.getAsLong() : otherwise;
      return value <= 0 ? otherwise : Math.min(value, MAX_SECONDS);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
