package io.github.adtauth.internal.registration;

import static io.github.adtauth.internal.json.JsonMembers.array;
import static io.github.adtauth.internal.json.JsonMembers.objects;
import static io.github.adtauth.internal.json.JsonMembers.strings;
import static io.github.adtauth.internal.registration.GraphJson.object;
import static io.github.adtauth.internal.registration.GraphJson.string;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.registration.AppSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Computes the request body that adds the missing settings to an application object. The body
 * contains each changed member in full, because Graph replaces a member as a whole; existing values
 * are preserved. Not thread-safe.
 */
public final class ApplicationBody {
  public static final String READ_WRITE = "4589bd03-58cb-4e6c-b17f-b580e39652f8";
  static final String ACCESS_AS_USER = "access_as_user";

  /** A change, for display. */
  record Line(RegistrationStep step, String text) {}

  final JsonObject json = new JsonObject();
  final List<Line> lines = new ArrayList<>();
  private final AppSpec spec;
  private final DirectoryState state;
  private final JsonObject current;

  ApplicationBody(AppSpec spec, DirectoryState state) {
    this.spec = spec;
    this.state = state;
    this.current = state.application() == null ? new JsonObject() : state.application();
    switch (spec.purpose()) {
      case DESKTOP -> {
        redirectUris("publicClient", "public client");
        publicClient();
        permission();
      }
      case BROWSER_PAGE -> {
        redirectUris("spa", "single-page application");
        permission();
      }
      case WEB_API -> {
        permission();
        exposedApi();
      }
      case SERVICE -> {}
    }
  }

  private void redirectUris(String platform, String name) {
    JsonObject member = object(current, platform);
    JsonArray uris = withMissing(strings(member, "redirectUris"), spec.redirectUris());
    if (uris != null) {
      JsonObject changed = member.deepCopy();
      changed.add("redirectUris", uris);
      json.add(platform, changed);
      addLine(
          RegistrationStep.REDIRECT_URI,
          "redirect URI " + String.join(", ", spec.redirectUris()) + " (" + name + ")");
    }
  }

  private void publicClient() {
    if (!string(current, "isFallbackPublicClient").equals("true")) {
      json.addProperty("isFallbackPublicClient", true);
      addLine(RegistrationStep.PUBLIC_CLIENT, "public client flows are allowed");
    }
  }

  private void permission() {
    String api = requiredApi(spec);
    String scope = requiredScope(spec, state);
    JsonArray access = array(current, "requiredResourceAccess").deepCopy();
    JsonObject entry = null;
    for (JsonObject each : objects(current, "requiredResourceAccess")) {
      if (string(each, "resourceAppId").equalsIgnoreCase(api)) {
        entry = each;
        access.remove(each);
      }
    }
    JsonArray scopes = entry == null ? new JsonArray() : array(entry, "resourceAccess").deepCopy();
    if (entry != null
        && objects(entry, "resourceAccess").stream()
            .anyMatch(each -> string(each, "id").equalsIgnoreCase(scope))) {
      return;
    }
    JsonObject permission = new JsonObject();
    permission.addProperty("id", scope);
    permission.addProperty("type", "Scope");
    scopes.add(permission);
    JsonObject changed = new JsonObject();
    changed.addProperty("resourceAppId", api);
    changed.add("resourceAccess", scopes);
    access.add(changed);
    json.add("requiredResourceAccess", access);
    addLine(
        RegistrationStep.API_PERMISSION,
        spec.webApi().isPresent()
            ? "permission " + ACCESS_AS_USER + " of the web API " + api
            : "permission Read.Write of Azure Digital Twins");
  }

  /** Returns the API that the application calls. */
  static String requiredApi(AppSpec spec) {
    return spec.webApi().orElse(DirectoryReader.DIGITAL_TWINS);
  }

  /**
   * Returns the id of the delegated permission that the application needs. Empty for a service,
   * which needs only a role on the instance. Also empty if the API exposes no scope.
   */
  static String requiredScope(AppSpec spec, DirectoryState state) {
    if (spec.purpose() == AppSpec.Purpose.SERVICE) {
      return "";
    }
    return spec.webApi().isPresent() ? scopeId(state.resource()) : READ_WRITE;
  }

  private void exposedApi() {
    JsonObject api = object(current, "api").deepCopy();
    boolean changed = false;
    if (!string(api, "requestedAccessTokenVersion").equals("2")) {
      api.addProperty("requestedAccessTokenVersion", 2);
      addLine(RegistrationStep.EXPOSED_API, "access tokens of version 2");
      changed = true;
    }
    if (scopeId(current).isEmpty()) {
      JsonArray scopes = array(api, "oauth2PermissionScopes").deepCopy();
      scopes.add(accessAsUser());
      api.add("oauth2PermissionScopes", scopes);
      addLine(RegistrationStep.EXPOSED_API, "scope " + ACCESS_AS_USER);
      changed = true;
    }
    JsonArray clients =
        withMissing(strings(api, "knownClientApplications"), spec.preAuthorizedClients());
    if (clients != null) {
      api.add("knownClientApplications", clients);
      addLine(
          RegistrationStep.EXPOSED_API,
          "known clients " + String.join(", ", spec.preAuthorizedClients()));
      changed = true;
    }
    if (!scopeId(current).isEmpty() && preAuthorize(api)) {
      changed = true;
    }
    if (changed) {
      json.add("api", api);
    }
    String uri = "api://" + state.clientId();
    JsonArray uris = withMissing(strings(current, "identifierUris"), List.of(uri));
    if (state.application() != null && uris != null) {
      json.add("identifierUris", uris);
      addLine(RegistrationStep.EXPOSED_API, "Application ID URI " + uri);
    }
  }

  /**
   * Pre-authorizes the clients. The scope must exist, because Graph rejects both in one request.
   */
  private boolean preAuthorize(JsonObject api) {
    JsonArray clients = array(api, "preAuthorizedApplications").deepCopy();
    boolean changed = false;
    for (String client : spec.preAuthorizedClients()) {
      boolean isPreAuthorized = false;
      for (JsonObject each : objects(api, "preAuthorizedApplications")) {
        isPreAuthorized |=
            string(each, "appId").equalsIgnoreCase(client)
                && strings(each, "delegatedPermissionIds").stream()
                    .anyMatch(id -> id.equalsIgnoreCase(scopeId(current)));
      }
      if (!isPreAuthorized) {
        JsonObject entry = new JsonObject();
        entry.addProperty("appId", client);
        JsonArray ids = new JsonArray();
        ids.add(scopeId(current));
        entry.add("delegatedPermissionIds", ids);
        clients.add(entry);
        addLine(RegistrationStep.EXPOSED_API, "client " + client + " needs no separate consent");
        changed = true;
      }
    }
    api.add("preAuthorizedApplications", clients);
    return changed;
  }

  /** Returns the scope id of a web API, given its application or service principal. */
  static String scopeId(@Nullable JsonObject api) {
    if (api == null) {
      return "";
    }
    JsonObject holder = api.has("api") ? object(api, "api") : api;
    for (JsonObject scope : objects(holder, "oauth2PermissionScopes")) {
      if (string(scope, "value").equals(ACCESS_AS_USER)) {
        return string(scope, "id");
      }
    }
    return "";
  }

  private JsonObject accessAsUser() {
    String name = spec.displayName();
    JsonObject scope = new JsonObject();
    // The id is derived, because Graph rejects a second id for the same scope.
    String seed = state.clientId() + "/" + ACCESS_AS_USER;
    scope.addProperty(
        "id", UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString());
    scope.addProperty("value", ACCESS_AS_USER);
    scope.addProperty("type", "User");
    scope.addProperty("isEnabled", true);
    scope.addProperty("adminConsentDisplayName", "Access " + name);
    scope.addProperty("adminConsentDescription", "Access " + name + " as the signed-in user.");
    scope.addProperty("userConsentDisplayName", "Access " + name);
    scope.addProperty("userConsentDescription", "Access " + name + " as you.");
    return scope;
  }

  /** Returns the actual values and the missing ones; null if none is missing. */
  private static @Nullable JsonArray withMissing(List<String> actual, Collection<String> required) {
    if (actual.containsAll(required)) {
      return null;
    }
    JsonArray values = new JsonArray();
    actual.forEach(value -> values.add(new JsonPrimitive(value)));
    required.stream().filter(value -> !actual.contains(value)).forEach(values::add);
    return values;
  }

  private void addLine(RegistrationStep step, String text) {
    lines.add(new Line(step, text));
  }
}
