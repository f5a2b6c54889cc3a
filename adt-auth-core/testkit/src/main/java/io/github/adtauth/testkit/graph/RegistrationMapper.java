package io.github.adtauth.testkit.graph;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.testkit.entra.DirectoryAccess;
import io.github.adtauth.testkit.entra.FederatedIssuer;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.entra.RegistrationBuilder;
import io.github.adtauth.testkit.internal.Json;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Converts Graph applications into the registrations of Entra ID. */
record RegistrationMapper(Store store, ScopeCatalog catalog) {

  /**
   * Returns the registration of an application. Properties unknown to Graph keep their previous
   * values.
   */
  Registration toRegistration(JsonObject application, @Nullable Registration before) {
    String appId = Json.text(application, "appId");
    RegistrationBuilder registration =
        Registration.builder(appId, Json.text(application, "displayName"))
            .publicClient(Json.isTrue(application, "isFallbackPublicClient"))
            .consentGranted(before != null && before.consentGranted());
    if (!Json.text(application, "signInAudience").equals("AzureADMyOrg")) {
      registration.multiTenant();
    }
    if (before != null) {
      before
          .appRoles()
          .forEach(
              (resource, roles) -> roles.forEach(role -> registration.appRole(resource, role)));
    }
    redirectUris(application, "web").forEach(registration::webRedirectUri);
    redirectUris(application, "publicClient").forEach(registration::nativeRedirectUri);
    redirectUris(application, "spa").forEach(registration::spaRedirectUri);
    Json.objects(Json.object(application, "optionalClaims"), "idToken")
        .forEach(claim -> registration.optionalClaim(Json.text(claim, "name")));
    credentials(application, registration);
    api(application, registration);
    Json.objects(application, "requiredResourceAccess").stream()
        .flatMap(this::permissions)
        .forEach(registration::permission);
    return registration.build();
  }

  private static List<String> redirectUris(JsonObject application, String platform) {
    return Json.strings(Json.object(application, platform), "redirectUris");
  }

  private void credentials(JsonObject application, RegistrationBuilder registration) {
    for (JsonObject item : Json.objects(application, "passwordCredentials")) {
      String id = Json.text(item, "keyId");
      String value = store.secrets.get(id);
      if (value != null) {
        registration.secret(new Registration.Secret(id, value, end(item)));
      }
    }
    for (JsonObject item : Json.objects(application, "keyCredentials")) {
      PublicKey key = store.keys.get(Json.text(item, "keyId"));
      if (key != null) {
        registration.certificate(key, end(item));
      }
    }
    for (JsonObject item : store.federatedCredentials(application)) {
      registration.federatedCredential(
          new FederatedIssuer(Json.text(item, "issuer"))
              .credential(Json.text(item, "subject"), Json.strings(item, "audiences").get(0)));
    }
  }

  private static @Nullable Instant end(JsonObject credential) {
    String end = Json.string(credential, "endDateTime");
    return end == null ? null : Instant.parse(end);
  }

  private void api(JsonObject application, RegistrationBuilder registration) {
    String appId = Json.text(application, "appId");
    JsonObject api = Json.object(application, "api");
    List<String> uris = Json.strings(application, "identifierUris");
    registration.appIdUri(uris.isEmpty() ? appId : uris.get(0));
    registration.tokenVersion(
        api.get("requestedAccessTokenVersion") instanceof JsonPrimitive version
            ? version.getAsInt()
            : 1);
    for (JsonObject scope : Json.objects(api, "oauth2PermissionScopes")) {
      if (Json.isTrue(scope, "isEnabled")) {
        registration.exposes(Json.text(scope, "value"));
      }
    }
    Json.strings(api, "knownClientApplications").forEach(registration::knownClient);
    for (JsonObject client : Json.objects(api, "preAuthorizedApplications")) {
      String[] names =
          Json.strings(client, "delegatedPermissionIds").stream()
              .map(id -> catalog.findName(appId, id))
              .filter(Objects::nonNull)
              .toArray(String[]::new);
      if (names.length > 0) {
        registration.preAuthorized(Json.text(client, "appId"), names);
      }
    }
  }

  /** Returns the delegated permissions as {@code resource/scope}. Unknown IDs are ignored. */
  private Stream<String> permissions(JsonObject required) {
    String appId = Json.text(required, "resourceAppId");
    DirectoryAccess.Service service = catalog.findService(appId);
    String resource = service == null ? appId : service.uris().get(0);
    return Json.objects(required, "resourceAccess").stream()
        .filter(access -> Json.text(access, "type").equals("Scope"))
        .map(access -> catalog.findName(appId, Json.text(access, "id")))
        .filter(Objects::nonNull)
        .map(name -> resource + "/" + name);
  }
}
