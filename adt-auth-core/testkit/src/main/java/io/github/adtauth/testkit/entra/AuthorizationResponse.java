package io.github.adtauth.testkit.entra;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import mockwebserver3.MockResponse;

/** Creates responses to the redirect URI, in the requested response mode (RFC 6749 4.1.2). */
final class AuthorizationResponse {
  private AuthorizationResponse() {}

  static MockResponse code(AuthorizationRequest request, String code) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("code", code);
    parameters.put("session_state", UUID.randomUUID().toString());
    return respond(request, parameters);
  }

  static MockResponse error(AuthorizationRequest request, EntraErrorException error, Instant now) {
    Map<String, String> parameters = new LinkedHashMap<>();
    String trace = UUID.randomUUID().toString();
    parameters.put("error", error.error());
    parameters.put("error_description", error.description(now, trace, trace));
    if (error.suberror() != null) {
      parameters.put("suberror", error.suberror());
    }
    if (error.claims() != null) {
      parameters.put("claims", error.claims());
    }
    return respond(request, parameters);
  }

  private static MockResponse respond(
      AuthorizationRequest request, Map<String, String> parameters) {
    if (request.parameters().containsKey("state")) {
      parameters.put("state", request.parameter("state"));
    }
    String uri = request.redirectUri();
    return switch (request.responseMode()) {
      case "form_post" -> Html.formPost(uri, parameters);
      case "fragment" -> redirect(uri + "#" + encode(parameters));
      default -> redirect(uri + (uri.contains("?") ? "&" : "?") + encode(parameters));
    };
  }

  static MockResponse redirect(String location) {
    return new MockResponse.Builder()
        .code(302)
        .setHeader("Location", location)
        .setHeader("Cache-Control", "no-store, no-cache")
        .build();
  }

  private static String encode(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
