package io.github.adtauth.testkit;

import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link Registration}. Not thread-safe. */
public final class RegistrationBuilder {
  private final String clientId;
  private final String displayName;
  private @Nullable String tenantId;
  private boolean multiTenant;
  private boolean publicClient;
  private final List<String> redirectUris = new ArrayList<>();
  private final List<String> webRedirectUris = new ArrayList<>();
  private final List<String> nativeRedirectUris = new ArrayList<>();
  private final List<String> spaRedirectUris = new ArrayList<>();
  private final List<Registration.Secret> secrets = new ArrayList<>();
  private final List<Registration.Certificate> certificates = new ArrayList<>();
  private final List<Registration.FederatedCredential> federated = new ArrayList<>();
  private String appIdUri;
  private final List<String> scopes = new ArrayList<>();
  private int tokenVersion = 2;
  private final List<String> knownClients = new ArrayList<>();
  private final Map<String, List<String>> preAuthorized = new LinkedHashMap<>();
  private final List<String> permissions = new ArrayList<>();
  private final Map<String, List<String>> appRoles = new LinkedHashMap<>();
  private boolean consentGranted = true;

  RegistrationBuilder(String clientId, String displayName) {
    this.clientId = clientId;
    this.displayName = displayName;
    this.appIdUri = "api://" + clientId;
  }

  RegistrationBuilder(Registration from) {
    this(from.clientId(), from.displayName());
    tenantId = from.tenantId();
    multiTenant = from.multiTenant();
    publicClient = from.publicClient();
    redirectUris.addAll(from.redirectUris());
    webRedirectUris.addAll(from.webRedirectUris());
    nativeRedirectUris.addAll(from.nativeRedirectUris());
    spaRedirectUris.addAll(from.spaRedirectUris());
    secrets.addAll(from.secrets());
    certificates.addAll(from.certificates());
    federated.addAll(from.federatedCredentials());
    appIdUri = from.appIdUri();
    scopes.addAll(from.scopes());
    tokenVersion = from.tokenVersion();
    knownClients.addAll(from.knownClients());
    preAuthorized.putAll(from.preAuthorized());
    permissions.addAll(from.permissions());
    appRoles.putAll(from.appRoles());
    consentGranted = from.consentGranted();
  }

  /** Registers it in another than the main tenant. */
  public RegistrationBuilder tenant(String id) {
    tenantId = id;
    return this;
  }

  /** Lets other tenants use it. */
  public RegistrationBuilder multiTenant() {
    multiTenant = true;
    return this;
  }

  /** Makes it a public client, or a confidential one. */
  public RegistrationBuilder publicClient(boolean value) {
    publicClient = value;
    return this;
  }

  /** Adds a redirect URI of a native application if it is a public client, else of a web one. */
  public RegistrationBuilder redirectUri(String uri) {
    redirectUris.add(uri);
    return this;
  }

  /** Adds a redirect URI of a web application, public client or not. */
  public RegistrationBuilder webRedirectUri(String uri) {
    webRedirectUris.add(uri);
    return this;
  }

  /** Adds a redirect URI of a native application, which is a public client by that alone. */
  public RegistrationBuilder nativeRedirectUri(String uri) {
    nativeRedirectUris.add(uri);
    return this;
  }

  /** Adds a redirect URI of a single-page application, whose page redeems its codes itself. */
  public RegistrationBuilder spaRedirectUri(String uri) {
    spaRedirectUris.add(uri);
    return this;
  }

  /** Removes all redirect URIs. */
  public RegistrationBuilder noRedirectUris() {
    redirectUris.clear();
    webRedirectUris.clear();
    nativeRedirectUris.clear();
    spaRedirectUris.clear();
    return this;
  }

  /** Adds a client secret that does not end. */
  public RegistrationBuilder secret(String value) {
    return secret(new Registration.Secret(Registration.stableId("secret " + value), value, null));
  }

  /** Adds a client secret. */
  public RegistrationBuilder secret(Registration.Secret secret) {
    secrets.add(secret);
    return this;
  }

  /** Removes all client secrets. */
  public RegistrationBuilder noSecrets() {
    secrets.clear();
    return this;
  }

  /** Uploads a certificate, of which the key alone matters here. */
  public RegistrationBuilder certificate(PublicKey key) {
    return certificate(key, null);
  }

  /** Uploads a certificate that ends. */
  public RegistrationBuilder certificate(PublicKey key, @Nullable Instant expires) {
    certificates.add(new Registration.Certificate(key, expires));
    return this;
  }

  /** Removes all certificates. */
  public RegistrationBuilder noCertificates() {
    certificates.clear();
    return this;
  }

  /** Trusts the tokens of another issuer in place of a credential. */
  public RegistrationBuilder federatedCredential(Registration.FederatedCredential credential) {
    federated.add(credential);
    return this;
  }

  /** Sets the Application ID URI. */
  public RegistrationBuilder appIdUri(String uri) {
    appIdUri = uri;
    return this;
  }

  /** Exposes scopes of its own API. */
  public RegistrationBuilder exposes(String... names) {
    scopes.addAll(Arrays.asList(names));
    return this;
  }

  /** Sets the version of access tokens for its own API, 1 or 2. */
  public RegistrationBuilder tokenVersion(int version) {
    tokenVersion = version;
    return this;
  }

  /**
   * Lists a known client application: when that client asks for this API's {@code .default}, one
   * consent page covers its permissions and this API's.
   */
  public RegistrationBuilder knownClient(String clientId) {
    knownClients.add(clientId);
    return this;
  }

  /** Lets a client have scopes of this API, all unless named, without anybody's consent. */
  public RegistrationBuilder preAuthorized(String clientId, String... names) {
    preAuthorized.put(clientId, List.of(names));
    return this;
  }

  /** Asks for a delegated permission, as {@code resource/scope}. */
  public RegistrationBuilder permission(String scope) {
    permissions.add(scope);
    return this;
  }

  /** Grants an application permission on a resource. */
  public RegistrationBuilder appRole(String resource, String role) {
    List<String> roles = new ArrayList<>(appRoles.getOrDefault(resource, List.of()));
    roles.add(role);
    appRoles.put(resource, List.copyOf(roles));
    return this;
  }

  /** States whether an administrator has consented for all users; unless stated, one has. */
  public RegistrationBuilder consentGranted(boolean value) {
    consentGranted = value;
    return this;
  }

  /** Leaves consent to each user: no administrator has consented. */
  public RegistrationBuilder withoutConsent() {
    return consentGranted(false);
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
        List.copyOf(webRedirectUris),
        List.copyOf(nativeRedirectUris),
        List.copyOf(spaRedirectUris),
        List.copyOf(secrets),
        List.copyOf(certificates),
        List.copyOf(federated),
        appIdUri,
        List.copyOf(scopes),
        tokenVersion,
        List.copyOf(knownClients),
        Map.copyOf(preAuthorized),
        List.copyOf(permissions),
        Map.copyOf(appRoles),
        consentGranted);
  }
}
