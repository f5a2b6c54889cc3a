package io.github.adtauth.internal.registration;

import com.google.gson.JsonObject;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.internal.text.Guid;
import java.util.List;

/** Reads the name and the id of the tenant and of the signed-in user. Thread-safe. */
record TenantReader(GraphApi graph, PermissionTracker permissions) {

  /** Returns the signed-in user and the tenant, for display. */
  String signedInAs() {
    String where = name();
    JsonObject me = null;
    String anonymous = "an application in ";
    try {
      me = graph.find("read the signed-in user", graph.at("me").build());
    } catch (RegistrationException e) {
      // Graph responds with 400 to an application, which has no /me.
      if (e.status() != 400 && !permissions.isApplicationToken()) {
        anonymous = "a user in ";
      }
    }
    return me == null
        ? anonymous + where
        : GraphJson.name(me, "displayName")
            + " ("
            + GraphJson.name(me, "userPrincipalName")
            + ") in "
            + where;
  }

  /** Returns the object id of the signed-in user or service principal; empty if unknown. */
  String callerId() {
    String id = permissions.objectId();
    if (!id.isEmpty()) {
      return id;
    }
    try {
      JsonObject me = graph.find("read the signed-in user", graph.at("me").build());
      return me == null ? "" : GraphJson.string(me, "id");
    } catch (RegistrationException e) {
      return ""; // an application has no /me, and a user may lack the permission
    }
  }

  private String name() {
    try {
      JsonObject organization = organization();
      return GraphJson.name(organization, "displayName")
          + ", tenant "
          + GraphJson.string(organization, "id");
    } catch (RegistrationException e) {
      return "tenant " + fromToken(e);
    }
  }

  /** Returns the Directory ID. */
  String id() {
    try {
      return GraphJson.string(organization(), "id");
    } catch (RegistrationException e) {
      return fromToken(e);
    }
  }

  /** Returns the tenant that the token names, if a right to read it from Graph is missing. */
  private String fromToken(RegistrationException e) {
    String tenant = permissions.tenant();
    if (e.status() != 403 || tenant.isEmpty()) {
      throw e;
    }
    return tenant;
  }

  private JsonObject organization() {
    List<JsonObject> organizations =
        graph.list("read the tenant", graph.at("organization").build());
    if (organizations.isEmpty() || !Guid.isGuid(GraphJson.string(organizations.get(0), "id"))) {
      throw graph.unexpected("read the tenant", "the response does not name it.");
    }
    return organizations.get(0);
  }
}
