package io.github.adtauth.testkit.entra;

import io.github.adtauth.testkit.http.LoggedRequest;
import java.util.Map;
import java.util.Set;

/**
 * An authorization request with a valid client and redirect URI, so errors may be sent to that URI.
 *
 * @param action the path and query to which the pages post their forms
 * @param parameters the query parameters
 * @param tenant the tenant in the path
 * @param client the registration of the client
 * @param platform the platform of the redirect URI
 */
record AuthorizationRequest(
    String action,
    Map<String, String> parameters,
    FakeTenant tenant,
    Registration client,
    Platform platform) {
  private static final Set<String> MODES = Set.of("query", "fragment", "form_post");
  private static final Set<String> PROMPTS =
      Set.of("", "none", "login", "select_account", "consent");

  /** Reads a request. Its exceptions must not be sent to the redirect URI. */
  static AuthorizationRequest of(LoggedRequest request, String tenantName, Directory directory) {
    Map<String, String> parameters = Forms.parse(request.query());
    FakeTenant tenant = directory.tenant(tenantName);
    Registration client = directory.registration(required(parameters, "client_id"), tenant);
    TokenEndpoint.checkTenantName(client, tenantName);
    Platform platform = RedirectUris.platform(client, parameters.getOrDefault("redirect_uri", ""));
    String action = request.path() + "?" + request.query();
    return new AuthorizationRequest(action, parameters, tenant, client, platform);
  }

  /** Returns the requested scopes, or throws if the request is invalid. */
  Scopes validate(Directory directory) {
    if (!required(parameters, "response_type").equals("code")) {
      throw new EntraErrorException(
          "unsupported_response_type", 700054, "response_type is not enabled for the application.");
    }
    if (!MODES.contains(parameters.getOrDefault("response_mode", "query"))) {
      throw new EntraErrorException(
          "invalid_request",
          70007,
          "'"
              + parameter("response_mode")
              + "' is not a supported value of 'response_mode' when requesting a token.");
    }
    if (!PROMPTS.contains(prompt())) {
      throw new EntraErrorException("invalid_request", 90023, "Unsupported 'prompt' value.");
    }
    checkChallenge();
    Scopes scopes = Scopes.parse(required(parameters, "scope"), directory);
    directory.checkListed(client, scopes);
    return scopes;
  }

  private void checkChallenge() {
    String method = parameters.getOrDefault("code_challenge_method", spa() ? "plain" : "S256");
    if (spa() && (parameter("code_challenge").isEmpty() || !method.equals("S256"))) {
      throw new EntraErrorException(
          "invalid_request",
          9002325,
          "Proof Key for Code Exchange is required for cross-origin authorization code"
              + " redemption.");
    }
    if (!method.equals("S256")) {
      throw new EntraErrorException("invalid_request", 501491, "Invalid code challenge method.");
    }
    if (client.publicClient() && !parameters.containsKey("code_challenge")) {
      throw EntraErrorException.missingParameter("code_challenge");
    }
  }

  boolean spa() {
    return platform == Platform.SPA;
  }

  String redirectUri() {
    return parameter("redirect_uri");
  }

  /** Returns the response mode, or the default if the requested mode does not exist. */
  String responseMode() {
    String mode = parameter("response_mode");
    return MODES.contains(mode) ? mode : "query";
  }

  String prompt() {
    return parameter("prompt");
  }

  boolean isSilent() {
    return prompt().equals("none");
  }

  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  private static String required(Map<String, String> parameters, String name) {
    String value = parameters.get(name);
    if (value == null || value.isEmpty()) {
      throw EntraErrorException.missingParameter(name);
    }
    return value;
  }
}
