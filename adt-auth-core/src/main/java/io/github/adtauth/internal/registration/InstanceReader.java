package io.github.adtauth.internal.registration;

import com.google.gson.JsonObject;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.internal.text.Ascii;
import io.github.adtauth.registration.AppSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** Reads instances and the roles on them from Azure Resource Manager. Thread-safe. */
public record InstanceReader(GraphApi resourceManager) {
  private static final String INSTANCE_API_VERSION = "2023-01-31";
  private static final String ASSIGNMENT_API_VERSION = "2022-04-01";
  private static final int MAX_HOST = 253; // RFC 1035 2.3.4

  /** The pattern does not repeat a group, because each repetition would use a stack frame. */
  private static final Pattern HOST =
      Pattern.compile("(?i)[a-z0-9-][a-z0-9.-]*\\.digitaltwins\\.azure\\.(net|us)");

  /** Returns the requested roles that are not assigned. */
  List<AppSpec.RoleAssignment> missingRoles(AppSpec spec, String applicationPrincipalId) {
    List<AppSpec.RoleAssignment> missing = new ArrayList<>();
    for (AppSpec.RoleAssignment assignment : spec.roleAssignments()) {
      String id =
          assignment.principalId() == null ? applicationPrincipalId : assignment.principalId();
      if (id.isEmpty() || !isAssigned(assignment, id)) {
        missing.add(assignment);
      }
    }
    return missing;
  }

  private boolean isAssigned(AppSpec.RoleAssignment assignment, String principalId) {
    HttpUrl url =
        assignments(assignment)
            .addQueryParameter("$filter", "principalId eq '" + principalId + "'")
            .build();
    for (JsonObject existing : resourceManager.list("read the roles on the instance", url)) {
      JsonObject properties = GraphJson.object(existing, "properties");
      String role = Ascii.toLowerCase(GraphJson.string(properties, "roleDefinitionId"));
      if (role.endsWith("/" + assignment.role().id())
          && GraphJson.string(properties, "principalId").equalsIgnoreCase(principalId)) {
        return true;
      }
    }
    return false;
  }

  /** Returns a builder for the URL of the role assignments of an instance. */
  HttpUrl.Builder assignments(AppSpec.RoleAssignment assignment, String... name) {
    HttpUrl.Builder url = below(assignment.instanceId());
    for (String segment :
        new String[] {"providers", "Microsoft.Authorization", "roleAssignments"}) {
      url.addPathSegment(segment);
    }
    for (String segment : name) {
      url.addPathSegment(segment);
    }
    return url.addQueryParameter("api-version", ASSIGNMENT_API_VERSION);
  }

  /** Reads the instances of the requested roles, and returns the host of the first. */
  String host(AppSpec spec) {
    Set<String> ids = new LinkedHashSet<>();
    spec.roleAssignments().forEach(assignment -> ids.add(assignment.instanceId()));
    List<String> hosts = ids.stream().map(this::hostOf).toList();
    return hosts.isEmpty() ? "" : hosts.get(0);
  }

  private String hostOf(String id) {
    JsonObject instance =
        resourceManager.find(
            "read the instance",
            below(id).addQueryParameter("api-version", INSTANCE_API_VERSION).build());
    if (instance == null) {
      throw new RegistrationException(
          ErrorDetails.of(
                  "There is no Digital Twins instance " + id + ", or you do not have access to it.")
              .fix(
                  new Fix(
                      RegistrationStep.INSTANCE_ROLE,
                      "Copy the resource id from Properties of the instance.")));
    }
    String host = GraphJson.string(GraphJson.object(instance, "properties"), "hostName");
    if (!host.isEmpty() && !isInstanceHost(host)) { // empty while the instance is being created
      throw resourceManager.unexpected("read the instance", "its host name is not valid.");
    }
    return host;
  }

  private static boolean isInstanceHost(String host) {
    return host.length() <= MAX_HOST && !host.contains("..") && HOST.matcher(host).matches();
  }

  private HttpUrl.Builder below(String resourceId) {
    HttpUrl.Builder url = resourceManager.base().newBuilder();
    for (String segment : resourceId.substring(1).split("/", -1)) {
      url.addPathSegment(segment);
    }
    return url;
  }
}
