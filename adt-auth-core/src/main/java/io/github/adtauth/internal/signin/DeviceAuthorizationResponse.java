package io.github.adtauth.internal.signin;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.Secret;
import io.github.adtauth.internal.json.JsonMembers;
import io.github.adtauth.internal.json.StrictJson;
import io.github.adtauth.signin.DeviceCodePrompt;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.regex.Pattern;

/** The response that begins a sign-in on another device (RFC 8628 3.2). */
record DeviceAuthorizationResponse(
    Secret deviceCode, DeviceCodePrompt prompt, Duration interval, Duration timeLeft) {

  /** The default of RFC 8628 3.2. */
  private static final long DEFAULT_INTERVAL = 5;

  private static final long MAX_SECONDS = Duration.ofHours(1).toSeconds();
  private static final int MAX_LENGTH = 1 << 16;
  private static final int MAX_DEPTH = 16;
  private static final Pattern USER_CODE = Pattern.compile("[!-~](?:[ -~]{0,62}[!-~])?");
  private static final Pattern PAGE = Pattern.compile("[!-~]{1,500}");

  /**
   * Parses a response body.
   *
   * @throws IllegalArgumentException if the body is invalid; the message does not quote it
   */
  static DeviceAuthorizationResponse parse(String body) {
    JsonObject json = StrictJson.parseObject(body, MAX_LENGTH, MAX_DEPTH);
    if (json == null) {
      throw new IllegalArgumentException("not a JSON object");
    }
    URI uri = verificationUri(text(json, "verification_uri"));
    String userCode = text(json, "user_code");
    if (!USER_CODE.matcher(userCode).matches()) {
      throw new IllegalArgumentException("user_code is not printable ASCII");
    }
    Duration timeLeft = Duration.ofSeconds(seconds(json, "expires_in", 900));
    String message =
        "To sign in, open "
            + uri
            + " in a browser and enter the code "
            + userCode
            + ". The code is valid for "
            + Math.max(1, timeLeft.toMinutes())
            + " minutes.";
    return new DeviceAuthorizationResponse(
        Secret.of(text(json, "device_code")),
        new DeviceCodePrompt(userCode, uri, timeLeft, message),
        Duration.ofSeconds(seconds(json, "interval", DEFAULT_INTERVAL)),
        timeLeft);
  }

  /** Applications print the page and the code to a terminal, so other characters are rejected. */
  private static URI verificationUri(String text) {
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
    throw new IllegalArgumentException("verification_uri is not a valid https URL");
  }

  private static String text(JsonObject json, String name) {
    String text = JsonMembers.string(json, name);
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return text;
  }

  private static long seconds(JsonObject json, String name, long defaultValue) {
    try {
      long value =
          json.get(name) instanceof JsonPrimitive number ? number.getAsLong() : defaultValue;
      return value <= 0 ? defaultValue : Math.min(value, MAX_SECONDS);
    } catch (NumberFormatException e) {
      return defaultValue;
    }
  }
}
