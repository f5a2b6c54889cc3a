package io.github.adtauth.testkit;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import mockwebserver3.MockResponse;

/** The way back to the application, in the response mode it asked for. */
final class AuthorizationResponse {
  private AuthorizationResponse() {}

  static MockResponse code(AuthorizationRequest request, String code) {
    Map<String, String> answer = new LinkedHashMap<>();
    answer.put("code", code);
    answer.put("session_state", UUID.randomUUID().toString());
    return respond(request, answer);
  }

  static MockResponse error(AuthorizationRequest request, EntraErrorException error, Instant now) {
    Map<String, String> answer = new LinkedHashMap<>();
    String trace = UUID.randomUUID().toString();
    answer.put("error", error.error());
    answer.put("error_description", error.description(now, trace, trace));
    if (error.suberror() != null) {
      answer.put("suberror", error.suberror());
    }
    if (error.claims() != null) {
      answer.put("claims", error.claims());
    }
    return respond(request, answer);
  }

  private static MockResponse respond(AuthorizationRequest request, Map<String, String> answer) {
    if (request.parameters().containsKey("state")) {
      answer.put("state", request.parameter("state"));
    }
    String uri = request.redirectUri();
    return switch (request.responseMode()) {
      case "form_post" -> Html.formPost(uri, answer);
      case "fragment" -> redirect(uri + "#" + encoded(answer));
      default -> redirect(uri + (uri.contains("?") ? "&" : "?") + encoded(answer));
    };
  }

  static MockResponse redirect(String location) {
    return new MockResponse.Builder()
        .code(302)
        .setHeader("Location", location)
        .setHeader("Cache-Control", "no-store, no-cache")
        .build();
  }

  private static String encoded(Map<String, String> answer) {
    return answer.entrySet().stream()
        .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
