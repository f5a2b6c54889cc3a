package io.github.adtauth.testkit;

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

/** Tenants, users, registrations and consent. Thread-safe: every method holds the one lock. */
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

  /** Adds or replaces a registration and leaves all consent as it is. */
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

  /** Adds the service principal of an application, or removes it and all consent with it. */
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
    Registration found = registrations.get(clientId.toLowerCase(Locale.ROOT));
    if (found == null || !(found.multiTenant() || homeTenantId(found).equals(tenant.id()))) {
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
    return found;
  }

  private String homeTenantId(Registration registration) {
    return Objects.requireNonNullElse(registration.tenantId(), mainTenant.id());
  }

  synchronized boolean isRedirectUri(String uri) {
    return registrations.values().stream().anyMatch(client -> RedirectUris.isRegistered(client, uri));
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

  /** Returns a resource even where the tenant lacks its service principal. */
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

  /** Returns the delegated scopes that the client may have of what it asks for. */
  synchronized List<String> granted(Registration client, Scopes scopes, FakeUser user) {
    Set<String> names = granted(client, scopes.resource(), user);
    if (!covers(names, scopes)) {
      throw EntraErrorException.consentRequired("invalid_grant", client);
    }
    // A sign-in in its own tenant brings an application its service principal.
    setServicePrincipal(client.clientId(), true);
    return List.copyOf(names);
  }

  private Set<String> granted(Registration client, Resource resource, FakeUser user) {
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
   * Returns what a consent page has to ask of the user; nothing when no page is needed. With {@code
   * .default} that is all the client's own permissions, and those of an API that lists the client
   * as known. As at Entra, the API's missing ones alone bring no page unless {@code forced}.
   */
  synchronized List<Permission> permissionsToConsent(
      Registration client, Scopes scopes, FakeUser user, boolean forced) {
    if (!forced && covers(granted(client, scopes.resource(), user), scopes)) {
      return List.of();
    }
    List<Permission> wanted = new ArrayList<>();
    if (scopes.isDefault()) {
      wanted.addAll(permissions(client));
      Registration api = api(scopes.resource());
      if (api != null && api.knownClients().contains(client.clientId())) {
        wanted.addAll(permissions(api));
      }
    } else {
      scopes.names().forEach(name -> wanted.add(new Permission(client, scopes.resource(), name)));
    }
    if (!forced) {
      wanted.removeIf(one -> granted(one.client(), one.resource(), user).contains(one.scope()));
    }
    wanted.forEach(one -> settings.checkPresent(one.resource(), mainTenant));
    return wanted;
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

  /** Refuses {@code .default} of a resource that the client's registration does not list. */
  synchronized void checkListed(Registration client, Scopes scopes) {
    Resource resource = scopes.resource();
    Registration api = api(resource);
    boolean listed =
        permissions(client).stream().anyMatch(one -> one.resource().equals(resource))
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
    // The portal puts this one on every new registration.
    consents.grantAll(new Permission(client, Resource.GRAPH, "User.Read"));
  }

  /** Does what an administrator's consent does: it brings the service principals as well. */
  synchronized void consentForAll(Registration client) {
    permissions(client).forEach(one -> settings.setServicePrincipal(one.resource().appId(), true));
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

  /** Ends everything the user has signed in to so far. */
  synchronized void revokeSessions(FakeUser user) {
    revocations.merge(user.oid(), 1, Integer::sum);
  }

  synchronized int sessionEpoch(FakeUser user) {
    return revocations.getOrDefault(user.oid(), 0);
  }
}
