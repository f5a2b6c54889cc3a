package io.github.adtauth.testkit.entra;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.testkit.http.LoggedRequest;
import io.github.adtauth.testkit.internal.Jwts;
import java.time.Clock;
import java.util.List;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;

/** Routes requests to the endpoints of Entra ID by path. */
record EntraRouter(
    Clock clock,
    Directory directory,
    TokenEndpoint tokenEndpoint,
    AuthorizationEndpoint authorizeEndpoint,
    AdminConsentEndpoint adminConsentEndpoint,
    LogoutEndpoint logoutEndpoint,
    DeviceCodeEndpoint deviceCodeEndpoint,
    UserRealm userRealm,
    Rejections rejections) {
  private static final String USER_REALM_PATH = "/GetUserRealm.srf";
  private static final String USER_REALM = "/userrealm/";
  private static final List<String> DEVICE_CODE_PATHS = List.of("/device", "/devicelogin");

  MockResponse handle(LoggedRequest request) {
    try {
      if (DEVICE_CODE_PATHS.contains(request.path())) {
        return deviceCodeEndpoint.page(request);
      }
      if (request.path().equalsIgnoreCase(USER_REALM_PATH)) {
        String login = Forms.parse(request.query()).getOrDefault("login", "");
        return json(request, userRealm.versionTwo(login));
      }
      int slash = request.path().indexOf('/', 1);
      if (slash < 0) {
        return Faults.status(404);
      }
      String path = request.path().substring(slash);
      // MSAL appends a slash to the endpoints of regional hosts.
      String endpoint = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
      return handle(request, request.path().substring(1, slash), endpoint);
    } catch (EntraErrorException error) {
      return json(request, error);
    }
  }

  private MockResponse handle(LoggedRequest request, String tenant, String path) {
    return switch (path) {
      case "/oauth2/v2.0/authorize" -> authorizeEndpoint.handle(request, tenant);
      case "/adminconsent", "/v2.0/adminconsent" -> adminConsentEndpoint.handle(request, tenant);
      case "/oauth2/authorize" ->
          authorizeEndpoint.handle(VersionOne.authorization(request), tenant);
      case "/oauth2/v2.0/logout", "/oauth2/logout" -> logoutEndpoint.handle(request);
      case "/oauth2/v2.0/token" -> token(request, tenant, false);
      case "/oauth2/token" -> token(request, tenant, true);
      case "/oauth2/v2.0/devicecode" ->
          json(request, deviceCodeEndpoint.start(request, tenant, false));
      case "/oauth2/devicecode" -> json(request, deviceCodeEndpoint.start(request, tenant, true));
      case "/v2.0/.well-known/openid-configuration" ->
          CrossOrigin.allowAll(
              json(
                  request,
                  Discovery.openIdConfiguration(
                      request.authority(), directory.tenant(tenant), rejections.cloud())));
      case "/.well-known/openid-configuration" ->
          CrossOrigin.allowAll(
              json(
                  request,
                  Discovery.versionOne(
                      request.authority(), directory.tenant(tenant), rejections.cloud())));
      case "/discovery/v2.0/keys", "/discovery/keys" -> {
        directory.tenant(tenant);
        yield CrossOrigin.allowAll(json(request, Jwts.jwks()));
      }
      case "/discovery/instance" ->
          CrossOrigin.allowAll(json(request, Discovery.instance(request)));
      default ->
          path.startsWith(USER_REALM)
              ? json(request, userRealm(request, path.substring(USER_REALM.length())))
              : Faults.status(404);
    };
  }

  private JsonObject userRealm(LoggedRequest request, String encodedName) {
    String userName = Forms.decode(encodedName);
    String version = Forms.parse(request.query()).getOrDefault("api-version", "1.0");
    return version.equals("1.0") ? userRealm.versionOne(userName) : userRealm.versionTwo(userName);
  }

  private MockResponse token(LoggedRequest request, String tenant, boolean versionOne) {
    if (request.method().equals("OPTIONS")) {
      return CrossOrigin.preflight(request);
    }
    try {
      return CrossOrigin.allow(
          request, json(request, tokenEndpoint.handle(request, tenant, versionOne)));
    } catch (EntraErrorException error) {
      return CrossOrigin.allow(request, error, json(request, error));
    }
  }

  private static @Nullable String correlationId(LoggedRequest request) {
    return request.header("client-request-id");
  }

  private MockResponse json(LoggedRequest request, EntraErrorException error) {
    return json(request, error.status(), error.body(clock.instant(), correlationId(request)));
  }

  private static MockResponse json(LoggedRequest request, JsonObject body) {
    return json(request, 200, body);
  }

  private static MockResponse json(LoggedRequest request, int status, JsonObject body) {
    MockResponse.Builder response =
        new MockResponse.Builder()
            .code(status)
            .setHeader("Content-Type", "application/json; charset=utf-8")
            .setHeader("Cache-Control", "no-store, no-cache")
            .body(body.toString());
    String correlation = correlationId(request);
    if (correlation != null && "true".equals(request.header("return-client-request-id"))) {
      response.setHeader("client-request-id", correlation);
    }
    return response.build();
  }
}
