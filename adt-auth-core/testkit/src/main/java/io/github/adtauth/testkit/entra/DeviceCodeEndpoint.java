package io.github.adtauth.testkit.entra;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.http.LoggedRequest;
import java.util.Map;
import mockwebserver3.MockResponse;

/** The {@code /oauth2/v2.0/devicecode} endpoint and the page on which the user enters the code. */
record DeviceCodeEndpoint(Directory directory, FakeTenant tenant, DeviceCodeGrant codes) {
  /** The page on another host than those of Entra ID, such as {@code localhost:8443}. */
  private static final String DEVICE_PAGE = "/device";

  JsonObject start(LoggedRequest request, String tenantName, boolean versionOne) {
    Map<String, String> form = Forms.readUntyped(request);
    String page =
        FakeEntra.HOSTS.contains(request.host())
            ? DeviceCodeGrant.VERIFICATION_URI
            : request.origin() + DEVICE_PAGE;
    return versionOne
        ? VersionOne.deviceCode(start(VersionOne.form(form), tenantName, page))
        : start(form, tenantName, page);
  }

  private JsonObject start(Map<String, String> form, String tenantName, String verificationUri) {
    FakeTenant tenant = directory.tenant(tenantName);
    for (String name : new String[] {"client_id", "scope"}) {
      if (form.getOrDefault(name, "").isEmpty()) {
        throw EntraErrorException.missingParameter(name);
      }
    }
    Registration client = directory.registration(form.getOrDefault("client_id", ""), tenant);
    TokenEndpoint.checkTenantName(client, tenantName);
    Scopes scopes = Scopes.parse(form.getOrDefault("scope", ""), directory);
    directory.checkListed(client, scopes);
    return codes.start(client, scopes, form.getOrDefault("claims", ""), verificationUri);
  }

  MockResponse page(LoggedRequest request) {
    if (!request.method().equals("POST")) {
      String field =
          "<p><label for=\"otc\">Code</label> <input id=\"otc\" name=\"otc\" required"
              + " autocomplete=\"off\"></p>";
      return Html.page(
          200,
          "Enter code",
          Html.text("Enter the code displayed on your app or device.")
              + Html.userForm(request.path(), field, directory.users(tenant)));
    }
    Map<String, String> form = Forms.read(request);
    return applyDecision(form)
        ? Html.page(200, "Done", Html.text("You may close this window."))
        : Html.error(
            new EntraErrorException(
                "invalid_request", 70018, "Invalid verification code. The code did not work."));
  }

  private boolean applyDecision(Map<String, String> form) {
    String userCode = form.getOrDefault("otc", "");
    if (form.containsKey("decline")) {
      return codes.decline(userCode);
    }
    FakeUser user = directory.user(form.getOrDefault("user", ""));
    return user != null && codes.approve(userCode, user);
  }
}
