package io.github.adtauth.testkit.entra;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tenants, users, registrations and consents. Thread-safe: every method holds the same lock. */
final class Directory {
  private final FakeTenant mainTenant;
  private final Map<String, FakeTenant> tenants = new LinkedHashMap<>();
  private final Map<String, FakeUser> users = new LinkedHashMap<>();
  private final Map<String, Registration> registrations = new LinkedHashMap<>();
  private final TenantSettings settings = new TenantSettings();
  private final Consents consents = new Consents();
  private final Map<String, Integer> revocations = new LinkedHashMap<>();

  Directory(FakeTenant main) {
    this.mainTenant = main;
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
      grantAll(registration);
    } else {
      consents.revoke(registration);
    }
  }

  /** Adds or replaces a registration without changing consents. */
  synchronized void put(Registration registration) {
    registrations.put(registration.clientId().toLowerCase(Locale.ROOT), registration);
  }

  synchronized void remove(String clientId) {
    registrations.remove(clientId.toLowerCase(Locale.ROOT));
    setServicePrincipal(clientId, true);
    consents.removeApplication(clientId);
  }

  synchronized List<Registration> registrations() {
    return List.copyOf(registrations.values());
  }

  TenantSettings settings() {
    return settings;
  }

  boolean hasServicePrincipal(String appId) {
    return settings.hasServicePrincipal(appId);
  }

  /** Creates the service principal of an application, or removes it with all its consents. */
  synchronized void setServicePrincipal(String appId, boolean present) {
    settings.setServicePrincipal(appId, present);
    if (!present) {
      consents.removeApplication(appId);
    }
  }

  synchronized List<DirectoryAccess.Grant> grants() {
    return consents.grants();
  }

  synchronized void replaceGrant(DirectoryAccess.Grant grant) {
    consents.replace(grant);
  }

  /** Returns whether a tenant has this ID or domain. */
  synchronized boolean hasTenant(String name) {
    return tenants.containsKey(name.toLowerCase(Locale.ROOT));
  }

  synchronized FakeTenant tenant(String name) {
    if (Set.of("common", "organizations", "consumers").contains(name)) {
      return mainTenant;
    }
    FakeTenant tenant = tenants.get(name.toLowerCase(Locale.ROOT));
    if (tenant == null) {
      throw new EntraErrorException(
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
    Registration registration = registrations.get(clientId.toLowerCase(Locale.ROOT));
    if (registration == null
        || !(registration.multiTenant() || homeTenantId(registration).equals(tenant.id()))) {
      throw new EntraErrorException(
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
    return registration;
  }

  private String homeTenantId(Registration registration) {
    return Objects.requireNonNullElse(registration.tenantId(), mainTenant.id());
  }

  synchronized boolean isRedirectUri(String uri) {
    return registrations.values().stream()
        .anyMatch(client -> RedirectUris.isRegistered(client, uri));
  }

  synchronized List<FakeUser> users(FakeTenant tenant) {
    return users.values().stream().filter(user -> user.tid().equals(tenant.id())).toList();
  }

  synchronized @Nullable FakeUser user(String oidOrUpn) {
    return users.values().stream()
        .filter(user -> user.oid().equals(oidOrUpn) || user.upn().equalsIgnoreCase(oidOrUpn))
        .findFirst()
        .orElse(null);
  }

  synchronized Resource resource(String name) {
    return findResource(name)
        .filter(resource -> hasServicePrincipal(resource.appId()))
        .orElseThrow(() -> notFound(name));
  }

  /** Finds a resource, with or without a service principal in the tenant. */
  synchronized Optional<Resource> findResource(String name) {
    return Stream.concat(
            Resource.MICROSOFT.stream(), registrations.values().stream().map(Resource::of))
        .filter(resource -> resource.isNamed(name))
        .findFirst();
  }

  private EntraErrorException notFound(String name) {
    return new EntraErrorException(
        "invalid_resource",
        500011,
        "The resource principal named "
            + name
            + " was not found in the tenant named "
            + mainTenant.domain()
            + ". This can happen if the application has not been installed by the"
            + " administrator of the tenant or consented to by any user in the tenant."
            + " You might have sent your authentication request to the wrong tenant.");
  }

  /** Returns the granted scopes, or throws if they do not cover the requested ones. */
  synchronized List<String> grantedScopes(Registration client, Scopes scopes, FakeUser user) {
    Set<String> names = grantedScopes(client, scopes.resource(), user);
    if (!covers(names, scopes)) {
      throw EntraErrorException.consentRequired("invalid_grant", client);
    }
    // A sign-in in its home tenant creates the service principal of an application.
    setServicePrincipal(client.clientId(), true);
    return List.copyOf(names);
  }

  private Set<String> grantedScopes(Registration client, Resource resource, FakeUser user) {
    Set<String> names = consents.grantedScopes(client, resource, user);
    Registration api = api(resource);
    if (api != null) {
      names.addAll(api.preAuthorizedScopes(client));
    }
    return names;
  }

  private @Nullable Registration api(Resource resource) {
    return registrations.get(resource.appId().toLowerCase(Locale.ROOT));
  }

  private static boolean covers(Set<String> names, Scopes scopes) {
    return !names.isEmpty() && (scopes.isDefault() || names.containsAll(scopes.names()));
  }

  /**
   * Returns the permissions for the consent page, or an empty list if no page is needed. For {@code
   * .default} these are all permissions of the client, and those of an API that lists the client as
   * known. As in Entra ID, missing permissions of the API alone do not cause a page unless {@code
   * forced}.
   */
  synchronized List<Permission> permissionsToConsent(
      Registration client, Scopes scopes, FakeUser user, boolean forced) {
    if (!forced && covers(grantedScopes(client, scopes.resource(), user), scopes)) {
      return List.of();
    }
    List<Permission> permissions = new ArrayList<>();
    if (scopes.isDefault()) {
      permissions.addAll(permissions(client));
      Registration api = api(scopes.resource());
      if (api != null && api.knownClients().contains(client.clientId())) {
        permissions.addAll(permissions(api));
      }
    } else {
      scopes
          .names()
          .forEach(name -> permissions.add(new Permission(client, scopes.resource(), name)));
    }
    if (!forced) {
      permissions.removeIf(
          item -> grantedScopes(item.client(), item.resource(), user).contains(item.scope()));
    }
    permissions.forEach(item -> settings.requireServicePrincipal(item.resource(), mainTenant));
    return permissions;
  }

  private List<Permission> permissions(Registration client) {
    return client.permissions().stream()
        .map(
            scope -> {
              int slash = scope.lastIndexOf('/');
              String name = scope.substring(0, slash);
              Resource resource = findResource(name).orElseThrow(() -> notFound(name));
              return new Permission(client, resource, scope.substring(slash + 1));
            })
        .toList();
  }

  /** Rejects {@code .default} of a resource that the client's registration does not list. */
  synchronized void checkListed(Registration client, Scopes scopes) {
    Resource resource = scopes.resource();
    Registration api = api(resource);
    boolean listed =
        permissions(client).stream().anyMatch(item -> item.resource().equals(resource))
            || consents.hasAny(client, resource)
            || (api != null && !api.preAuthorizedScopes(client).isEmpty());
    if (scopes.isDefault() && !listed) {
      throw EntraErrorException.permissionNotListed(client, scopes.requestedName());
    }
  }

  synchronized void consent(List<Permission> permissions, FakeUser user) {
    permissions.forEach(permission -> consents.grant(permission, user));
  }

  synchronized void grantAll(Registration client) {
    permissions(client).forEach(consents::grantAll);
    // The portal adds this permission to every new registration.
    consents.grantAll(new Permission(client, Resource.GRAPH, "User.Read"));
  }

  /** Grants admin consent, which also creates the service principals. */
  synchronized void consentForAll(Registration client) {
    permissions(client)
        .forEach(item -> settings.setServicePrincipal(item.resource().appId(), true));
    settings.setServicePrincipal(client.clientId(), true);
    grantAll(client);
  }

  synchronized void grantAll(Registration client, FakeUser user) {
    consent(permissions(client), user);
  }

  synchronized void revokeConsent(Registration client) {
    consents.revoke(client);
  }

  synchronized void revokeConsent(Registration client, FakeUser user) {
    consents.revoke(client, user);
  }

  /** Revokes all existing sessions of a user. */
  synchronized void revokeSessions(FakeUser user) {
    revocations.merge(user.oid(), 1, Integer::sum);
  }

  synchronized int sessionEpoch(FakeUser user) {
    return revocations.getOrDefault(user.oid(), 0);
  }
}
