package io.github.adtauth.testkit.arm;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.internal.ErrorResponseException;
import io.github.adtauth.testkit.internal.Json;
import io.github.adtauth.testkit.internal.Principal;
import io.github.adtauth.testkit.internal.RequestBodies;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/** The operations on instances and role assignments. */
record ResourceOperations(FakeResourceManager manager) {
  private static final String INSTANCES = "Microsoft.DigitalTwins/digitalTwinsInstances";
  private static final String ROLES = "Microsoft.Authorization/roleAssignments";
  private static final Pattern INSTANCE =
      Pattern.compile(
          "(?i)(/subscriptions/[^/]+/resourceGroups/[^/]+)/providers/"
              + INSTANCES
              + "/([A-Za-z0-9-]{3,63})");
  private static final Pattern ASSIGNMENT =
      Pattern.compile("(?i)(/subscriptions/.+)/providers/" + ROLES + "(?:/([^/]+))?");
  private static final Pattern PRINCIPAL =
      Pattern.compile("(principalId eq|assignedTo\\()\\s*'([^']*)'\\)?");
  private static final Set<String> INSTANCE_VERSIONS =
      Set.of("2020-12-01", "2022-05-31", "2022-10-31", "2023-01-31");
  private static final Set<String> ROLE_VERSIONS = Set.of("2015-07-01", "2022-04-01");

  MockResponse handle(RecordedRequest request, Principal caller) {
    String path = request.getUrl().encodedPath();
    Matcher assignment = ASSIGNMENT.matcher(path);
    if (assignment.matches()) {
      checkVersion(request, ROLE_VERSIONS);
      checkScope(assignment.group(1));
      return assignment.group(2) == null
          ? list(request, caller, assignment.group(1))
          : assignment(request, caller, assignment.group(1), assignment.group(2));
    }
    Matcher instance = INSTANCE.matcher(path);
    if (instance.matches()) {
      checkVersion(request, INSTANCE_VERSIONS);
      checkGroup(instance.group(1));
      return instance(request, caller, path);
    }
    throw new ErrorResponseException(
        404, "InvalidResourceType", "The resource type could not be found.");
  }

  private static void checkVersion(RecordedRequest request, Set<String> versions) {
    String version = request.getUrl().queryParameter("api-version");
    if (version == null) {
      throw ErrorResponseException.badRequest(
          "MissingApiVersionParameter",
          "The api-version query parameter (?api-version=) is required for all requests.");
    }
    if (!versions.contains(version)) {
      throw ErrorResponseException.badRequest(
          "InvalidApiVersionParameter", "The api-version '" + version + "' is invalid.");
    }
  }

  /**
   * Throws unless the scope is an existing instance, or a resource group or subscription above it.
   */
  private void checkScope(String scope) {
    if (INSTANCE.matcher(scope).matches()) {
      checkGroup(scope.replaceFirst("(?i)/providers/.*", ""));
      find(scope);
    } else {
      checkGroup(scope);
    }
  }

  private static void checkGroup(String scope) {
    String[] expected = FakeResourceManager.GROUP.split("/", -1);
    String[] actual = scope.split("/", -1);
    if (!actual[2].equalsIgnoreCase(expected[2])) {
      throw new ErrorResponseException(
          404, "SubscriptionNotFound", "The subscription '" + actual[2] + "' could not be found.");
    }
    if (actual.length > 4 && !actual[4].equalsIgnoreCase(expected[4])) {
      throw new ErrorResponseException(
          404, "ResourceGroupNotFound", "Resource group '" + actual[4] + "' could not be found.");
    }
  }

  private Instance find(String id) {
    Instance instance = manager.instances.get(id.toLowerCase(Locale.ROOT));
    if (instance == null) {
      throw new ErrorResponseException(
          404,
          "ResourceNotFound",
          "The Resource '"
              + INSTANCES
              + id.substring(id.lastIndexOf('/'))
              + "' under resource group '"
              + id.split("/", -1)[4]
              + "' was not found. For more details please go to"
              + " https://aka.ms/ARMResourceNotFoundFix");
    }
    return instance;
  }

  private MockResponse instance(RecordedRequest request, Principal caller, String id) {
    switch (request.getMethod()) {
      case "GET" -> {
        manager.requireRight(caller, ResourceRight.READ, INSTANCES + "/read", id);
        return ResourceManagerResponses.json(200, find(id).json());
      }
      case "PUT" -> {
        manager.requireRight(caller, ResourceRight.WRITE, INSTANCES + "/write", id);
        String location = Json.string(RequestBodies.readObject(request), "location");
        if (location == null) {
          throw ErrorResponseException.badRequest(
              "LocationRequired", "The location property is required for this definition.");
        }
        Instance existing = manager.instances.get(id.toLowerCase(Locale.ROOT));
        Instance instance = existing == null ? manager.create(id, location) : existing;
        return manager.outage.afterWrite(
            ResourceManagerResponses.json(existing == null ? 201 : 200, instance.json()));
      }
      default -> throw methodNotAllowed(request);
    }
  }

  private MockResponse list(RecordedRequest request, Principal caller, String scope) {
    if (!request.getMethod().equals("GET")) {
      throw methodNotAllowed(request);
    }
    manager.requireRight(caller, ResourceRight.READ, ROLES + "/read", scope);
    Predicate<RoleAssignments.Assignment> filter =
        filter(request.getUrl().queryParameter("$filter"), scope);
    JsonObject body = new JsonObject();
    body.add(
        "value",
        Json.array(
            manager.assignments().stream()
                .filter(filter)
                .filter(manager.assignments::isListed)
                .map(RoleAssignments.Assignment::json)
                .toList()));
    return ResourceManagerResponses.json(200, body);
  }

  private Predicate<RoleAssignments.Assignment> filter(@Nullable String text, String scope) {
    Predicate<RoleAssignments.Assignment> above = item -> item.appliesTo(scope);
    Predicate<RoleAssignments.Assignment> below =
        item ->
            (item.scope() + "/")
                .toLowerCase(Locale.ROOT)
                .startsWith(scope.toLowerCase(Locale.ROOT) + "/");
    Predicate<RoleAssignments.Assignment> all = above.or(below);
    for (String clause : text == null ? List.<String>of() : List.of(text.split(" and ", -1))) {
      Matcher principal = PRINCIPAL.matcher(clause.trim());
      if (clause.trim().equals("atScope()")) {
        all = all.and(above);
      } else if (principal.matches()) {
        all =
            all.and(
                principal.group(1).startsWith("p")
                    ? item -> item.principal().equals(principal.group(2))
                    : assignedTo(principal.group(2)));
      } else {
        throw ErrorResponseException.badRequest(
            "BadRequestFormat", "The filter '" + clause + "' is not supported.");
      }
    }
    return all;
  }

  private Predicate<RoleAssignments.Assignment> assignedTo(String oid) {
    Set<String> groups = manager.groupsOf(oid);
    return item -> item.principal().equals(oid) || groups.contains(item.principal());
  }

  private MockResponse assignment(
      RecordedRequest request, Principal caller, String scope, String name) {
    switch (request.getMethod()) {
      case "GET" -> {
        manager.requireRight(caller, ResourceRight.READ, ROLES + "/read", scope);
        return ResourceManagerResponses.json(200, manager.assignment(name).json());
      }
      case "PUT" -> {
        manager.stepUpPolicy.check(caller, scope);
        manager.requireRight(caller, ResourceRight.ASSIGN_ROLES, ROLES + "/write", scope);
        JsonObject properties = Json.object(RequestBodies.readObject(request), "properties");
        RoleAssignments.Assignment assignment =
            manager.assignments.put(
                scope, name.toLowerCase(Locale.ROOT), properties, manager.assignments());
        return manager.outage.afterWrite(ResourceManagerResponses.json(201, assignment.json()));
      }
      case "DELETE" -> {
        manager.requireRight(caller, ResourceRight.ASSIGN_ROLES, ROLES + "/delete", scope);
        RoleAssignments.Assignment removed = manager.assignment(name);
        manager.remove(removed);
        return manager.outage.afterWrite(ResourceManagerResponses.json(200, removed.json()));
      }
      default -> throw methodNotAllowed(request);
    }
  }

  private static ErrorResponseException methodNotAllowed(RecordedRequest request) {
    return new ErrorResponseException(
        405,
        "HttpMethodNotAllowed",
        "The requested HTTP method '" + request.getMethod() + "' is not allowed.");
  }
}
