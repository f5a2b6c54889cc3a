package io.github.adtauth.internal.registration;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * The owners of an application and of its service principal. An owner can add a credential and sign
 * in as the application.
 *
 * @param caller object id of the signed-in identity; empty if it is not known
 * @param ofApplication owners of the application
 * @param ofPrincipal owners of its service principal
 */
record Owners(String caller, List<JsonObject> ofApplication, List<JsonObject> ofPrincipal) {
  static final Owners NONE = new Owners("", List.of(), List.of());

  /** Returns whether the signed-in identity owns the application. */
  boolean includeCaller() {
    return ofApplication.stream().anyMatch(this::isCaller);
  }

  /** Returns the owners other than the signed-in identity, each as part of a sentence. */
  List<Statement> others() {
    List<Statement> others = new ArrayList<>();
    add("owner ", ofApplication, others);
    add("owner of its service principal ", ofPrincipal, others);
    return others;
  }

  private void add(String role, List<JsonObject> owners, List<Statement> others) {
    for (JsonObject owner : owners) {
      if (!isCaller(owner)) {
        others.add(new Statement(name(owner), objectId(owner)).within(role, ""));
      }
    }
  }

  private boolean isCaller(JsonObject owner) {
    return !caller.isEmpty() && GraphJson.string(owner, "id").equalsIgnoreCase(caller);
  }

  private static String objectId(JsonObject owner) {
    String id = GraphJson.name(owner, "id");
    return id.isEmpty() ? "without an object ID" : id;
  }

  /** Graph leaves out the names of owners that the token may not read. */
  private static String name(JsonObject owner) {
    String account = GraphJson.name(owner, "userPrincipalName");
    String id = account.isEmpty() ? GraphJson.name(owner, "id") : account;
    String name = GraphJson.name(owner, "displayName");
    return name.isEmpty() ? id : name + " (" + id + ")";
  }
}
