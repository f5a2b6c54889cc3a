package io.github.adtauth.testkit;

import com.google.gson.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;

/**
 * A strict Microsoft Entra ID: its endpoints, its grants and its refusals, over one main tenant
 * with two users and three registrations. Thread-safe.
 */
public final class FakeEntra implements FakeService, TokenVerifier {
  static final List<String> HOSTS =
      List.of(
          "login.microsoftonline.com",
          "login.microsoftonline.us",
          "login.microsoft.com",
          "microsoft.com");

  private final EntraComponents components;
  private final Presets presets;
  private final Directory directory;
  private final ConditionalAccess conditionalAccess;
  private final DeviceCodeGrant deviceCodes;

  FakeEntra(Clock clock) {
    components = EntraComponents.create(clock);
    presets = components.presets();
    directory = components.directory();
    conditionalAccess = components.conditionalAccess();
    deviceCodes = components.deviceCodes();
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

  /** Returns the claims of a token that is signed here and within its lifetime, else null. */
  @Override
  public @Nullable JsonObject verify(String jwt) {
    JsonObject claims = Jwts.claims(jwt);
    if (claims == null || !Jwts.isSignedByEntra(jwt)) {
      return null;
    }
    long now = components.clock().instant().getEpochSecond();
    boolean valid = claims.get("nbf").getAsLong() <= now && now < claims.get("exp").getAsLong();
    return valid ? claims : null;
  }

  /** Returns the main tenant. */
  public FakeTenant tenant() {
    return presets.tenant();
  }

  /** Returns the main tenant's id. */
  public String tenantId() {
    return presets.tenant().id();
  }

  /** Returns one of the two users. */
  public FakeUser alice() {
    return presets.alice();
  }

  /** Returns the other of the two users. */
  public FakeUser bob() {
    return presets.bob();
  }

  /** Returns a public client that redirects to {@code http://localhost}. */
  public Registration nativeApp() {
    return presets.nativeApp();
  }

  /** Returns a confidential client that exposes an API and may call Digital Twins for its users. */
  public Registration webApi() {
    return presets.webApi();
  }

  /** Returns a confidential client without users. */
  public Registration daemon() {
    return presets.daemon();
  }

  /** Adds a registration, or replaces the one with the same client id. */
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

  /** Sets how long access and id tokens live. */
  public void tokenLifetime(Duration lifetime) {
    components.issuer().lifetime(lifetime);
  }

  /** Sets how long refresh tokens live. */
  public void refreshTokenLifetime(Duration lifetime) {
    components.refreshTokens().lifetime(lifetime);
  }

  /** Makes refresh tokens good for one request each (RFC 6819 5.2.2.3), or for many again. */
  public void rotateRefreshTokensStrictly(boolean strict) {
    components.refreshTokens().strictRotation(strict);
  }

  /** Sets {@code refresh_in}; null leaves it out. Unset, it is half of two hours or more. */
  public void refreshIn(@Nullable Duration value) {
    components.issuer().refreshIn(value);
  }

  /** Demands claims of a user from now on, of every on-behalf-of and refresh request. */
  public void requireClaims(FakeUser user, String claimsJson) {
    conditionalAccess.requireClaims(ConditionalAccess.user(user), claimsJson);
  }

  /** Demands claims of an application from now on. */
  public void requireClaims(Registration application, String claimsJson) {
    conditionalAccess.requireClaims(ConditionalAccess.application(application), claimsJson);
  }

  /**
   * Demands a second factor of a user, given from now on, of every on-behalf-of and refresh
   * request. He gives it at a sign-in that carries the claims of the refusal, which are returned.
   */
  public String requireMfa(FakeUser user) {
    return conditionalAccess.requireSecondFactor(ConditionalAccess.user(user));
  }

  /**
   * Demands a second factor of everybody, given from now on, for the tokens of a resource, which
   * either of its names stands for. Users give it at a sign-in to that resource, or at one that
   * carries the claims of the refusal, which are returned.
   */
  public String requireMfaForResource(String resource) {
    String appId = directory.resource(resource).appId();
    return conditionalAccess.requireSecondFactor(ConditionalAccess.resource(appId));
  }

  /**
   * Demands a second factor of everybody, given from now on, for an authentication context such as
   * {@code c1}: tokens without it are issued as before, and {@code acrs} of the others names it.
   * Returns the claims that ask for it, for a service that answers with a claims challenge.
   */
  public String requireMfaForContext(String context) {
    return conditionalAccess.requireSecondFactor(ConditionalAccess.context(context));
  }

  /** Demands nothing more for a resource. */
  public void removeMfaForResource(String resource) {
    conditionalAccess.remove(ConditionalAccess.resource(directory.resource(resource).appId()));
  }

  /** Demands nothing more for an authentication context. */
  public void removeMfaForContext(String context) {
    conditionalAccess.remove(ConditionalAccess.context(context));
  }

  /** Demands nothing more of a user. */
  public void removeRequirements(FakeUser user) {
    conditionalAccess.remove(ConditionalAccess.user(user));
  }

  /** Demands nothing more of an application. */
  public void removeRequirements(Registration application) {
    conditionalAccess.remove(ConditionalAccess.application(application));
  }

  /** Takes back all consent to an application's delegated permissions. */
  public void revokeConsent(Registration application) {
    directory.revokeConsent(application);
  }

  /** Takes back the consent that one user has given to an application. */
  public void revokeConsent(Registration application, FakeUser user) {
    directory.revokeConsent(application, user);
  }

  /** Consents to all of an application's delegated permissions, for one user. */
  public void grantConsent(Registration application, FakeUser user) {
    directory.grantAll(application, user);
  }

  /** Consents to all of an application's delegated permissions, as an administrator does. */
  public void grantConsent(Registration application) {
    directory.grantAll(application);
  }

  /** Ends all sessions of a user: what was signed in before has to sign in again. */
  public void revokeSessions(FakeUser user) {
    directory.revokeSessions(user);
  }

  /** Enters a device's code and signs in as the user. */
  public void approveDeviceCode(String userCode, FakeUser user) {
    requireKnown(deviceCodes.approve(userCode, user), userCode);
  }

  /** Enters a device's code and declines. */
  public void declineDeviceCode(String userCode) {
    requireKnown(deviceCodes.decline(userCode), userCode);
  }

  /** Sets the polling interval of device codes handed out from now on. */
  public void deviceCodeInterval(int seconds) {
    deviceCodes.interval(seconds);
  }

  /** Answers the next so many polls of any device with {@code slow_down}. */
  public void slowDownDevicePolls(int polls) {
    deviceCodes.slowDown(polls);
  }

  /** Returns the token that a client app holds for an API on behalf of a user. */
  public String assertionFor(FakeUser user, Registration api, TokenDefect... forgeries) {
    return components.issuedTokens().assertion(user, api, "", forgeries);
  }

  /** Returns the same from a sign-in that has met a claims demand. */
  public String assertionWithClaims(String claimsJson, FakeUser user, Registration api) {
    return components.issuedTokens().assertion(user, api, claimsJson);
  }

  /** Returns the id token that an application holds of a user. */
  public String idTokenFor(FakeUser user, Registration application, TokenDefect... forgeries) {
    return components.issuedTokens().idToken(user, application, forgeries);
  }

  /** Returns the token that the daemon holds for an API on behalf of nobody. */
  public String appTokenFor(Registration api, TokenDefect... forgeries) {
    return components.issuedTokens().appToken(api, forgeries);
  }

  JsonObject identityToken(Registration identity, String resource) {
    return components.issuedTokens().identityToken(identity, resource);
  }

  /** Returns the token requests so far, in order, whatever came of them. */
  public List<TokenCall> requests() {
    return components.tokenEndpoint().calls();
  }

  /** Forgets the token requests so far. */
  public void clearRequests() {
    components.tokenEndpoint().clear();
  }

  /** Returns the token requests of one grant type so far, in order. */
  public List<TokenCall> tokenCalls(String grantType) {
    return requests().stream().filter(call -> call.grantType().equals(grantType)).toList();
  }

  /** Lets none but administrators consent, or lets users consent again. */
  public void blockUserConsent(boolean blocked) {
    directory.settings().blockUserConsent(blocked);
  }

  /** Returns the way by which Microsoft Graph reads and changes this directory. */
  public DirectoryAccess directory() {
    return new DirectoryAccess(presets.tenant(), directory, components.issuedTokens());
  }

  /** Returns the switches of errors in the real form; all are off. */
  public Rejections rejections() {
    return components.rejections();
  }

  private static void requireKnown(boolean known, String userCode) {
    if (!known) {
      throw new IllegalArgumentException("no device waits with code " + userCode);
    }
  }
}
