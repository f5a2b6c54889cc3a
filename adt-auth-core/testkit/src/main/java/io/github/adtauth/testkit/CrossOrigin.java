package io.github.adtauth.testkit;

import java.util.Set;
import mockwebserver3.MockResponse;

/** Which web pages may call which of Entra's endpoints. */
final class CrossOrigin {
  private static final int NOT_PERMITTED = 9002326;
  private static final Set<Platform> CROSS_ORIGIN_PLATFORMS = Set.of(Platform.SPA, Platform.UNKNOWN);

  private CrossOrigin() {}

  /**
   * Returns whether a token request comes from a single-page application. What was issued to one is
   * redeemed across origins only, and nothing else ever is.
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

  /** Answers a preflight; who asks for the token is not known yet. */
  static MockResponse preflight(LoggedRequest request) {
    MockResponse.Builder answer =
        new MockResponse.Builder()
            .setHeader("Access-Control-Allow-Methods", "POST, OPTIONS")
            .setHeader("Access-Control-Max-Age", "86400");
    String headers = request.header("Access-Control-Request-Headers");
    if (headers != null) {
      answer.setHeader("Access-Control-Allow-Headers", headers);
    }
    return allow(request, answer.build());
  }

  /** Lets the page that asked read the answer. */
  static MockResponse allow(LoggedRequest request, MockResponse answer) {
    String origin = request.header("Origin");
    return origin == null
        ? answer
        : answer
            .newBuilder()
            .setHeader("Access-Control-Allow-Origin", origin)
            .setHeader("Vary", "Origin")
            .build();
  }

  /** Lets the page that asked read why it was refused, unless it was for being a page. */
  static MockResponse allow(LoggedRequest request, EntraErrorException error, MockResponse answer) {
    return error.code() == NOT_PERMITTED ? answer : allow(request, answer);
  }

  /** Lets every page read what is public anyway. */
  static MockResponse allowAll(MockResponse answer) {
    return answer
        .newBuilder()
        .setHeader("Access-Control-Allow-Origin", "*")
        .setHeader("Access-Control-Allow-Methods", "GET, OPTIONS")
        .build();
  }
}
