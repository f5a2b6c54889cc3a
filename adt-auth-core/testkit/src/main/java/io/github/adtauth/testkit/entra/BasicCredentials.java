package io.github.adtauth.testkit.entra;

import io.github.adtauth.testkit.http.LoggedRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the client credentials of an {@code Authorization} header (RFC 6749 2.3.1). */
final class BasicCredentials {
  private static final String SCHEME = "Basic ";

  private BasicCredentials() {}

  /**
   * Returns the form parameters together with the client ID and the secret of the header. Ignores a
   * malformed header and other schemes.
   */
  static Map<String, String> addTo(Map<String, String> form, LoggedRequest request) {
    String credentials = decode(request.header("Authorization"));
    int colon = credentials.indexOf(':');
    if (colon < 0) {
      return form;
    }
    Map<String, String> result = new LinkedHashMap<>(form);
    try {
      String clientId = URLDecoder.decode(credentials.substring(0, colon), StandardCharsets.UTF_8);
      String secret = URLDecoder.decode(credentials.substring(colon + 1), StandardCharsets.UTF_8);
      if (!clientId.equals(result.getOrDefault("client_id", clientId))) {
        throw new EntraErrorException(
            "invalid_request", 9002313, "Invalid request. Request is malformed or invalid.");
      }
      if (form.containsKey("client_secret") || form.containsKey("client_assertion")) {
        throw new EntraErrorException(
            "invalid_request",
            9000411,
            "The request is not properly formatted. The client authenticates by more than one"
                + " method.");
      }
      result.put("client_id", clientId);
      result.put("client_secret", secret);
    } catch (IllegalArgumentException malformed) {
      return form;
    }
    return result;
  }

  private static String decode(@Nullable String header) {
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return "";
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
      return new String(decoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return "";
    }
  }
}
