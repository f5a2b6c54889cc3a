package io.github.adtauth.testkit.entra;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.http.FakeService;
import io.github.adtauth.testkit.http.LoggedRequest;
import io.github.adtauth.testkit.http.TokenVerifier;
import io.github.adtauth.testkit.internal.Json;
import io.github.adtauth.testkit.internal.Jwts;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/**
 * A strict fake of Microsoft Entra ID with its endpoints, grants and errors. It starts with one
 * tenant, two users and three registrations. Thread-safe.
 *
 * <p>This file is long because tests configure all behavior here.
 */
public final class FakeEntra implements FakeService, TokenVerifier {
  private static final String REGIONAL_HOSTS = "*.login.microsoft.com";

  /** The host names of the service. Regional hosts are below one suffix. */
  public static final List<String> HOSTS =
      List.of(
          "login.microsoftonline.com",
          "login.microsoftonline.us",
          "login.microsoft.com",
          REGIONAL_HOSTS,
          "microsoft.com");

  private final EntraComponents components;
  private final Presets presets;
  private final Directory directory;
  private final ConditionalAccess conditionalAccess;
  private final DeviceCodeGrant deviceCodes;

  /** Creates an Entra ID whose tokens are issued and verified with a clock. */
  public FakeEntra(Clock clock) {
    components = EntraComponents.create(clock);
    presets = components.presets();
    directory = components.directory();
    conditionalAccess = components.conditionalAccess();
    deviceCodes = components.deviceCodes();
  }

  /** Returns the host that a regional host is part of, or the host itself. */
  static String globalHost(String host) {
    return host.endsWith(REGIONAL_HOSTS.substring(1)) ? HOSTS.get(0) : host;
  }

  @Override
  public MockResponse handle(RecordedRequest request) {
    return components
        .router()
        .handle(LoggedRequest.from(request))
        .newBuilder()
        .setHeader(
            "Date",
            DateTimeFormatter.RFC_1123_DATE_TIME.format(
                components.clock().instant().atZone(ZoneOffset.UTC)))
        .build();
  }

  /** Returns the claims of a token that this Entra ID has signed and that is valid now, or null. */
  @Override
  public @Nullable JsonObject verify(String jwt) {
    JsonObject claims = Jwts.claims(jwt);
    if (claims == null || !Jwts.isSignedByEntra(jwt)) {
      return null;
    }
    long now = components.clock().instant().getEpochSecond();
    boolean valid = Json.number(claims, "nbf", 0) <= now && now < Json.number(claims, "exp", 0);
    return valid ? claims : null;
  }

  /** Returns the main tenant. */
  public FakeTenant tenant() {
    return presets.tenant();
  }

  /** Returns the ID of the main tenant. */
  public String tenantId() {
    return presets.tenant().id();
  }

  /** Returns the first user. */
  public FakeUser alice() {
    return presets.alice();
  }

  /** Returns the second user. */
  public FakeUser bob() {
    return presets.bob();
  }

  /** Returns the registration of a public client that redirects to {@code http://localhost}. */
  public Registration nativeApp() {
    return presets.nativeApp();
  }

  /** Returns the registration of a web API that may call Digital Twins on behalf of its users. */
  public Registration webApi() {
    return presets.webApi();
  }

  /** Returns the registration of a confidential client without users. */
  public Registration daemon() {
    return presets.daemon();
  }

  /**
   * Returns the JSON Web Key Set that contains the key of all tokens. A resource server that is
   * given this text needs no connection to Entra ID.
   */
  public String jwks() {
    return Jwts.jwks().toString();
  }

  /** Returns the public key of all tokens. */
  public RSAPublicKey publicKey() {
    return Jwts.publicKey();
  }

  /** Returns the issuer of ID tokens and of version 2 access tokens in the main tenant. */
  public String issuer() {
    return TokenIssuer.issuer(HOSTS.get(0), presets.tenant(), 2);
  }

  /** Returns the issuer of the access tokens for an API in the main tenant. */
  public String issuer(Registration api) {
    return TokenIssuer.issuer(HOSTS.get(0), presets.tenant(), api.tokenVersion());
  }

  /** Adds a registration, or replaces the one with the same client ID. */
  public Registration register(Registration registration) {
    directory.add(registration);
    return registration;
  }

  /** Adds a tenant. */
  public FakeTenant addTenant(String id, String domain) {
    FakeTenant tenant = new FakeTenant(id, domain);
    directory.add(tenant);
    return tenant;
  }

  /** Adds a user. */
  public FakeUser addUser(FakeUser user) {
    directory.add(user);
    return user;
  }

  /** Sets the lifetime of access and ID tokens. */
  public void tokenLifetime(Duration lifetime) {
    components.issuer().lifetime(lifetime);
  }

  /** Sets the lifetime of refresh tokens. */
  public void refreshTokenLifetime(Duration lifetime) {
    components.refreshTokens().lifetime(lifetime);
  }

  /** Sets whether each refresh token is valid for one request only (RFC 6819 5.2.2.3). */
  public void rotateRefreshTokensStrictly(boolean strict) {
    components.refreshTokens().strictRotation(strict);
  }

  /**
   * Sets {@code refresh_in} of token responses. Null omits it. Defaults to half the lifetime for
   * lifetimes of at least two hours.
   */
  public void refreshIn(@Nullable Duration value) {
    components.issuer().refreshIn(value);
  }

  /** Requires claims in every on-behalf-of and refresh request for a user, from now on. */
  public void requireClaims(FakeUser user, String claimsJson) {
    conditionalAccess.requireClaims(ConditionalAccess.user(user), claimsJson);
  }

  /** Requires claims in every token request of an application, from now on. */
  public void requireClaims(Registration application, String claimsJson) {
    conditionalAccess.requireClaims(ConditionalAccess.application(application), claimsJson);
  }

  /**
   * Requires multifactor authentication of a user, after this call, for every on-behalf-of and
   * refresh request. The user completes it in a sign-in that contains the claims of the error
   * response.
   *
   * @return the claims of the error response
   */
  public String requireMfa(FakeUser user) {
    return conditionalAccess.requireSecondFactor(ConditionalAccess.user(user));
  }

  /**
   * Requires multifactor authentication of all users, after this call, for tokens of a resource.
   * Users complete it in a sign-in to that resource, or in one that contains the claims of the
   * error response.
   *
   * @param resource the application ID or an Application ID URI
   * @return the claims of the error response
   */
  public String requireMfaForResource(String resource) {
    String appId = directory.resource(resource).appId();
    return conditionalAccess.requireSecondFactor(ConditionalAccess.resource(appId));
  }

  /**
   * Requires multifactor authentication of all users, after this call, for an authentication
   * context such as {@code c1}. Tokens without the context are still issued. {@code acrs} of the
   * other tokens contains the context.
   *
   * @return the claims that request the context, for the claims challenge of a service
   */
  public String requireMfaForContext(String context) {
    return conditionalAccess.requireSecondFactor(ConditionalAccess.context(context));
  }

  /** Removes the multifactor authentication requirement of a resource. */
  public void removeMfaForResource(String resource) {
    conditionalAccess.remove(ConditionalAccess.resource(directory.resource(resource).appId()));
  }

  /** Removes the multifactor authentication requirement of an authentication context. */
  public void removeMfaForContext(String context) {
    conditionalAccess.remove(ConditionalAccess.context(context));
  }

  /** Removes the requirements of a user. */
  public void removeRequirements(FakeUser user) {
    conditionalAccess.remove(ConditionalAccess.user(user));
  }

  /** Removes the requirements of an application. */
  public void removeRequirements(Registration application) {
    conditionalAccess.remove(ConditionalAccess.application(application));
  }

  /** Revokes all consents to an application's delegated permissions. */
  public void revokeConsent(Registration application) {
    directory.revokeConsent(application);
  }

  /** Revokes the consent of one user to an application. */
  public void revokeConsent(Registration application, FakeUser user) {
    directory.revokeConsent(application, user);
  }

  /** Grants all delegated permissions of an application on behalf of one user. */
  public void grantConsent(Registration application, FakeUser user) {
    directory.grantAll(application, user);
  }

  /** Grants all delegated permissions of an application on behalf of all users. */
  public void grantConsent(Registration application) {
    directory.grantAll(application);
  }

  /** Revokes all sessions of a user, who must then sign in again. */
  public void revokeSessions(FakeUser user) {
    directory.revokeSessions(user);
  }

  /** Enters a device code and signs in as the user. */
  public void approveDeviceCode(String userCode, FakeUser user) {
    requireKnown(deviceCodes.approve(userCode, user), userCode);
  }

  /** Enters a device code and declines. */
  public void declineDeviceCode(String userCode) {
    requireKnown(deviceCodes.decline(userCode), userCode);
  }

  /** Sets the polling interval of device codes that are issued from now on. */
  public void deviceCodeInterval(int seconds) {
    deviceCodes.interval(seconds);
  }

  /** Rejects the given number of device code polls with {@code slow_down}. */
  public void slowDownDevicePolls(int polls) {
    deviceCodes.slowDown(polls);
  }

  /**
   * Returns a user's access token for a scope, issued to the native application as if it had all
   * consents.
   *
   * @param scope the full name of a scope, such as {@code
   *     https://digitaltwins.azure.net/Read.Write} or the {@link Registration#scope()} of an API,
   *     or {@code .default} of an API
   */
  public String tokenFor(FakeUser user, String scope) {
    return components.issuedTokens().userToken(user, scope);
  }

  /** Returns an application's access token, as the client credentials grant issues it. */
  public String tokenFor(Registration application, String scope) {
    return components.issuedTokens().appToken(application, scope);
  }

  /** Returns a user's access token for an API, as a client of the API presents it. */
  public String assertionFor(FakeUser user, Registration api, TokenDefect... defects) {
    return components.issuedTokens().assertion(user, api, "", defects);
  }

  /** Returns a user's access token for an API from a sign-in that satisfied the claims. */
  public String assertionWithClaims(String claimsJson, FakeUser user, Registration api) {
    return components.issuedTokens().assertion(user, api, claimsJson);
  }

  /** Returns a user's ID token for an application. */
  public String idTokenFor(FakeUser user, Registration application, TokenDefect... defects) {
    return components.issuedTokens().idToken(user, application, defects);
  }

  /** Returns the daemon's access token for an API, without a user. */
  public String appTokenFor(Registration api, TokenDefect... defects) {
    return components.issuedTokens().appToken(api, defects);
  }

  JsonObject identityToken(Registration identity, String resource) {
    return components.issuedTokens().identityToken(identity, resource);
  }

  /**
   * Returns the token requests so far, in order, both successful and rejected. Only the last 10,000
   * requests are kept.
   */
  public List<TokenCall> requests() {
    return components.tokenEndpoint().calls();
  }

  /** Returns the number of token requests since the start, or since the list was cleared. */
  public long requestCount() {
    return components.tokenEndpoint().callCount();
  }

  /** Clears the list of token requests. */
  public void clearRequests() {
    components.tokenEndpoint().clear();
  }

  /** Returns the token requests of a grant type so far, in order. */
  public List<TokenCall> tokenCalls(String grantType) {
    return requests().stream().filter(call -> call.grantType().equals(grantType)).toList();
  }

  /** Sets whether only administrators may consent. */
  public void blockUserConsent(boolean blocked) {
    directory.settings().blockUserConsent(blocked);
  }

  /** Returns the directory as Microsoft Graph reads and changes it. */
  public DirectoryAccess directory() {
    return new DirectoryAccess(presets.tenant(), directory, components.issuedTokens());
  }

  /** Returns the switches for errors in the form of the real Entra ID. All are off by default. */
  public Rejections rejections() {
    return components.rejections();
  }

  private static void requireKnown(boolean known, String userCode) {
    if (!known) {
      throw new IllegalArgumentException("no pending device code: " + userCode);
    }
  }
}
