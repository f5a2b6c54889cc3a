package io.github.adtauth.testkit.entra;

import io.github.adtauth.testkit.internal.Guids;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An app registration. Immutable.
 *
 * @param clientId the application (client) ID
 * @param displayName the name that sign-in and consent pages display
 * @param tenantId the ID of the home tenant, or null for the main tenant
 * @param multiTenant whether users of other tenants may sign in
 * @param publicClient whether "Allow public client flows" is on
 * @param redirectUris the redirect URIs whose platform depends on {@code publicClient}
 * @param webRedirectUris the redirect URIs of the platform "Web", which always require a credential
 * @param nativeRedirectUris the redirect URIs of the platform "Mobile and desktop applications"
 * @param spaRedirectUris the redirect URIs of single-page applications
 * @param secrets the client secrets
 * @param certificates the uploaded certificates
 * @param federatedCredentials the federated credentials
 * @param appIdUri the Application ID URI of the exposed API
 * @param scopes the scopes of the exposed API
 * @param tokenVersion the version of access tokens for the exposed API, 1 or 2
 * @param knownClients the clients whose consent page includes this API's permissions
 * @param preAuthorized the clients that may use this API without consent, and their scopes, where
 *     an empty list means all scopes
 * @param permissions the requested delegated permissions, each as {@code resource/scope}
 * @param appRoles the granted application permissions, by resource
 * @param optionalClaims the optional claims of ID tokens
 * @param consentGranted whether the delegated permissions have admin consent
 */
public record Registration(
    String clientId,
    String displayName,
    @Nullable String tenantId,
    boolean multiTenant,
    boolean publicClient,
    List<String> redirectUris,
    List<String> webRedirectUris,
    List<String> nativeRedirectUris,
    List<String> spaRedirectUris,
    List<Secret> secrets,
    List<Certificate> certificates,
    List<FederatedCredential> federatedCredentials,
    String appIdUri,
    List<String> scopes,
    int tokenVersion,
    List<String> knownClients,
    Map<String, List<String>> preAuthorized,
    List<String> permissions,
    Map<String, List<String>> appRoles,
    List<String> optionalClaims,
    boolean consentGranted) {

  /** Returns a builder for a registration with an ID and a name. */
  public static RegistrationBuilder builder(String clientId, String displayName) {
    return new RegistrationBuilder(clientId, displayName);
  }

  /** Returns the object ID of the service principal. */
  public String servicePrincipalId() {
    return Guids.fromSeed("service principal of " + clientId);
  }

  /** Returns the value of the newest secret. */
  public String secret() {
    if (secrets.isEmpty()) {
      throw new IllegalStateException(displayName + " has no secret");
    }
    return secrets.get(secrets.size() - 1).value();
  }

  /** Returns the full name of the first scope of the exposed API. */
  public String scope() {
    return appIdUri + "/" + scopes.get(0);
  }

  /** Returns the scopes that a client may use without consent. */
  List<String> preAuthorizedScopes(Registration client) {
    List<String> preAuthorizedScopes = preAuthorized.get(client.clientId());
    if (preAuthorizedScopes == null) {
      return List.of();
    }
    return preAuthorizedScopes.isEmpty() ? scopes : preAuthorizedScopes;
  }

  /** Returns a builder with the properties of this registration. */
  public RegistrationBuilder toBuilder() {
    return new RegistrationBuilder(this);
  }

  /** Returns the name and the client ID, without secrets. */
  @Override
  public String toString() {
    return displayName + " (" + clientId + ")";
  }

  /**
   * A federated credential: the properties of an external token that authenticates the client.
   * Immutable.
   *
   * @param issuer the exact {@code iss} claim
   * @param subject the exact {@code sub} claim
   * @param audience the {@code aud} claim, usually {@code api://AzureADTokenExchange}
   * @param key the public key of the issuer
   */
  public record FederatedCredential(
      String issuer, String subject, String audience, PublicKey key) {}

  /**
   * An uploaded certificate. Immutable.
   *
   * @param key the public key
   * @param expires when it expires, or null if it does not expire
   */
  public record Certificate(PublicKey key, @Nullable Instant expires) {}

  /**
   * A client secret. Immutable.
   *
   * @param id the secret ID, which is often confused with the value
   * @param value the value
   * @param expires when it expires, or null if it does not expire
   */
  public record Secret(String id, String value, @Nullable Instant expires) {}
}
