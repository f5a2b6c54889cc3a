package io.github.adtauth.testkit.entra;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The consents of users, and of administrators on behalf of all users. Not thread-safe. */
final class Consents {
  private static final String ALL_USERS = "";

  private final Map<Grantee, Set<String>> scopes = new LinkedHashMap<>();

  void grantAll(Permission permission) {
    grant(permission, ALL_USERS);
  }

  void grant(Permission permission, FakeUser user) {
    grant(permission, user.oid());
  }

  private void grant(Permission permission, String user) {
    Grantee client =
        new Grantee(permission.client().clientId(), permission.resource().appId(), user);
    scopes.computeIfAbsent(client, key -> new LinkedHashSet<>()).add(permission.scope());
  }

  /** Returns the scopes of a resource that are granted to a client for a user. */
  Set<String> grantedScopes(Registration client, Resource resource, FakeUser user) {
    Set<String> names = new LinkedHashSet<>();
    for (String grantedBy : List.of(ALL_USERS, user.oid())) {
      names.addAll(
          scopes.getOrDefault(
              new Grantee(client.clientId(), resource.appId(), grantedBy), Set.of()));
    }
    return names;
  }

  /** Returns whether the client has consent for any scope of the resource. */
  boolean hasAny(Registration client, Resource resource) {
    return scopes.keySet().stream()
        .anyMatch(
            key ->
                key.clientId().equals(client.clientId())
                    && key.resource().equals(resource.appId()));
  }

  /** Returns all grants. */
  List<DirectoryAccess.Grant> grants() {
    return scopes.entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .map(
            entry ->
                new DirectoryAccess.Grant(
                    entry.getKey().clientId(),
                    entry.getKey().resource(),
                    entry.getKey().user(),
                    List.copyOf(entry.getValue())))
        .toList();
  }

  /**
   * Replaces the grant of the same client, resource and user. A grant without scopes is removed.
   */
  void replace(DirectoryAccess.Grant grant) {
    Grantee client = new Grantee(grant.clientId(), grant.resourceAppId(), grant.userId());
    scopes.remove(client);
    if (!grant.scopes().isEmpty()) {
      scopes.put(client, new LinkedHashSet<>(grant.scopes()));
    }
  }

  /** Removes all grants to an application and to its API. */
  void removeApplication(String appId) {
    scopes.keySet().removeIf(key -> key.clientId().equals(appId) || key.resource().equals(appId));
  }

  void revoke(Registration client) {
    scopes.keySet().removeIf(key -> key.clientId().equals(client.clientId()));
  }

  void revoke(Registration client, FakeUser user) {
    scopes
        .keySet()
        .removeIf(key -> key.clientId().equals(client.clientId()) && key.user().equals(user.oid()));
  }

  private record Grantee(String clientId, String resource, String user) {}
}
