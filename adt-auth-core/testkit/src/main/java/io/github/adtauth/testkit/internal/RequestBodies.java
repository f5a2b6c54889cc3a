package io.github.adtauth.testkit.internal;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import mockwebserver3.RecordedRequest;
import okio.ByteString;

/** Reads the JSON bodies of requests to Graph and Azure Resource Manager. */
public final class RequestBodies {
  private RequestBodies() {}

  /** Returns the JSON object in the body of a request, or throws a 400 response. */
  public static JsonObject readObject(RecordedRequest request) {
    ByteString body = request.getBody();
    return readObject(body == null ? "" : body.utf8());
  }

  /** Returns the JSON object in a text, or throws a 400 response. */
  public static JsonObject readObject(String text) {
    try {
      if (JsonParser.parseString(text) instanceof JsonObject object) {
        return object;
      }
    } catch (JsonParseException e) {
      // Malformed JSON is rejected as other invalid payloads.
    }
    throw ErrorResponseException.badRequest(
        "BadRequest",
        "Unable to read JSON request payload. Please ensure Content-Type header is"
            + " set and payload is of valid JSON format.");
  }
}
