package io.github.adtauth.internal.registration;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.internal.json.JsonMembers;
import io.github.adtauth.internal.text.Ascii;
import io.github.adtauth.registration.AppSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Represents the contents of a read as a set of strings. A run only adds objects, so a read that
 * lacks an earlier fact comes from a lagging replica. Such a read must not become the base of a
 * write: Graph replaces a list as a whole, so the write would remove the missing entries.
 */
public final class ObservedFacts {
  private static final String KEYS = ".keyCredentials";
  private static final List<String> IDENTITIES = List.of("keyId", "id", "appId", "resourceAppId");

  private ObservedFacts() {}

  /**
   * Returns the facts of a read: elements of lists, settings that are on, and objects by their id.
   */
  public static Set<String> of(AppSpec spec, DirectoryState state) {
    Set<String> facts = new HashSet<>();
    if (state.application() != null) {
      facts.add(application(state.clientId()));
      members("", state.application(), facts);
    }
    owner(state, facts);
    object("servicePrincipal", state.servicePrincipal(), facts);
    object("resource", state.resource(), facts);
    if (state.grant() != null) {
      for (String scope : GraphJson.string(state.grant(), "scope").strip().split(" +", -1)) {
        facts.add("grant " + scope);
      }
    }
    for (JsonObject credential : state.federated()) {
      facts.add(
          "federated "
              + GraphJson.string(credential, "issuer")
              + " "
              + GraphJson.string(credential, "subject"));
    }
    if (!state.unknown().contains(StatePart.ROLES)) {
      for (AppSpec.RoleAssignment assignment : spec.roleAssignments()) {
        if (!state.missingRoles().contains(assignment)) {
          facts.add(assignment.toString());
        }
      }
    }
    return facts;
  }

  /**
   * Returns the facts of a plan that must still hold when it is carried out: the application itself
   * with its owner, and its certificates, each of which may be in use.
   */
  static Set<String> requiredBy(DirectoryState planned) {
    Set<String> facts = new HashSet<>();
    JsonObject application = planned.application();
    if (application != null) {
      facts.add(application(planned.clientId()));
      owner(planned, facts);
      for (JsonObject key : JsonMembers.objects(application, "keyCredentials")) {
        element(KEYS, key, facts);
      }
    }
    return facts;
  }

  /** Returns whether a fact is about the certificate of this key id. */
  static boolean isAbout(String fact, String keyId) {
    return fact.startsWith(KEYS + "#" + Ascii.toLowerCase(keyId));
  }

  /** Returns the fact that an application exists. */
  static String application(String clientId) {
    return "application " + Ascii.toLowerCase(clientId);
  }

  /** Other owners are not facts, because they may be removed at any time. */
  private static void owner(DirectoryState state, Set<String> facts) {
    if (state.owners().includeCaller()) {
      facts.add("owner " + Ascii.toLowerCase(state.owners().caller()));
    }
  }

  private static void object(String kind, @Nullable JsonObject object, Set<String> facts) {
    if (object != null) {
      facts.add(kind + " " + Ascii.toLowerCase(GraphJson.string(object, "appId")));
    }
  }

  private static void members(String path, JsonObject object, Set<String> facts) {
    for (Map.Entry<String, JsonElement> member : object.entrySet()) {
      String name = path + "." + member.getKey();
      JsonElement value = member.getValue();
      if (value instanceof JsonObject child) {
        members(name, child, facts);
      } else if (value.isJsonArray()) {
        value.getAsJsonArray().forEach(element -> element(name, element, facts));
      } else if (value instanceof JsonPrimitive primitive && isOn(primitive)) {
        facts.add(name + "=" + primitive.getAsString());
      }
    }
  }

  private static void element(String path, JsonElement element, Set<String> facts) {
    if (element instanceof JsonPrimitive primitive) {
      facts.add(path + "=" + primitive.getAsString());
    } else if (element instanceof JsonObject object) {
      String id = identity(object);
      if (!id.isEmpty()) {
        String name = path + "#" + Ascii.toLowerCase(id);
        facts.add(name);
        if (!GraphJson.string(object, "key").isEmpty()) {
          facts.add(name + ".key");
        }
        members(name, object, facts);
      }
    }
  }

  private static String identity(JsonObject object) {
    for (String name : IDENTITIES) {
      String id = GraphJson.string(object, name);
      if (!id.isEmpty()) {
        return id;
      }
    }
    return "";
  }

  /** Strings such as names are not facts, because somebody else may change them at any time. */
  private static boolean isOn(JsonPrimitive value) {
    return value.isNumber() || (value.isBoolean() && value.getAsBoolean());
  }
}
