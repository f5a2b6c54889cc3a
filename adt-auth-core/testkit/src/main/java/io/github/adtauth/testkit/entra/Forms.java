package io.github.adtauth.testkit.entra;

import io.github.adtauth.testkit.http.LoggedRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Parses form bodies and query strings. */
final class Forms {
  private Forms() {}

  /**
   * Returns the form parameters of a request, or an empty map if its content type is not a form.
   */
  static Map<String, String> read(LoggedRequest request) {
    String type = request.header("Content-Type");
    boolean form =
        type != null
            && type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
    return form ? parse(request.body()) : Map.of();
  }

  /**
   * Returns the form parameters of a request that may have no content type, as those of MSAL4J to
   * the device code endpoint.
   */
  static Map<String, String> readUntyped(LoggedRequest request) {
    return request.header("Content-Type") == null ? parse(request.body()) : read(request);
  }

  static Map<String, String> parse(String encoded) {
    Map<String, String> form = new LinkedHashMap<>();
    for (String pair : encoded.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      if (!name.isEmpty() && form.put(name, value) != null) {
        throw new EntraErrorException(
            "invalid_request",
            9000411,
            "The request is not properly formatted. The parameter '" + name + "' is duplicated.");
      }
    }
    return form;
  }

  /** Returns the text of a percent-encoded parameter. */
  static String decode(String encoded) {
    try {
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new EntraErrorException(
          "invalid_request", 9002313, "Invalid request. Request is malformed.");
    }
  }
}
