package io.github.adtauth.internal.registration;

import static io.github.adtauth.internal.json.JsonMembers.objects;
import static io.github.adtauth.internal.registration.GraphJson.string;

import com.google.gson.JsonObject;
import io.github.adtauth.internal.text.Ascii;
import io.github.adtauth.registration.AppSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * A permission that an application requests. An administrator who consents for the tenant consents
 * to all of them.
 *
 * @param api the Client ID of the API
 * @param id the id of the scope or application role
 * @param isDelegated whether it applies to signed-in users only, not to the application itself
 */
record ApiPermission(String api, String id, boolean isDelegated) {
  /**
   * The delegated {@code User.Read} of Microsoft Graph. The Azure portal adds it to each
   * application that it creates. It permits reading the profile of the signed-in user.
   */
  static final ApiPermission USER_READ =
      new ApiPermission(
          "00000003-0000-0000-c000-000000000000", "e1fe6dd8-ba31-4d61-89e7-88639da4683d", true);

  ApiPermission {
    api = Ascii.toLowerCase(api);
    id = Ascii.toLowerCase(id);
  }

  static List<ApiPermission> requestedBy(JsonObject application) {
    List<ApiPermission> permissions = new ArrayList<>();
    for (JsonObject access : objects(application, "requiredResourceAccess")) {
      for (JsonObject permission : objects(access, "resourceAccess")) {
        permissions.add(
            new ApiPermission(
                string(access, "resourceAppId"),
                string(permission, "id"),
                string(permission, "type").equals("Scope")));
      }
    }
    return permissions;
  }

  /**
   * Returns whether an earlier run may have requested the permission: a tool or page first calls
   * Digital Twins, and a web API once that is registered.
   */
  boolean isFromEarlierSpec(AppSpec spec) {
    return spec.webApi().isPresent()
        && isDelegated
        && api.equals(DirectoryReader.DIGITAL_TWINS)
        && id.equals(ApplicationBody.READ_WRITE);
  }

  /** Returns a phrase such as {@code delegated permission … of the API …}. */
  @Override
  public String toString() {
    return (isDelegated ? "delegated" : "application") + " permission " + id + " of the API " + api;
  }
}
