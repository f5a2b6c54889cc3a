package io.github.adtauth.testkit.twins;

import com.google.gson.JsonObject;
import java.util.List;
import mockwebserver3.MockResponse;

/** Aborts an operation with an error response. */
final class ErrorResponseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient MockResponse response;

  ErrorResponseException(String message, MockResponse response) {
    super(message, null, false, false);
    this.response = response;
  }

  static ErrorResponseException error(int status, String code, String message) {
    return new ErrorResponseException(
        message, TwinsResponses.error(status, code, message, List.of()));
  }

  /** Returns a 400 ValidationFailed with one entry in {@code details} per problem, as recorded. */
  static ErrorResponseException validation(String message, List<String> problems) {
    return new ErrorResponseException(
        message + ": " + problems,
        TwinsResponses.error(400, "ValidationFailed", message, problems));
  }

  /** Returns the code and the message. */
  JsonObject error() {
    JsonObject error = new JsonObject();
    String code = response.getHeaders().get("x-ms-error-code");
    error.addProperty("code", code == null ? "ValidationFailed" : code);
    error.addProperty("message", getMessage());
    return error;
  }

  MockResponse response() {
    return response;
  }
}
