package io.github.adtauth.testkit.entra;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The directory of {@link FakeEntra} as Microsoft Graph reads and changes it. Thread-safe. */
public final class DirectoryAccess {
  private final FakeTenant tenant;
  private final Directory directory;
  private final IssuedTokens tokens;

  DirectoryAccess(FakeTenant tenant, Directory directory, IssuedTokens issuedTokens) {
    this.tenant = tenant;
    this.directory = directory;
    this.tokens = issuedTokens;
  }

  /** Returns the main tenant. */
  public FakeTenant tenant() {
    return tenant;
  }

  /** Returns the users of the main tenant. */
  public List<FakeUser> users() {
    return directory.users(tenant);
  }

  /** Returns the applications that are registered in the main tenant. */
  public List<Registration> registrations() {
    return directory.registrations().stream()
        .filter(item -> item.tenantId() == null || tenant.id().equals(item.tenantId()))
        .toList();
  }

  /** Adds or replaces an application without changing consents. */
  public void put(Registration registration) {
    directory.put(registration);
  }

  /** Removes an application with its service principal and all consents. */
  public void remove(String clientId) {
    directory.remove(clientId);
  }

  /** Returns the APIs that Microsoft registers for every tenant. */
  public List<Service> services() {
    return Resource.MICROSOFT.stream()
        .map(item -> new Service(item.appId(), item.displayName(), item.uris(), item.scopes()))
        .toList();
  }

  /** Returns the application ID of the API with this name, or null. */
  public @Nullable String appId(String resourceName) {
    return directory.findResource(resourceName).map(Resource::appId).orElse(null);
  }

  /** Returns whether the tenant has a service principal of an application. */
  public boolean hasServicePrincipal(String appId) {
    return directory.hasServicePrincipal(appId);
  }

  /** Creates the service principal of an application, or removes it with all its consents. */
  public void setServicePrincipal(String appId, boolean present) {
    directory.setServicePrincipal(appId, present);
  }

  /** Returns the consents of users and administrators. */
  public List<Grant> grants() {
    return directory.grants();
  }

  /** Replaces a consent. A consent without scopes is revoked. */
  public void replaceGrant(Grant grant) {
    directory.replaceGrant(grant);
  }

  /** Sets whether a user may consent in a tenant that blocks user consent. */
  public void setAdministrator(String oid, boolean isAdministrator) {
    directory.settings().setAdministrator(oid, isAdministrator);
  }

  /** Returns a user's token, issued to the Azure CLI. */
  public String token(FakeUser user, String resource, List<String> scopes) {
    return tokens.userToken(user, resource, scopes);
  }

  /** Returns an application's token with these application permissions. */
  public String token(Registration application, String resource, List<String> roles) {
    return tokens.appToken(application, resource, roles);
  }

  /**
   * An API of Microsoft. Immutable.
   *
   * @param appId the application ID
   * @param displayName the display name
   * @param uris the Application ID URIs
   * @param scopes the delegated scopes
   */
  public record Service(String appId, String displayName, List<String> uris, List<String> scopes) {}

  /**
   * A consent to scopes of an API. Immutable.
   *
   * @param clientId the application that has the consent
   * @param resourceAppId the application ID of the API
   * @param userId the object ID of the user who consented, or empty for all users
   * @param scopes the scopes
   */
  public record Grant(String clientId, String resourceAppId, String userId, List<String> scopes) {}
}
