package io.github.adtauth.testkit;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
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
 * @param redirectUris the redirect URIs of which {@code publicClient} tells whether they are native
 * @param webRedirectUris the redirect URIs of the platform "Web", which always need a credential
 * @param nativeRedirectUris the redirect URIs of the platform "Mobile and desktop applications"
 * @param spaRedirectUris the redirect URIs of single-page applications
 * @param secrets the client secrets
 * @param certificates the uploaded certificates
 * @param federatedCredentials the tokens of other issuers that stand for a credential
 * @param appIdUri the Application ID URI of the API it exposes
 * @param scopes the scopes that API exposes
 * @param tokenVersion the version of access tokens for that API, 1 or 2
 * @param knownClients the clients whose consent page covers this API's permissions too
 * @param preAuthorized the clients that need no consent to call this API, and for which scopes;
 *     none named stand for all
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
    boolean consentGranted) {

  /** Starts a registration that has nothing but an id and a name. */
  public static RegistrationBuilder builder(String clientId, String displayName) {
    return new RegistrationBuilder(clientId, displayName);
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

  /** Returns the scopes of its API that a client needs no consent for. */
  List<String> preAuthorizedScopes(Registration client) {
    List<String> named = preAuthorized.get(client.clientId());
    if (named == null) {
      return List.of();
    }
    return named.isEmpty() ? scopes : named;
  }

  /** Returns a builder that starts from this registration. */
  public RegistrationBuilder toBuilder() {
    return new RegistrationBuilder(this);
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
   * What a token of another issuer must be to stand for a credential. Immutable.
   *
   * @param issuer its {@code iss}, to the letter
   * @param subject its {@code sub}, to the letter
   * @param audience its {@code aud}, mostly {@code api://AzureADTokenExchange}
   * @param key what the issuer signs with
   */
  public record FederatedCredential(
      String issuer, String subject, String audience, PublicKey key) {}

  /**
   * One uploaded certificate. Immutable.
   *
   * @param key its public key
   * @param expires when it ends; null for never
   */
  public record Certificate(PublicKey key, @Nullable Instant expires) {}

  /**
   * One client secret. Immutable.
   *
   * @param id the secret id, which people like to take for the value
   * @param value the value
   * @param expires when it ends; null for never
   */
  public record Secret(String id, String value, @Nullable Instant expires) {}
}
