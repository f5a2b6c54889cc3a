package io.github.adtauth.testkit.graph;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.internal.Guids;
import io.github.adtauth.testkit.internal.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Converts registrations that a test has added to Entra ID into Graph applications. */
record RegistrationImporter(Store store) {

  void importRegistration(Registration registration) {
    JsonObject existing = store.findByAppId(registration.clientId());
    JsonObject application = existing == null ? ApplicationSchema.newApplication() : existing;
    if (existing == null) {
      String id = Guids.fromSeed("application " + registration.clientId());
      application.addProperty("id", id);
      application.addProperty("appId", registration.clientId());
      application.addProperty("createdDateTime", store.clock.instant().toString());
      application.addProperty("publisherDomain", store.directory.tenant().domain());
      optionalClaims(application, registration);
      store.applications.put(id, application);
    }
    application.addProperty("displayName", registration.displayName());
    application.addProperty("isFallbackPublicClient", registration.publicClient());
    application.addProperty(
        "signInAudience", registration.multiTenant() ? "AzureADMultipleOrgs" : "AzureADMyOrg");
    redirectUris(application, registration);
    credentials(application, registration);
    api(application, registration);
    application.add("requiredResourceAccess", permissions(registration));
  }

  private static void optionalClaims(JsonObject application, Registration registration) {
    JsonArray claims = new JsonArray();
    for (String name : registration.optionalClaims()) {
      JsonObject claim = new JsonObject();
      claim.addProperty("name", name);
      claims.add(claim);
    }
    if (!claims.isEmpty()) {
      JsonObject optionalClaims = new JsonObject();
      optionalClaims.add("idToken", claims);
      application.add("optionalClaims", optionalClaims);
    }
  }

  private static void redirectUris(JsonObject application, Registration registration) {
    boolean isNative = registration.publicClient();
    Set<String> natives = new LinkedHashSet<>(registration.nativeRedirectUris());
    Set<String> webs = new LinkedHashSet<>(registration.webRedirectUris());
    (isNative ? natives : webs).addAll(registration.redirectUris());
    Json.object(application, "publicClient").add("redirectUris", Json.stringArray(natives));
    Json.object(application, "web").add("redirectUris", Json.stringArray(webs));
    Json.object(application, "spa")
        .add("redirectUris", Json.stringArray(registration.spaRedirectUris()));
  }

  private void credentials(JsonObject application, Registration registration) {
    JsonArray secrets = new JsonArray();
    for (Registration.Secret secret : registration.secrets()) {
      JsonObject item = Credentials.password(secret.id(), "", store.clock.instant());
      end(item, secret.expires());
      item.addProperty("hint", Credentials.hint(secret.value()));
      store.secrets.put(secret.id(), secret.value());
      secrets.add(item);
    }
    application.add("passwordCredentials", secrets);
    JsonArray keys = new JsonArray();
    for (Registration.Certificate certificate : registration.certificates()) {
      String id = Guids.fromSeed("key " + certificate.key());
      JsonObject item = Credentials.password(id, "", store.clock.instant());
      item.addProperty("type", "AsymmetricX509Cert");
      item.addProperty("usage", "Verify");
      end(item, certificate.expires());
      store.keys.put(id, certificate.key());
      keys.add(item);
    }
    application.add("keyCredentials", keys);
    List<JsonObject> federated = new ArrayList<>();
    for (Registration.FederatedCredential credential : registration.federatedCredentials()) {
      String name = "credential-" + (federated.size() + 1);
      JsonObject item = new JsonObject();
      item.addProperty("id", Guids.fromSeed(registration.clientId() + name));
      item.addProperty("name", name);
      item.addProperty("issuer", credential.issuer());
      item.addProperty("subject", credential.subject());
      item.add("audiences", Json.stringArray(List.of(credential.audience())));
      federated.add(item);
    }
    store.federatedCredentials.put(Store.id(application), federated);
  }

  private static void end(JsonObject credential, @Nullable Instant end) {
    credential.addProperty("endDateTime", end == null ? "2299-12-31T00:00:00Z" : end.toString());
  }

  private String scopeId(String appId, String name) {
    return Json.text(scope(appId, name), "id");
  }

  private JsonObject scope(String appId, String name) {
    return new ScopeCatalog(store)
        .scopes(appId).stream()
            .filter(scope -> Json.text(scope, "value").equals(name))
            .findFirst()
            .orElseGet(() -> ScopeCatalog.scope(appId, name));
  }

  private void api(JsonObject application, Registration registration) {
    String appId = registration.clientId();
    boolean named = !registration.scopes().isEmpty() && !registration.appIdUri().equals(appId);
    application.add(
        "identifierUris", Json.stringArray(named ? List.of(registration.appIdUri()) : List.of()));
    JsonObject api = Json.object(application, "api");
    api.addProperty("requestedAccessTokenVersion", registration.tokenVersion());
    api.add("knownClientApplications", Json.stringArray(registration.knownClients()));
    api.add(
        "oauth2PermissionScopes",
        Json.array(registration.scopes().stream().map(name -> scope(appId, name)).toList()));
    JsonArray preAuthorized = new JsonArray();
    registration
        .preAuthorized()
        .forEach(
            (client, scopes) -> {
              List<String> names = scopes.isEmpty() ? registration.scopes() : scopes;
              JsonObject item = new JsonObject();
              item.addProperty("appId", client);
              item.add(
                  "delegatedPermissionIds",
                  Json.stringArray(names.stream().map(name -> scopeId(appId, name)).toList()));
              preAuthorized.add(item);
            });
    api.add("preAuthorizedApplications", preAuthorized);
  }

  private JsonArray permissions(Registration registration) {
    Map<String, JsonArray> byResource = new LinkedHashMap<>();
    for (String permission : registration.permissions()) {
      int slash = permission.lastIndexOf('/');
      String appId = store.directory.appId(permission.substring(0, slash));
      if (appId != null) {
        JsonObject access = new JsonObject();
        access.addProperty("id", scopeId(appId, permission.substring(slash + 1)));
        access.addProperty("type", "Scope");
        byResource.computeIfAbsent(appId, key -> new JsonArray()).add(access);
      }
    }
    JsonArray required = new JsonArray();
    byResource.forEach(
        (appId, access) -> {
          JsonObject item = new JsonObject();
          item.addProperty("resourceAppId", appId);
          item.add("resourceAccess", access);
          required.add(item);
        });
    return required;
  }
}
