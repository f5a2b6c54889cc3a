package io.github.adtauth.testkit.entra;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.http.LoggedRequest;
import io.github.adtauth.testkit.internal.Json;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The metadata of Entra ID: OpenID Connect discovery and instance discovery. */
final class Discovery {
  private static final List<String> PUBLIC = List.of("login.microsoftonline.com");
  private static final List<String> GOVERNMENT = List.of("login.microsoftonline.us");

  private Discovery() {}

  static JsonObject openIdConfiguration(String host, FakeTenant tenant, @Nullable String cloud) {
    String authority = "https://" + host + "/" + tenant.id();
    JsonObject metadata = new JsonObject();
    metadata.addProperty("issuer", TokenIssuer.issuer(host, tenant, 2));
    metadata.addProperty("authorization_endpoint", authority + "/oauth2/v2.0/authorize");
    metadata.addProperty("token_endpoint", authority + "/oauth2/v2.0/token");
    metadata.addProperty("end_session_endpoint", authority + "/oauth2/v2.0/logout");
    metadata.addProperty("device_authorization_endpoint", authority + "/oauth2/v2.0/devicecode");
    metadata.addProperty("jwks_uri", authority + "/discovery/v2.0/keys");
    metadata.add(
        "scopes_supported",
        Json.stringArray(List.of("openid", "profile", "email", "offline_access")));
    metadata.add("response_types_supported", Json.stringArray(List.of("code")));
    metadata.add(
        "response_modes_supported", Json.stringArray(List.of("query", "fragment", "form_post")));
    metadata.add("subject_types_supported", Json.stringArray(List.of("pairwise")));
    metadata.add("id_token_signing_alg_values_supported", Json.stringArray(List.of("RS256")));
    metadata.add(
        "token_endpoint_auth_methods_supported",
        Json.stringArray(List.of("client_secret_post", "private_key_jwt", "client_secret_basic")));
    metadata.addProperty("tenant_region_scope", cloud == null ? "NA" : "USGov");
    metadata.addProperty(
        "cloud_instance_name",
        cloud != null
            ? cloud
            : GOVERNMENT.contains(host) ? "microsoftonline.us" : "microsoftonline.com");
    metadata.add("code_challenge_methods_supported", Json.stringArray(List.of("S256")));
    return metadata;
  }

  /** Returns the metadata of the version 1 endpoints. */
  static JsonObject versionOne(String host, FakeTenant tenant, @Nullable String cloud) {
    String authority = "https://" + host + "/" + tenant.id();
    JsonObject metadata = openIdConfiguration(host, tenant, cloud);
    metadata.addProperty("issuer", TokenIssuer.issuer(host, tenant, 1));
    metadata.addProperty("authorization_endpoint", authority + "/oauth2/authorize");
    metadata.addProperty("token_endpoint", authority + "/oauth2/token");
    metadata.addProperty("end_session_endpoint", authority + "/oauth2/logout");
    metadata.addProperty("device_authorization_endpoint", authority + "/oauth2/devicecode");
    metadata.addProperty("jwks_uri", authority + "/discovery/keys");
    return metadata;
  }

  static JsonObject instance(LoggedRequest request) {
    Map<String, String> query = Forms.parse(request.query());
    String authorizationEndpoint = query.get("authorization_endpoint");
    if (authorizationEndpoint == null) {
      throw EntraErrorException.missingParameter("authorization_endpoint");
    }
    @Nullable HttpUrl endpoint = HttpUrl.parse(authorizationEndpoint);
    String host = endpoint == null ? "" : endpoint.host();
    if (!PUBLIC.contains(host) && !GOVERNMENT.contains(host)) {
      throw new EntraErrorException("invalid_instance", 50049, "Unknown or invalid instance.");
    }
    JsonArray clouds = new JsonArray();
    clouds.add(cloud("login.windows.net", List.of(PUBLIC.get(0), "login.windows.net")));
    clouds.add(cloud(GOVERNMENT.get(0), GOVERNMENT));
    JsonObject response = new JsonObject();
    response.addProperty(
        "tenant_discovery_endpoint",
        authorizationEndpoint.replace(
            "/oauth2/v2.0/authorize", "/v2.0/.well-known/openid-configuration"));
    response.addProperty("api-version", "1.1");
    response.add("metadata", clouds);
    return response;
  }

  private static JsonObject cloud(String cacheName, List<String> aliases) {
    JsonObject cloud = new JsonObject();
    cloud.addProperty("preferred_network", aliases.get(0));
    cloud.addProperty("preferred_cache", cacheName);
    cloud.add("aliases", Json.stringArray(aliases));
    return cloud;
  }
}
