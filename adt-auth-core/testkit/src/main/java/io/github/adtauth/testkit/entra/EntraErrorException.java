package io.github.adtauth.testkit.entra;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An error of Entra ID, with its code, OAuth error and the text that the service sends. */
final class EntraErrorException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  private final String text;
  private final String error;
  private final int code;
  private @Nullable String suberror;
  private @Nullable String claims;

  EntraErrorException(String error, int code, String text) {
    super(null, null, false, false);
    this.text = "AADSTS" + code + ": " + text;
    this.error = error;
    this.code = code;
  }

  static EntraErrorException missingParameter(String parameter) {
    return new EntraErrorException(
        "invalid_request",
        900144,
        "The request body must contain the following parameter: '" + parameter + "'.");
  }

  static EntraErrorException consentRequired(String error, Registration client) {
    return new EntraErrorException(
            error,
            65001,
            "The user or administrator has not consented to use the application with ID '"
                + client.clientId()
                + "' named '"
                + client.displayName()
                + "'. Send an interactive authorization request for this user and resource.")
        .suberror("consent_required");
  }

  static EntraErrorException permissionNotListed(Registration client, String resource) {
    return new EntraErrorException(
        "invalid_resource",
        650057,
        "Invalid resource. The client has requested access to a resource which is not listed in the"
            + " requested permissions in the client's application registration. Client app ID: "
            + client.clientId()
            + "("
            + client.displayName()
            + "). Resource value from request: "
            + resource
            + ".");
  }

  EntraErrorException suberror(String value) {
    suberror = value;
    return this;
  }

  EntraErrorException claims(String json) {
    claims = json;
    return this;
  }

  @Override
  public String getMessage() {
    return text;
  }

  String error() {
    return error;
  }

  int code() {
    return code;
  }

  @Nullable String suberror() {
    return suberror;
  }

  @Nullable String claims() {
    return claims;
  }

  int status() {
    return error.equals("invalid_client") ? 401 : 400;
  }

  String description(Instant now, String traceId, String correlationId) {
    return text
        + " Trace ID: "
        + traceId
        + " Correlation ID: "
        + correlationId
        + " Timestamp: "
        + TIMESTAMP.format(now);
  }

  JsonObject body(Instant now, @Nullable String clientRequestId) {
    String traceId = UUID.randomUUID().toString();
    String correlationId = clientRequestId == null ? UUID.randomUUID().toString() : clientRequestId;
    JsonArray codes = new JsonArray();
    codes.add(code);
    JsonObject body = new JsonObject();
    body.addProperty("error", error);
    body.addProperty("error_description", description(now, traceId, correlationId));
    body.add("error_codes", codes);
    body.addProperty("timestamp", TIMESTAMP.format(now));
    body.addProperty("trace_id", traceId);
    body.addProperty("correlation_id", correlationId);
    body.addProperty("error_uri", "https://login.microsoftonline.com/error?code=" + code);
    if (suberror != null) {
      body.addProperty("suberror", suberror);
    }
    if (claims != null) {
      body.addProperty("claims", claims);
    }
    return body;
  }
}
