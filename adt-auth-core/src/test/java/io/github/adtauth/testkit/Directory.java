package io.github.adtauth.testkit;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tenants, users, registrations and consent. Thread-safe: every method holds the one lock. */
final class Directory {
  private final FakeTenant main;
  private final Map<String, FakeTenant> tenants = new LinkedHashMap<>();
  private final Map<String, FakeUser> users = new LinkedHashMap<>();
  private final Map<String, Registration> registrations = new LinkedHashMap<>();
  private final Map<String, Set<String>> consents = new LinkedHashMap<>();
  private final Map<String, Integer> revocations = new LinkedHashMap<>();

  Directory(FakeTenant main) {
    this.main = main;
    add(main);
  }

  synchronized void add(FakeTenant tenant) {
    tenants.put(tenant.id().toLowerCase(Locale.ROOT), tenant);
    tenants.put(tenant.domain().toLowerCase(Locale.ROOT), tenant);
  }

  synchronized void add(FakeUser user) {
    users.put(user.oid(), user);
  }

  synchronized void add(Registration registration) {
    registrations.put(registration.clientId().toLowerCase(Locale.ROOT), registration);
    if (registration.consentGranted()) {
      registration.permissions().forEach(scope -> grant(registration, scope));
    }
  }

  synchronized FakeTenant tenant(String name) {
    if (Set.of("common", "organizations", "consumers").contains(name)) {
      return main;
    }
    FakeTenant tenant = tenants.get(name.toLowerCase(Locale.ROOT));
    if (tenant == null) {
      throw new AadError(
          "invalid_request",
          90002,
          "Tenant '"
              + name
              + "' not found. Check to make sure you have the correct tenant ID and are signing"
              + " into the correct cloud. Check with your subscription administrator, this may"
              + " happen if there are no active subscriptions for the tenant.");
    }
    return tenant;
  }

  synchronized Registration registration(String clientId, FakeTenant tenant) {
    Registration found = registrations.get(clientId.toLowerCase(Locale.ROOT));
    if (found == null || !(found.multiTenant() || home(found).equals(tenant.id()))) {
      throw new AadError(
          "unauthorized_client",
          700016,
          "Application with identifier '"
              + clientId
              + "' was not found in the directory '"
              + tenant.domain()
              + "'. This can happen if the application has not been installed by the administrator"
              + " of the tenant or consented to by any user in the tenant. You may have sent your"
              + " authentication request to the wrong tenant.");
    }
    return found;
  }

  private String home(Registration registration) {
    return Objects.requireNonNullElse(registration.tenantId(), main.id());
  }

  synchronized List<FakeUser> users(FakeTenant tenant) {
    return users.values().stream().filter(user -> user.tid().equals(tenant.id())).toList();
  }

  synchronized @Nullable FakeUser user(String oidOrUpn) {
    return users.values().stream()
        .filter(user -> user.oid().equals(oidOrUpn) || user.upn().equals(oidOrUpn))
        .findFirst()
        .orElse(null);
  }

  synchronized Resource resource(String name) {
    return Stream.concat(
            Stream.of(Resource.TWINS, Resource.GRAPH, Resource.MANAGEMENT),
            registrations.values().stream().map(Resource::of))
        .filter(resource -> resource.isNamed(name))
        .findFirst()
        .orElseThrow(
            () ->
                new AadError(
                    "invalid_resource",
                    500011,
                    "The resource principal named "
                        + name
                        + " was not found in the tenant named "
                        + main.domain()
                        + ". This can happen if the application has not been installed by the"
                        + " administrator of the tenant or consented to by any user in the tenant."
                        + " You might have sent your authentication request to the wrong tenant."));
  }

  /** Returns the delegated scopes that the client may have of what it asks for. */
  synchronized List<String> granted(Registration client, Scopes scopes) {
    Set<String> all = consents.getOrDefault(client.clientId(), Set.of());
    String prefix = scopes.resource().appId() + "/";
    List<String> names =
        all.stream()
            .filter(scope -> scope.startsWith(prefix))
            .map(scope -> scope.substring(prefix.length()))
            .toList();
    if (names.isEmpty() || !(scopes.isDefault() || names.containsAll(scopes.names()))) {
      throw AadError.consentRequired(client);
    }
    return names;
  }

  /** Records the consent that a user gives by signing in to what the scopes ask for. */
  synchronized void consent(Registration client, Scopes scopes) {
    if (!scopes.isDefault()) {
      scopes.names().forEach(name -> grant(client, scopes.requestedName() + "/" + name));
      return;
    }
    client.permissions().stream()
        .filter(scope -> scopes.resource().isNamed(scope.substring(0, scope.lastIndexOf('/'))))
        .forEach(scope -> grant(client, scope));
  }

  synchronized void grantAll(Registration client) {
    client.permissions().forEach(scope -> grant(client, scope));
  }

  synchronized void revokeConsent(Registration client) {
    consents.remove(client.clientId());
  }

  private void grant(Registration client, String scope) {
    int slash = scope.lastIndexOf('/');
    String name = resource(scope.substring(0, slash)).appId() + scope.substring(slash);
    consents.computeIfAbsent(client.clientId(), id -> new LinkedHashSet<>()).add(name);
  }

  /** Ends everything the user has signed in to so far. */
  synchronized void revokeSessions(FakeUser user) {
    revocations.merge(user.oid(), 1, Integer::sum);
  }

  synchronized int sessionEpoch(FakeUser user) {
    return revocations.getOrDefault(user.oid(), 0);
  }
}
