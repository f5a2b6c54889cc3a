package io.github.adtauth.testkit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the stand-in of Microsoft Graph reads and changes in the directory that Entra ID signs in
 * from. Thread-safe.
 */
public final class DirectoryAccess {
  private final FakeTenant tenant;
  private final Directory directory;
  private final IssuedTokens tokens;

  DirectoryAccess(FakeTenant tenant, Directory directory, IssuedTokens callers) {
    this.tenant = tenant;
    this.directory = directory;
    this.tokens = callers;
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
        .filter(one -> one.tenantId() == null || tenant.id().equals(one.tenantId()))
        .toList();
  }

  /** Adds or replaces an application; consent stays as it is. */
  public void put(Registration registration) {
    directory.put(registration);
  }

  /** Removes an application with its service principal and all consent. */
  public void remove(String clientId) {
    directory.remove(clientId);
  }

  /** Returns the APIs that Microsoft registers for every tenant. */
  public List<Service> services() {
    return Resource.MICROSOFT.stream()
        .map(one -> new Service(one.appId(), one.displayName(), one.uris(), one.scopes()))
        .toList();
  }

  /** Returns the application id of the API of this name, or null. */
  public @Nullable String appId(String resourceName) {
    return directory.findResource(resourceName).map(Resource::appId).orElse(null);
  }

  /** Whether the tenant has a service principal of an application. */
  public boolean hasServicePrincipal(String appId) {
    return directory.hasServicePrincipal(appId);
  }

  /** Adds the service principal of an application, or removes it with all consent. */
  public void setServicePrincipal(String appId, boolean present) {
    directory.setServicePrincipal(appId, present);
  }

  /** Returns what users and administrators have consented to. */
  public List<Grant> grants() {
    return directory.grants();
  }

  /** Replaces one consent; without scopes, takes it back. */
  public void replaceGrant(Grant grant) {
    directory.replaceGrant(grant);
  }

  /** Makes a user one who may consent in a tenant where users may not, or a plain one. */
  public void setAdministrator(String oid, boolean is) {
    directory.settings().setAdministrator(oid, is);
  }

  /** Returns the token that the Azure CLI would hold of a user. */
  public String token(FakeUser user, String resource, List<String> scopes) {
    return tokens.userToken(user, resource, scopes);
  }

  /** Returns the token that an application would hold with these application permissions. */
  public String token(Registration application, String resource, List<String> roles) {
    return tokens.appToken(application, resource, roles);
  }

  /**
   * One of Microsoft's APIs. Immutable.
   *
   * @param appId its application id
   * @param displayName its name
   * @param uris its Application ID URIs
   * @param scopes its delegated scopes
   */
  public record Service(String appId, String displayName, List<String> uris, List<String> scopes) {}

  /**
   * A consent. Immutable.
   *
   * @param clientId the application that has it
   * @param resourceAppId the API it is for
   * @param userId the object id of the user who consented; empty for everybody
   * @param scopes the scopes
   */
  public record Grant(String clientId, String resourceAppId, String userId, List<String> scopes) {}
}
