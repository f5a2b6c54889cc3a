package io.github.adtauth.testkit;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One app registration, as the portal shows it. Immutable.
 *
 * @param clientId the application (client) id
 * @param displayName the name a user sees at sign-in
 * @param tenantId the tenant it is registered in; null stands for the main tenant
 * @param multiTenant whether other tenants may use it
 * @param publicClient whether "Allow public client flows" is on
 * @param redirectUris the redirect URIs
 * @param secrets the client secrets
 * @param certificates the keys of the uploaded certificates
 * @param appIdUri the Application ID URI of the API it exposes
 * @param scopes the scopes that API exposes
 * @param tokenVersion the version of access tokens for that API, 1 or 2
 * @param permissions the delegated permissions it asks for, each as {@code resource/scope}
 * @param appRoles the granted application permissions, by resource
 * @param consentGranted whether an administrator has consented to the delegated permissions
 */
public record Registration(
    String clientId,
    String displayName,
    @Nullable String tenantId,
    boolean multiTenant,
    boolean publicClient,
    List<String> redirectUris,
    List<Secret> secrets,
    List<PublicKey> certificates,
    String appIdUri,
    List<String> scopes,
    int tokenVersion,
    List<String> permissions,
    Map<String, List<String>> appRoles,
    boolean consentGranted) {

  /** Starts a registration that has nothing but an id and a name. */
  public static Builder builder(String clientId, String displayName) {
    return new Builder(clientId, displayName);
  }

  /** Returns the object id under which tokens of the application itself are issued. */
  public String servicePrincipalId() {
    return stableId("service principal of " + clientId);
  }

  /** Returns the value of the newest secret. */
  public String secret() {
    if (secrets.isEmpty()) {
      throw new IllegalStateException(displayName + " has no secret");
    }
    return secrets.get(secrets.size() - 1).value();
  }

  /** Returns the first scope of the exposed API, in full. */
  public String scope() {
    return appIdUri + "/" + scopes.get(0);
  }

  /** Returns a builder that starts from this registration. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Names the registration, without its secrets. */
  @Override
  public String toString() {
    return displayName + " (" + clientId + ")";
  }

  static String stableId(String seed) {
    return UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /**
   * One client secret. Immutable.
   *
   * @param id the secret id, which people like to take for the value
   * @param value the value
   * @param expires when it ends; null for never
   */
  public record Secret(String id, String value, @Nullable Instant expires) {}

  /** Settings of a {@link Registration}. Not thread-safe. */
  public static final class Builder {
    private final String clientId;
    private final String displayName;
    private @Nullable String tenantId;
    private boolean multiTenant;
    private boolean publicClient;
    private final List<String> redirectUris = new ArrayList<>();
    private final List<Secret> secrets = new ArrayList<>();
    private final List<PublicKey> certificates = new ArrayList<>();
    private String appIdUri;
    private final List<String> scopes = new ArrayList<>();
    private int tokenVersion = 2;
    private final List<String> permissions = new ArrayList<>();
    private final Map<String, List<String>> appRoles = new LinkedHashMap<>();
    private boolean consentGranted;

    private Builder(String clientId, String displayName) {
      this.clientId = clientId;
      this.displayName = displayName;
      this.appIdUri = "api://" + clientId;
    }

    private Builder(Registration from) {
      this(from.clientId, from.displayName);
      tenantId = from.tenantId;
      multiTenant = from.multiTenant;
      publicClient = from.publicClient;
      redirectUris.addAll(from.redirectUris);
      secrets.addAll(from.secrets);
      certificates.addAll(from.certificates);
      appIdUri = from.appIdUri;
      scopes.addAll(from.scopes);
      tokenVersion = from.tokenVersion;
      permissions.addAll(from.permissions);
      appRoles.putAll(from.appRoles);
      consentGranted = from.consentGranted;
    }

    /** Registers it in another than the main tenant. */
    public Builder tenant(String id) {
      tenantId = id;
      return this;
    }

    /** Lets other tenants use it. */
    public Builder multiTenant() {
      multiTenant = true;
      return this;
    }

    /** Makes it a public client, or a confidential one. */
    public Builder publicClient(boolean value) {
      publicClient = value;
      return this;
    }

    /** Adds a redirect URI. */
    public Builder redirectUri(String uri) {
      redirectUris.add(uri);
      return this;
    }

    /** Removes all redirect URIs. */
    public Builder noRedirectUris() {
      redirectUris.clear();
      return this;
    }

    /** Adds a client secret that does not end. */
    public Builder secret(String value) {
      return secret(new Secret(stableId("secret " + value), value, null));
    }

    /** Adds a client secret. */
    public Builder secret(Secret secret) {
      secrets.add(secret);
      return this;
    }

    /** Removes all client secrets. */
    public Builder noSecrets() {
      secrets.clear();
      return this;
    }

    /** Uploads a certificate, of which the key alone matters here. */
    public Builder certificate(PublicKey key) {
      certificates.add(key);
      return this;
    }

    /** Sets the Application ID URI. */
    public Builder appIdUri(String uri) {
      appIdUri = uri;
      return this;
    }

    /** Exposes scopes of its own API. */
    public Builder exposes(String... names) {
      scopes.addAll(Arrays.asList(names));
      return this;
    }

    /** Sets the version of access tokens for its own API, 1 or 2. */
    public Builder tokenVersion(int version) {
      tokenVersion = version;
      return this;
    }

    /** Asks for a delegated permission, as {@code resource/scope}. */
    public Builder permission(String scope) {
      permissions.add(scope);
      return this;
    }

    /** Grants an application permission on a resource. */
    public Builder appRole(String resource, String role) {
      List<String> roles = new ArrayList<>(appRoles.getOrDefault(resource, List.of()));
      roles.add(role);
      appRoles.put(resource, List.copyOf(roles));
      return this;
    }

    /** States whether an administrator has consented. */
    public Builder consentGranted(boolean value) {
      consentGranted = value;
      return this;
    }

    /** Returns the registration. */
    public Registration build() {
      return new Registration(
          clientId,
          displayName,
          tenantId,
          multiTenant,
          publicClient,
          List.copyOf(redirectUris),
          List.copyOf(secrets),
          List.copyOf(certificates),
          appIdUri,
          List.copyOf(scopes),
          tokenVersion,
          List.copyOf(permissions),
          Map.copyOf(appRoles),
          consentGranted);
    }
  }
}
