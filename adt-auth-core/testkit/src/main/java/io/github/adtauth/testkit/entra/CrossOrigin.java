package io.github.adtauth.testkit.entra;

import io.github.adtauth.testkit.http.LoggedRequest;
import java.util.Set;
import mockwebserver3.MockResponse;

/** The CORS rules of Entra ID's endpoints. */
final class CrossOrigin {
  private static final int NOT_PERMITTED = 9002326;
  private static final Set<Platform> CROSS_ORIGIN_PLATFORMS =
      Set.of(Platform.SPA, Platform.UNKNOWN);

  private CrossOrigin() {}

  /**
   * Returns whether a token request comes from a single-page application. Codes and refresh tokens
   * of such applications are redeemed only by cross-origin requests, and those of others never are.
   */
  static boolean isSpa(LoggedRequest request, Registration client, Platform issuedTo) {
    String origin = request.header("Origin");
    if (origin == null) {
      if (issuedTo == Platform.SPA) {
        throw new EntraErrorException(
            "invalid_request",
            9002327,
            "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via"
                + " cross-origin requests.");
      }
      return false;
    }
    if (!CROSS_ORIGIN_PLATFORMS.contains(issuedTo) || client.spaRedirectUris().isEmpty()) {
      throw new EntraErrorException(
          "invalid_request",
          NOT_PERMITTED,
          "Cross-origin token redemption is permitted only for the 'Single-Page Application'"
              + " client-type. Request origin: '"
              + origin
              + "'.");
    }
    return true;
  }

  /** Returns the response to a preflight request. The client is not known yet. */
  static MockResponse preflight(LoggedRequest request) {
    MockResponse.Builder response =
        new MockResponse.Builder()
            .setHeader("Access-Control-Allow-Methods", "POST, OPTIONS")
            .setHeader("Access-Control-Max-Age", "86400");
    String headers = request.header("Access-Control-Request-Headers");
    if (headers != null) {
      response.setHeader("Access-Control-Allow-Headers", headers);
    }
    return allow(request, response.build());
  }

  /** Allows the requesting page to read a response. */
  static MockResponse allow(LoggedRequest request, MockResponse response) {
    String origin = request.header("Origin");
    return origin == null
        ? response
        : response
            .newBuilder()
            .setHeader("Access-Control-Allow-Origin", origin)
            .setHeader("Vary", "Origin")
            .build();
  }

  /** Allows the requesting page to read an error response, except if the origin is the error. */
  static MockResponse allow(
      LoggedRequest request, EntraErrorException error, MockResponse response) {
    return error.code() == NOT_PERMITTED ? response : allow(request, response);
  }

  /** Allows every page to read a public response. */
  static MockResponse allowAll(MockResponse response) {
    return response
        .newBuilder()
        .setHeader("Access-Control-Allow-Origin", "*")
        .setHeader("Access-Control-Allow-Methods", "GET, OPTIONS")
        .build();
  }
}
