package io.github.adtauth.testkit;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import mockwebserver3.MockResponse;
import okhttp3.HttpUrl;

/** {@code /oauth2/v2.0/authorize}: the sign-in page and the way back to the application. */
record AuthorizeEndpoint(Clock clock, Directory directory, AuthorizationCodes codes) {

  MockResponse answer(SeenRequest request, String tenantName) {
    try {
      Map<String, String> asked = Forms.parse(request.query());
      FakeTenant tenant = directory.tenant(tenantName);
      Registration client = directory.registration(required(asked, "client_id"), tenant);
      TokenEndpoint.checkTenantName(client, tenantName);
      checkRedirectUri(client, asked.getOrDefault("redirect_uri", ""));
      try {
        return signIn(request, asked, tenant, client);
      } catch (AadError error) {
        return back(asked, refusal(error));
      }
    } catch (AadError error) {
      return Html.error(error);
    }
  }

  private MockResponse signIn(
      SeenRequest request, Map<String, String> asked, FakeTenant tenant, Registration client) {
    if (!required(asked, "response_type").equals("code")) {
      throw new AadError(
          "unsupported_response_type", 700054, "response_type is not enabled for the application.");
    }
    checkChallenge(client, asked);
    Scopes scopes = Scopes.parse(required(asked, "scope"), directory);
    if (asked.getOrDefault("prompt", "").equals("none")) {
      throw new AadError(
          "login_required", 50058, "A silent sign-in request was sent but no user is signed in.");
    }
    if (!request.method().equals("POST")) {
      String action = request.path() + "?" + request.query();
      return Html.page(
          200,
          "Sign in",
          Html.text("to continue to " + client.displayName())
              + Html.userForm(action, "", directory.users(tenant)));
    }
    Map<String, String> pressed = Forms.of(request);
    FakeUser user = directory.user(pressed.getOrDefault("user", ""));
    if (pressed.containsKey("decline") || user == null) {
      throw new AadError("access_denied", 65004, "User declined to consent to access the app.");
    }
    directory.consent(client, scopes);
    SignIn signIn =
        new SignIn(
            user,
            directory.sessionEpoch(user),
            asked.getOrDefault("claims", ""),
            asked.get("nonce"));
    String code =
        codes.issue(
            client,
            required(asked, "redirect_uri"),
            asked.getOrDefault("code_challenge", ""),
            signIn);
    Map<String, String> answer = new LinkedHashMap<>();
    answer.put("code", code);
    answer.put("session_state", UUID.randomUUID().toString());
    return back(asked, answer);
  }

  private static void checkChallenge(Registration client, Map<String, String> asked) {
    String method = asked.getOrDefault("code_challenge_method", "S256");
    if (!method.equals("S256")) {
      throw new AadError("invalid_request", 501491, "Invalid code challenge method.");
    }
    if (client.publicClient() && !asked.containsKey("code_challenge")) {
      throw AadError.missing("code_challenge");
    }
  }

  private static void checkRedirectUri(Registration client, String uri) {
    if (client.redirectUris().stream().noneMatch(registered -> matches(registered, uri))) {
      throw new AadError(
          "invalid_request",
          50011,
          "The redirect URI '"
              + uri
              + "' specified in the request does not match the redirect URIs configured for the"
              + " application '"
              + client.clientId()
              + "'. Make sure the redirect URI sent in the request matches one added to your"
              + " application in the Azure portal.");
    }
  }

  /** The port of {@code http://localhost} does not count, its path does. */
  private static boolean matches(String registered, String asked) {
    HttpUrl known = HttpUrl.parse(registered);
    HttpUrl given = HttpUrl.parse(asked);
    if (known == null || given == null) {
      return registered.equals(asked);
    }
    boolean anyPort = !known.isHttps() && known.host().equals("localhost");
    return known.equals(anyPort ? given.newBuilder().port(known.port()).build() : given);
  }

  private Map<String, String> refusal(AadError error) {
    Map<String, String> answer = new LinkedHashMap<>();
    String trace = UUID.randomUUID().toString();
    answer.put("error", error.error());
    answer.put("error_description", error.description(clock.instant(), trace, trace));
    return answer;
  }

  private static MockResponse back(Map<String, String> asked, Map<String, String> answer) {
    if (asked.containsKey("state")) {
      answer.put("state", asked.getOrDefault("state", ""));
    }
    String redirectUri = asked.getOrDefault("redirect_uri", "");
    String mode = asked.getOrDefault("response_mode", "query");
    if (mode.equals("form_post")) {
      return Html.formPost(redirectUri, answer);
    }
    HttpUrl.Builder url = HttpUrl.get(redirectUri).newBuilder();
    answer.forEach(url::addQueryParameter);
    String location = url.toString();
    if (mode.equals("fragment")) {
      location = location.replace('?', '#');
    }
    return new MockResponse.Builder()
        .code(302)
        .setHeader("Location", location)
        .setHeader("Cache-Control", "no-store, no-cache")
        .build();
  }

  private static String required(Map<String, String> parameters, String name) {
    String value = parameters.get(name);
    if (value == null || value.isEmpty()) {
      throw AadError.missing(name);
    }
    return value;
  }
}
