package io.github.adtauth.testkit.entra;

import io.github.adtauth.testkit.http.LoggedRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import mockwebserver3.MockResponse;

/**
 * The {@code /adminconsent} endpoint, where an administrator grants all permissions that an
 * application lists, on behalf of all users. Consent creates the service principals of the
 * application and its APIs.
 */
record AdminConsentEndpoint(Directory directory, Rejections rejections) {

  MockResponse handle(LoggedRequest request, String tenantName) {
    try {
      return handle(request, directory.tenant(tenantName), Forms.parse(request.query()));
    } catch (EntraErrorException error) {
      return rejections.page(error);
    }
  }

  private MockResponse handle(
      LoggedRequest request, FakeTenant tenant, Map<String, String> parameters) {
    String clientId = parameters.getOrDefault("client_id", "");
    if (clientId.isEmpty()) {
      throw EntraErrorException.missingParameter("client_id");
    }
    Registration client = directory.registration(clientId, tenant);
    String redirectUri = parameters.getOrDefault("redirect_uri", "");
    if (!redirectUri.isEmpty()) {
      RedirectUris.platform(client, redirectUri);
    }
    if (!request.method().equals("POST")) {
      return Html.page(
          200,
          "Permissions requested",
          Html.text(client.displayName() + " asks for consent on behalf of your organization.")
              + Html.userForm(request.path() + "?" + request.query(), "", directory.users(tenant)));
    }
    String outcome = applyDecision(client, Forms.read(request));
    if (redirectUri.isEmpty()) {
      return Html.page(200, "Done", Html.text("You may close this window."));
    }
    String state = URLEncoder.encode(parameters.getOrDefault("state", ""), StandardCharsets.UTF_8);
    return AuthorizationResponse.redirect(
        redirectUri + "?" + outcome + "&tenant=" + tenant.id() + "&state=" + state);
  }

  private String applyDecision(Registration client, Map<String, String> form) {
    FakeUser user = directory.user(form.getOrDefault("user", ""));
    if (user == null) {
      return "error=access_denied&error_subcode=cancel";
    }
    if (!directory.settings().isAdministrator(user)) {
      throw new EntraErrorException(
          "access_denied", 90093, "Calling principal cannot consent due to lack of permissions.");
    }
    directory.consentForAll(client);
    return "admin_consent=True";
  }
}
