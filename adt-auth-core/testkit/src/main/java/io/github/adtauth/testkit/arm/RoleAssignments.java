package io.github.adtauth.testkit.arm;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.graph.Principals;
import io.github.adtauth.testkit.internal.ErrorResponseException;
import io.github.adtauth.testkit.internal.Guids;
import io.github.adtauth.testkit.internal.Json;
import io.github.adtauth.testkit.internal.PropagationDelays;
import io.github.adtauth.testkit.internal.Replicas;
import io.github.adtauth.testkit.twins.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The role assignments. Callers must hold the lock. */
final class RoleAssignments {
  static final String DATA_OWNER = "bcd981a7-7f74-457b-83e1-cceb9e632ffe";
  static final String DATA_READER = "d57506d4-4c8d-48b1-8587-93c323f6a5a3";
  private static final Map<String, String> DEFINITIONS =
      Map.of(
          DATA_OWNER,
          "Azure Digital Twins Data Owner",
          DATA_READER,
          "Azure Digital Twins Data Reader",
          "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
          "Owner",
          "b24988ac-6180-42a0-ab88-20f7382dd24c",
          "Contributor",
          "acdd72a7-3385-48ef-bd42-f606fba81ae7",
          "Reader");

  private final Principals principals;
  private final String tenantId;
  private final Map<String, Assignment> byName = new LinkedHashMap<>();
  private final PropagationDelays delays = new PropagationDelays();
  final Replicas replicas = new Replicas();
  private int rejectedLookups;

  RoleAssignments(Principals principals, String tenantId) {
    this.principals = principals;
    this.tenantId = tenantId;
  }

  /** Rejects the given number of principals as unknown. */
  void rejectPrincipals(int times) {
    rejectedLookups = times;
  }

  /** Delays the effect of each new assignment by the given number of requests. */
  void delayAssignments(int requests) {
    delays.delayApplications(requests);
  }

  /** Adds an assignment, or returns the existing equal one with the same name. */
  Assignment put(String scope, String name, JsonObject properties, List<Assignment> existing) {
    String role = Json.text(properties, "roleDefinitionId").replaceFirst(".*/", "");
    String principal = Json.text(properties, "principalId");
    if (!Guids.isGuid(name)) {
      throw ErrorResponseException.badRequest(
          "InvalidRoleAssignmentId", "The role assignment ID '" + name + "' is not valid.");
    }
    if (!DEFINITIONS.containsKey(role)) {
      throw ErrorResponseException.badRequest(
          "RoleDefinitionDoesNotExist",
          "The specified role definition with ID '" + role + "' does not exist.");
    }
    String type = principalType(principal, Json.string(properties, "principalType"));
    Assignment assignment = new Assignment(scope, name, role, principal, type);
    Assignment sameName = byName.get(name);
    if (sameName != null && !sameName.equals(assignment)) {
      throw ErrorResponseException.badRequest(
          "RoleAssignmentUpdateNotPermitted",
          "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.");
    }
    for (Assignment item : existing) {
      if (!item.name().equals(name) && item.isEquivalentTo(assignment)) {
        throw new ErrorResponseException(
            409,
            "RoleAssignmentExists",
            "The role assignment already exists. The ID of the existing role assignment is "
                + item.name().replace("-", "")
                + ".");
      }
    }
    if (sameName == null) {
      byName.put(name, assignment);
      replicas.recordWrite(name, null);
      delays.applicationCreated(name);
    }
    return assignment;
  }

  /**
   * Returns the type of a principal. A new principal is accepted only if the request states its
   * type.
   */
  private String principalType(String principal, @Nullable String stated) {
    boolean isRejected = rejectedLookups > 0;
    rejectedLookups = Math.max(0, rejectedLookups - 1);
    String type = isRejected ? null : principals.type(principal);
    boolean visible = type != null && (principals.isVisible(principal) || stated != null);
    if (type == null || !visible) {
      throw ErrorResponseException.badRequest(
          "PrincipalNotFound",
          "Principal "
              + principal.replace("-", "")
              + " does not exist in the directory "
              + tenantId
              + ". Check that you have the correct principal ID. If you are creating this principal"
              + " and then immediately assigning a role, this error might be related to a"
              + " replication delay. In this case, set the role assignment principalType property"
              + " to a value, such as ServicePrincipal, User, or Group.  See"
              + " https://aka.ms/docs-principaltype");
    }
    if (stated != null && !stated.equals(type)) {
      throw ErrorResponseException.badRequest(
          "UnmatchedPrincipalType",
          "The PrincipalId '"
              + principal.replace("-", "")
              + "' has type '"
              + type
              + "' , which is different from specified PrinciaplType '"
              + stated
              + "'.");
    }
    return type;
  }

  /** Returns whether a list from a possibly lagging replica contains an assignment. */
  boolean isListed(Assignment item) {
    return replicas.read(item.name(), item.json(), true) != null;
  }

  boolean remove(String name) {
    return byName.remove(name) != null;
  }

  List<Assignment> all() {
    return new ArrayList<>(byName.values());
  }

  /** Returns the strongest role of a principal and its groups on an instance, or null. */
  @Nullable Role strongestRole(String oid, String instance) {
    Set<String> groups = principals.groupsOf(oid);
    List<String> roles =
        byName.values().stream()
            .filter(item -> item.appliesTo(instance))
            .filter(item -> item.principal().equals(oid) || groups.contains(item.principal()))
            .filter(item -> delays.isVisible(item.name()))
            .map(Assignment::role)
            .toList();
    if (roles.contains(DATA_OWNER)) {
      return Role.DATA_OWNER;
    }
    return roles.contains(DATA_READER) ? Role.DATA_READER : null;
  }

  /**
   * A role assignment.
   *
   * @param scope the resource ID of the scope
   * @param name the GUID of the assignment
   * @param role the GUID of the role
   * @param principal the object ID of the principal
   * @param type the type of the principal
   */
  record Assignment(String scope, String name, String role, String principal, String type) {

    static Assignment forGrantedRole(
        String instance, String oid, Role role, @Nullable String type) {
      String id = role == Role.DATA_OWNER ? DATA_OWNER : DATA_READER;
      String name = Guids.fromSeed("role " + id + " of " + oid);
      return new Assignment(instance, name, id, oid, Objects.requireNonNullElse(type, "User"));
    }

    boolean isEquivalentTo(Assignment other) {
      return scope.equalsIgnoreCase(other.scope)
          && role.equals(other.role)
          && principal.equals(other.principal);
    }

    /** Returns whether the scope is the given resource or above it. */
    boolean appliesTo(String resource) {
      String prefix = resource.toLowerCase(Locale.ROOT) + "/";
      return prefix.startsWith(scope.toLowerCase(Locale.ROOT) + "/");
    }

    JsonObject json() {
      String subscription = scope.replaceFirst("(?i)(/subscriptions/[^/]+).*", "$1");
      JsonObject properties = new JsonObject();
      properties.addProperty(
          "roleDefinitionId",
          subscription + "/providers/Microsoft.Authorization/roleDefinitions/" + role);
      properties.addProperty("principalId", principal);
      properties.addProperty("principalType", type);
      properties.addProperty("scope", scope);
      JsonObject json = new JsonObject();
      json.add("properties", properties);
      json.addProperty("id", scope + "/providers/Microsoft.Authorization/roleAssignments/" + name);
      json.addProperty("type", "Microsoft.Authorization/roleAssignments");
      json.addProperty("name", name);
      return json;
    }
  }
}
