package io.github.adtauth.testkit.entra;

import io.github.adtauth.testkit.internal.Guids;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Registration}. Not thread-safe. */
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
  private final List<String> optionalClaims = new ArrayList<>();
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
    optionalClaims.addAll(from.optionalClaims());
    consentGranted = from.consentGranted();
  }

  /** Sets the home tenant. Defaults to the main tenant. */
  public RegistrationBuilder tenant(String id) {
    tenantId = id;
    return this;
  }

  /** Allows users of other tenants to sign in. */
  public RegistrationBuilder multiTenant() {
    multiTenant = true;
    return this;
  }

  /** Sets whether the application is a public client. Defaults to false. */
  public RegistrationBuilder publicClient(boolean value) {
    publicClient = value;
    return this;
  }

  /**
   * Adds a redirect URI, of a native application for public clients and of a web application
   * otherwise.
   */
  public RegistrationBuilder redirectUri(String uri) {
    redirectUris.add(uri);
    return this;
  }

  /** Adds a redirect URI of the web platform. */
  public RegistrationBuilder webRedirectUri(String uri) {
    webRedirectUris.add(uri);
    return this;
  }

  /** Adds a redirect URI of the native platform, which does not require a credential. */
  public RegistrationBuilder nativeRedirectUri(String uri) {
    nativeRedirectUris.add(uri);
    return this;
  }

  /** Adds a redirect URI of the single-page application platform. */
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

  /** Adds a client secret that does not expire. */
  public RegistrationBuilder secret(String value) {
    return secret(new Registration.Secret(Guids.fromSeed("secret " + value), value, null));
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

  /** Adds the public key of a certificate that does not expire. */
  public RegistrationBuilder certificate(PublicKey key) {
    return certificate(key, null);
  }

  /** Adds the public key of a certificate. */
  public RegistrationBuilder certificate(PublicKey key, @Nullable Instant expires) {
    certificates.add(new Registration.Certificate(key, expires));
    return this;
  }

  /** Removes all certificates. */
  public RegistrationBuilder noCertificates() {
    certificates.clear();
    return this;
  }

  /** Adds a federated credential. */
  public RegistrationBuilder federatedCredential(Registration.FederatedCredential credential) {
    federated.add(credential);
    return this;
  }

  /** Sets the Application ID URI. */
  public RegistrationBuilder appIdUri(String uri) {
    appIdUri = uri;
    return this;
  }

  /** Adds scopes of the exposed API. */
  public RegistrationBuilder exposes(String... names) {
    scopes.addAll(Arrays.asList(names));
    return this;
  }

  /** Sets the version of access tokens for the exposed API, 1 or 2. Defaults to 2. */
  public RegistrationBuilder tokenVersion(int version) {
    tokenVersion = version;
    return this;
  }

  /**
   * Adds a known client application. When that client requests this API's {@code .default}, one
   * consent page covers the permissions of both.
   */
  public RegistrationBuilder knownClient(String clientId) {
    knownClients.add(clientId);
    return this;
  }

  /** Allows a client to use scopes of this API without consent. Defaults to all scopes. */
  public RegistrationBuilder preAuthorized(String clientId, String... names) {
    preAuthorized.put(clientId, List.of(names));
    return this;
  }

  /** Adds a requested delegated permission, as {@code resource/scope}. */
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

  /** Adds an optional claim of ID tokens, {@code login_hint} or {@code sid}. */
  public RegistrationBuilder optionalClaim(String name) {
    optionalClaims.add(name);
    return this;
  }

  /** Sets whether the delegated permissions have admin consent. Defaults to true. */
  public RegistrationBuilder consentGranted(boolean value) {
    consentGranted = value;
    return this;
  }

  /** Removes admin consent, so that each user must consent. */
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
        List.copyOf(optionalClaims),
        consentGranted);
  }
}
