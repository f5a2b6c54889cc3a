package io.github.adtauth.testkit.entra;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.http.LoggedRequest;
import io.github.adtauth.testkit.internal.Json;
import io.github.adtauth.testkit.internal.Jwts;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Translates requests to the version 1 endpoints, which name a {@code resource} instead of scopes,
 * and the responses. The grants themselves are those of version 2.
 */
final class VersionOne {
  private static final String OIDC_SCOPES = "openid profile offline_access";
  private static final String DEFAULT = "/.default";
  private static final Set<String> RESOURCE_REQUIRED =
      Set.of("client_credentials", TokenEndpoint.JWT_BEARER);
  private static final List<String> NUMBERS = List.of("expires_in", "ext_expires_in", "refresh_in");

  private VersionOne() {}

  /** Returns the form of a token or device code request with scopes instead of a resource. */
  static Map<String, String> form(Map<String, String> form) {
    String grantType = form.getOrDefault("grant_type", "");
    String resource = form.getOrDefault("resource", "");
    Map<String, String> translated = new LinkedHashMap<>(form);
    translated.remove("scope");
    if (!resource.isEmpty()) {
      boolean isForUser = !grantType.equals("client_credentials");
      translated.put("scope", (isForUser ? OIDC_SCOPES + " " : "") + resource + DEFAULT);
    } else if (RESOURCE_REQUIRED.contains(grantType)) {
      throw EntraErrorException.missingParameter("resource");
    }
    return translated;
  }

  /** Returns an authorization request with scopes instead of a resource. */
  static LoggedRequest authorization(LoggedRequest request) {
    Map<String, String> parameters = new LinkedHashMap<>(Forms.parse(request.query()));
    String resource = parameters.getOrDefault("resource", "");
    parameters.put(
        "scope", resource.isEmpty() ? OIDC_SCOPES : OIDC_SCOPES + " " + resource + DEFAULT);
    String query =
        parameters.entrySet().stream()
            .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
            .collect(Collectors.joining("&"));
    return new LoggedRequest(
        request.host(), request.method(), request.path(), query, request.headers(), request.body());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Returns a token response in the form of version 1, in which all numbers are strings. */
  static JsonObject response(JsonObject response, Map<String, String> form) {
    JsonObject translated = response.deepCopy();
    for (String name : NUMBERS) {
      if (translated.has(name)) {
        translated.addProperty(name, translated.get(name).getAsString());
      }
    }
    JsonObject token = Jwts.claims(Json.text(response, "access_token"));
    if (token != null) {
      translated.addProperty("expires_on", token.get("exp").getAsString());
      translated.addProperty("not_before", token.get("nbf").getAsString());
    }
    String resource = form.getOrDefault("resource", "");
    if (translated.has("scope")) {
      List<String> scopes = List.of(Json.text(response, "scope").split(" ", -1));
      String last = scopes.get(scopes.size() - 1);
      if (resource.isEmpty()) {
        resource = last.substring(0, last.lastIndexOf('/'));
      }
      translated.addProperty("scope", names(scopes));
    }
    translated.addProperty("resource", resource);
    return translated;
  }

  private static String names(List<String> scopes) {
    return scopes.stream()
        .filter(scope -> !scope.endsWith(DEFAULT))
        .map(scope -> scope.substring(scope.lastIndexOf('/') + 1))
        .collect(Collectors.joining(" "));
  }

  /** Returns the response to a device code request, with a text for the user. */
  static JsonObject deviceCode(JsonObject response) {
    JsonObject translated = response.deepCopy();
    translated.add("verification_url", response.get("verification_uri"));
    for (String name : Arrays.asList("expires_in", "interval")) {
      translated.addProperty(name, response.get(name).getAsString());
    }
    return translated;
  }
}
