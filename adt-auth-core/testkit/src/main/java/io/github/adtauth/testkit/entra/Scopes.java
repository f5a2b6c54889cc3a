package io.github.adtauth.testkit.entra;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A parsed {@code scope} parameter with the scopes of one resource and of OpenID Connect.
 *
 * @param resource the resource
 * @param requestedName the resource's name in the request
 * @param names the scope names of the resource
 * @param oidc the OpenID Connect scopes
 */
record Scopes(Resource resource, String requestedName, List<String> names, Set<String> oidc) {
  private static final String DEFAULT = ".default";
  private static final Set<String> OIDC = Set.of("openid", "profile", "offline_access", "email");

  static Scopes parse(String text, Directory directory) {
    Set<String> oidc = new LinkedHashSet<>();
    Set<String> names = new LinkedHashSet<>();
    Set<String> resources = new LinkedHashSet<>();
    for (String scope : text.trim().split(" +", -1)) {
      int slash = scope.lastIndexOf('/');
      if (OIDC.contains(scope)) {
        oidc.add(scope);
      } else if (scope.isEmpty() || slash == scope.length() - 1 || slash == 0) {
        throw invalidScope(scope);
      } else {
        resources.add(slash < 0 ? Resource.GRAPH_URI : scope.substring(0, slash));
        names.add(scope.substring(slash + 1));
      }
    }
    if (resources.size() > 1) {
      throw new EntraErrorException(
          "invalid_request",
          28002,
          "Provided value for the input parameter scope '"
              + text
              + "' is not valid when requesting an access token. Please specify a valid scope.");
    }
    if (resources.isEmpty()) {
      return new Scopes(Resource.GRAPH, Resource.GRAPH_URI, List.of("User.Read"), oidc);
    }
    String requestedName = resources.iterator().next();
    Resource resource = directory.resource(requestedName);
    check(resource, names, text);
    return new Scopes(resource, requestedName, List.copyOf(names), oidc);
  }

  private static void check(Resource resource, Set<String> names, String text) {
    for (String name : names) {
      boolean mixed = name.equals(DEFAULT) && names.size() > 1;
      if (mixed || !(name.equals(DEFAULT) || resource.scopes().contains(name))) {
        throw invalidScope(text);
      }
    }
  }

  static EntraErrorException invalidScope(String scope) {
    return new EntraErrorException(
        "invalid_scope",
        70011,
        "The provided request must include a 'scope' input parameter. The provided value for the"
            + " input parameter 'scope' is not valid. The scope "
            + scope
            + " is not valid.");
  }

  static boolean isResourceScope(String scope) {
    return !OIDC.contains(scope);
  }

  boolean isDefault() {
    return names.contains(DEFAULT);
  }

  boolean hasOidc(String oidcScope) {
    return oidc.contains(oidcScope);
  }

  Scopes with(String oidcScope) {
    Set<String> extended = new LinkedHashSet<>(oidc);
    extended.add(oidcScope);
    return new Scopes(resource, requestedName, names, extended);
  }

  /**
   * Returns the {@code scope} of a response: the full names of the granted scopes and of {@code
   * .default} if requested.
   */
  String responseScope(List<String> granted) {
    List<String> fullNames = new ArrayList<>();
    granted.forEach(name -> fullNames.add(requestedName + "/" + name));
    if (isDefault()) {
      fullNames.add(requestedName + "/" + DEFAULT);
    }
    return String.join(" ", fullNames);
  }
}
