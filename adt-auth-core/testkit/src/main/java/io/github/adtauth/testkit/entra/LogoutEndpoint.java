package io.github.adtauth.testkit.entra;

import io.github.adtauth.testkit.http.LoggedRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import mockwebserver3.MockResponse;

/**
 * The {@code /oauth2/v2.0/logout} endpoint. It ends the browser's session and redirects to
 * registered URIs only.
 */
record LogoutEndpoint(Directory directory, Sessions sessions) {

  MockResponse handle(LoggedRequest request) {
    Map<String, String> parameters = Forms.parse(request.query());
    String uri = parameters.getOrDefault("post_logout_redirect_uri", "");
    String state = parameters.getOrDefault("state", "");
    MockResponse response =
        uri.isEmpty() || !directory.isRedirectUri(uri)
            ? Html.page(200, "You signed out", Html.text("You may close this window."))
            : AuthorizationResponse.redirect(
                state.isEmpty()
                    ? uri
                    : uri + "?state=" + URLEncoder.encode(state, StandardCharsets.UTF_8));
    return sessions.end(request, response);
  }
}
