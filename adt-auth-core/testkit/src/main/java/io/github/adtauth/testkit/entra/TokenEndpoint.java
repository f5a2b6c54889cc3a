package io.github.adtauth.testkit.entra;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.http.LoggedRequest;
import io.github.adtauth.testkit.internal.BoundedLog;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The {@code /oauth2/v2.0/token} endpoint. Thread-safe. */
final class TokenEndpoint {
  static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final Set<String> CONFIDENTIAL_ONLY = Set.of("client_credentials", JWT_BEARER);
  private static final Set<String> TENANT_ALIASES = Set.of("common", "consumers", "organizations");

  private final Clock clock;
  private final Directory directory;
  private final Map<String, Grant> grants;
  private final ClientAuthentication authentication;
  private final Rejections rejections;
  private final BoundedLog<TokenCall> calls =
      new BoundedLog<>(
          BoundedLog.DEFAULT_MAX_ENTRIES,
          call -> call.form().values().stream().mapToInt(String::length).sum());

  TokenEndpoint(
      Clock clock, Directory directory, Map<String, Grant> grants, Rejections rejections) {
    this.clock = clock;
    this.directory = directory;
    this.grants = grants;
    this.authentication = new ClientAuthentication(clock);
    this.rejections = rejections;
  }

  List<TokenCall> calls() {
    return calls.entries();
  }

  long callCount() {
    return calls.count();
  }

  void clear() {
    calls.clear();
  }

  JsonObject handle(LoggedRequest request, String tenantName, boolean versionOne) {
    if (!request.method().equals("POST")) {
      throw new EntraErrorException(
          "invalid_request",
          900561,
          "The endpoint only accepts POST requests. Received a " + request.method() + " request.");
    }
    Map<String, String> form = Forms.read(request);
    String grantType = form.getOrDefault("grant_type", "");
    calls.add(
        new TokenCall(tenantName, grantType, Map.copyOf(form), request.headers(), clock.instant()));
    if (grantType.isEmpty()) {
      throw EntraErrorException.missingParameter("grant_type");
    }
    Grant grant = grants.get(grantType);
    if (grant == null) {
      throw new EntraErrorException(
          "unsupported_grant_type",
          70003,
          "The app requested an unsupported grant type '" + grantType + "'.");
    }
    rejections.checkTokens();
    FakeTenant tenant = directory.tenant(tenantName);
    if (TENANT_ALIASES.contains(tenantName) && CONFIDENTIAL_ONLY.contains(grantType)) {
      throw new EntraErrorException(
          "invalid_request",
          9001023,
          "The grant type is not supported over the /common or /consumers endpoints. Please use"
              + " the /organizations or tenant-specific endpoint.");
    }
    Map<String, String> parameters = BasicCredentials.addTo(form, request);
    if (!versionOne) {
      return grant.tokens(
          authenticate(request, tenantName, tenant, grant, grantType, parameters, false));
    }
    JsonObject response =
        grant.tokens(
            authenticate(
                request, tenantName, tenant, grant, grantType, VersionOne.form(parameters), true));
    return VersionOne.response(response, form);
  }

  private GrantRequest authenticate(
      LoggedRequest request,
      String tenantName,
      FakeTenant tenant,
      Grant grant,
      String grantType,
      Map<String, String> form,
      boolean versionOne) {
    String clientId = form.getOrDefault("client_id", "");
    if (clientId.isEmpty()) {
      throw EntraErrorException.missingParameter("client_id");
    }
    Registration client = directory.registration(clientId, tenant);
    checkTenantName(client, tenantName);
    Platform platform = grant.platform(form);
    boolean spa = CrossOrigin.isSpa(request, client, platform);
    List<String> audiences = audiences(request.authority(), tenantName, tenant);
    boolean isPublic =
        spa || platform == Platform.NATIVE || (platform != Platform.WEB && client.publicClient());
    String clientAuth = authentication.authenticate(client, isPublic, form, audiences);
    if (clientAuth.equals("0") && CONFIDENTIAL_ONLY.contains(grantType)) {
      throw ClientAuthentication.missingCredential();
    }
    return new GrantRequest(request.authority(), tenant, client, clientAuth, form, versionOne);
  }

  /**
   * Returns the accepted audiences of a client assertion. A client of a regional host names the
   * global one.
   */
  private static List<String> audiences(String host, String tenantName, FakeTenant tenant) {
    List<String> audiences = new ArrayList<>();
    for (String name : List.of(host, FakeEntra.globalHost(host))) {
      for (String segment : List.of(tenantName, tenant.id())) {
        for (String path : List.of("/oauth2/v2.0/token", "/oauth2/token", "/v2.0")) {
          audiences.add("https://" + name + "/" + segment + path);
        }
      }
    }
    return audiences;
  }

  static void checkTenantName(Registration client, String tenantName) {
    if (TENANT_ALIASES.contains(tenantName) && !client.multiTenant()) {
      throw new EntraErrorException(
          "invalid_request",
          50194,
          "Application '"
              + client.clientId()
              + "'("
              + client.displayName()
              + ") is not configured as a multi-tenant application. Usage of the /common endpoint"
              + " is not supported for such apps created after '10/15/2018'. Use a tenant-specific"
              + " endpoint or configure the application to be multi-tenant.");
    }
  }
}
