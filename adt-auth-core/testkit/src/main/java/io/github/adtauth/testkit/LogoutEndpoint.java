package io.github.adtauth.testkit;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import mockwebserver3.MockResponse;

/** {@code /oauth2/v2.0/logout}: ends the browser's session and goes where it may go. */
record LogoutEndpoint(Directory directory, Sessions sessions) {

  MockResponse handle(LoggedRequest request) {
    Map<String, String> asked = Forms.parse(request.query());
    String uri = asked.getOrDefault("post_logout_redirect_uri", "");
    String state = asked.getOrDefault("state", "");
    MockResponse answer =
        uri.isEmpty() || !directory.isRedirectUri(uri)
            ? Html.page(200, "You signed out", Html.text("You may close this window."))
            : AuthorizationResponse.redirect(
                state.isEmpty()
                    ? uri
                    : uri + "?state=" + URLEncoder.encode(state, StandardCharsets.UTF_8));
    return sessions.end(request, answer);
  }
}
