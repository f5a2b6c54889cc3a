package io.github.adtauth.registration;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedAnswerException;
import java.time.Duration;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Says what a refusal of Microsoft Graph or of Azure Resource Manager means. */
final class GraphRefusals {
  private static final int LONGEST = 500;

  private GraphRefusals() {}

  static AdtException of(String what, Response response, String body) {
    JsonObject error = error(body);
    String host = response.request().url().host();
    String code = error == null ? "" : Members.string(error, "code");
    String message = error == null ? "" : oneLine(Members.string(error, "message"));
    ErrorDetails details =
        ErrorDetails.of(
                "Could not "
                    + what
                    + ": "
                    + (message.isEmpty() ? host + " answered " + response.code() + "." : message))
            .status(response.code())
            .error(code.isEmpty() ? null : code)
            .correlationId(response.header("request-id", response.header("x-ms-request-id")));
    return switch (response.code()) {
      case 401 ->
          new RegistrationException(
              details.fix(new Fix(null, "Sign in again with an account of the right tenant.")));
      case 403 -> new RegistrationException(details.fix(lackingRight(host)));
      case 408, 429, 500, 502, 503, 504 ->
          new UnavailableException(details.retryAfter(retryAfter(response)));
      default ->
          error == null
              ? new UnexpectedAnswerException(details)
              : new RegistrationException(details);
    };
  }

  private static Fix lackingRight(String host) {
    return host.startsWith("management.")
        ? new Fix(
            RegistrationStep.INSTANCE_ROLE,
            "To assign roles takes the role Owner or User Access Administrator on the instance.")
        : new Fix(
            null,
            "To register applications takes the directory role Application Developer or Cloud"
                + " Application Administrator, and a token with Application.ReadWrite.All.");
  }

  private static @Nullable Duration retryAfter(Response response) {
    String value = response.header("Retry-After");
    return value != null && value.matches("\\d{1,6}")
        ? Duration.ofSeconds(Long.parseLong(value))
        : null;
  }

  private static @Nullable JsonObject error(String body) {
    try {
      JsonElement root = JsonParser.parseString(body);
      return root instanceof JsonObject object && object.get("error") instanceof JsonObject error
          ? error
          : null;
    } catch (JsonParseException e) {
      return null;
    }
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
