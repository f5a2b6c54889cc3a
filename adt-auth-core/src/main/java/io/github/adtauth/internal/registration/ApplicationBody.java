package io.github.adtauth.internal.registration;

import static io.github.adtauth.internal.registration.GraphJson.array;
import static io.github.adtauth.internal.registration.GraphJson.object;
import static io.github.adtauth.internal.registration.GraphJson.objects;
import static io.github.adtauth.internal.registration.GraphJson.string;
import static io.github.adtauth.internal.registration.GraphJson.strings;

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
 * What the application object lacks: a body for Graph with the members that differ, each as it is
 * to be in whole, and a line for each. What is there is kept. Not thread-safe.
 */
public final class ApplicationBody {
  public static final String READ_WRITE = "4589bd03-58cb-4e6c-b17f-b580e39652f8";
  static final String ACCESS_AS_USER = "access_as_user";

  /** A line of the plan. */
  record Line(RegistrationStep step, String text) {}

  final JsonObject body = new JsonObject();
  final List<Line> lines = new ArrayList<>();
  private final AppSpec spec;
  private final DirectoryState found;
  private final JsonObject now;

  ApplicationBody(AppSpec spec, DirectoryState found) {
    this.spec = spec;
    this.found = found;
    this.now = found.application() == null ? new JsonObject() : found.application();
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
    JsonObject member = object(now, platform);
    JsonArray uris = lacking(strings(member, "redirectUris"), spec.redirectUris());
    if (uris != null) {
      JsonObject changed = member.deepCopy();
      changed.add("redirectUris", uris);
      body.add(platform, changed);
      line(
          RegistrationStep.REDIRECT_URI,
          "redirect URI " + String.join(", ", spec.redirectUris()) + " (" + name + ")");
    }
  }

  private void publicClient() {
    if (!string(now, "isFallbackPublicClient").equals("true")) {
      body.addProperty("isFallbackPublicClient", true);
      line(RegistrationStep.PUBLIC_CLIENT, "public client flows are allowed");
    }
  }

  private void permission() {
    String api = spec.webApi().orElse(Directory.DIGITAL_TWINS);
    String scope = spec.webApi().isPresent() ? scopeId(found.resource()) : READ_WRITE;
    JsonArray access = array(now, "requiredResourceAccess").deepCopy();
    JsonObject entry = null;
    for (JsonObject each : objects(now, "requiredResourceAccess")) {
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
    body.add("requiredResourceAccess", access);
    line(
        RegistrationStep.API_PERMISSION,
        spec.webApi().isPresent()
            ? "permission " + ACCESS_AS_USER + " of the web API " + api
            : "permission Read.Write of Azure Digital Twins");
  }

  private void exposedApi() {
    JsonObject api = object(now, "api").deepCopy();
    boolean changed = false;
    if (!string(api, "requestedAccessTokenVersion").equals("2")) {
      api.addProperty("requestedAccessTokenVersion", 2);
      line(RegistrationStep.EXPOSED_API, "access tokens of version 2");
      changed = true;
    }
    if (scopeId(now).isEmpty()) {
      JsonArray scopes = array(api, "oauth2PermissionScopes").deepCopy();
      scopes.add(accessAsUser());
      api.add("oauth2PermissionScopes", scopes);
      line(RegistrationStep.EXPOSED_API, "scope " + ACCESS_AS_USER);
      changed = true;
    }
    JsonArray clients =
        lacking(strings(api, "knownClientApplications"), spec.preAuthorizedClients());
    if (clients != null) {
      api.add("knownClientApplications", clients);
      line(
          RegistrationStep.EXPOSED_API,
          "known clients " + String.join(", ", spec.preAuthorizedClients()));
      changed = true;
    }
    if (!scopeId(now).isEmpty() && preAuthorize(api)) {
      changed = true;
    }
    if (changed) {
      body.add("api", api);
    }
    String uri = "api://" + found.clientId();
    JsonArray uris = lacking(strings(now, "identifierUris"), List.of(uri));
    if (found.application() != null && uris != null) {
      body.add("identifierUris", uris);
      line(RegistrationStep.EXPOSED_API, "Application ID URI " + uri);
    }
  }

  /** Names a scope that is there; Graph takes no scope and its use in one step. */
  private boolean preAuthorize(JsonObject api) {
    JsonArray all = array(api, "preAuthorizedApplications").deepCopy();
    boolean changed = false;
    for (String client : spec.preAuthorizedClients()) {
      boolean known = false;
      for (JsonObject each : objects(api, "preAuthorizedApplications")) {
        known |=
            string(each, "appId").equalsIgnoreCase(client)
                && strings(each, "delegatedPermissionIds").stream()
                    .anyMatch(id -> id.equalsIgnoreCase(scopeId(now)));
      }
      if (!known) {
        JsonObject entry = new JsonObject();
        entry.addProperty("appId", client);
        JsonArray ids = new JsonArray();
        ids.add(scopeId(now));
        entry.add("delegatedPermissionIds", ids);
        all.add(entry);
        line(RegistrationStep.EXPOSED_API, "client " + client + " needs no consent of its own");
        changed = true;
      }
    }
    api.add("preAuthorizedApplications", all);
    return changed;
  }

  /** Finds the scope of a web API, seen as application or as service principal. */
  static String scopeId(@Nullable JsonObject of) {
    if (of == null) {
      return "";
    }
    JsonObject holder = of.has("api") ? object(of, "api") : of;
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
    // The same id each time: a second one for the same scope would be rejected.
    String seed = found.clientId() + "/" + ACCESS_AS_USER;
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

  private static @Nullable JsonArray lacking(List<String> there, Collection<String> wanted) {
    if (there.containsAll(wanted)) {
      return null;
    }
    JsonArray all = new JsonArray();
    there.forEach(value -> all.add(new JsonPrimitive(value)));
    wanted.stream().filter(value -> !there.contains(value)).forEach(all::add);
    return all;
  }

  private void line(RegistrationStep step, String text) {
    lines.add(new Line(step, text));
  }
}
