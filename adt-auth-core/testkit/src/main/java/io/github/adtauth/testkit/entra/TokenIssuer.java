package io.github.adtauth.testkit.entra;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.internal.Json;
import io.github.adtauth.testkit.internal.Jwts;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Issues tokens and creates token responses (RFC 6749 5.1). Thread-safe. */
final class TokenIssuer {
  private static final Duration MIN_LIFETIME_FOR_REFRESH_IN = Duration.ofHours(2);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Clock clock;
  private final Directory directory;
  private final RefreshTokens refreshTokens;
  private final ConditionalAccess conditionalAccess;
  private volatile Duration lifetime = Duration.ofSeconds(3599);
  private volatile @Nullable Duration refreshIn;
  private volatile boolean refreshInSet;

  TokenIssuer(
      Clock clock,
      Directory directory,
      RefreshTokens refreshTokens,
      ConditionalAccess conditionalAccess) {
    this.clock = clock;
    this.directory = directory;
    this.refreshTokens = refreshTokens;
    this.conditionalAccess = conditionalAccess;
  }

  void lifetime(Duration value) {
    lifetime = value;
  }

  void refreshIn(@Nullable Duration value) {
    refreshIn = value;
    refreshInSet = true;
  }

  JsonObject appResponse(GrantRequest request, Scopes scopes) {
    return bearerResponse(Jwts.sign(appClaims(request, scopes)));
  }

  JsonObject appClaims(GrantRequest request, Scopes scopes) {
    Registration client = request.client();
    String oid = client.servicePrincipalId();
    JsonObject token = accessTokenClaims(request, scopes, oid);
    token.addProperty("idtyp", "app");
    token.addProperty("oid", oid);
    token.addProperty("sub", oid);
    for (String name : client.appRoles().keySet()) {
      if (scopes.resource().isNamed(name)) {
        token.add("roles", Json.stringArray(client.appRoles().getOrDefault(name, List.of())));
      }
    }
    return token;
  }

  JsonObject userResponse(GrantRequest request, Scopes scopes, SignIn signIn) {
    return userResponse(request, scopes, signIn, scopes);
  }

  /**
   * Returns the response to a user's token request.
   *
   * @param scopes the scopes of the access token
   * @param grantScopes the scopes of the refresh token, for requests without a scope
   */
  JsonObject userResponse(GrantRequest request, Scopes scopes, SignIn signIn, Scopes grantScopes) {
    List<String> granted = directory.grantedScopes(request.client(), scopes, signIn.user());
    JsonObject response = bearerResponse(Jwts.sign(userClaims(request, scopes, signIn, granted)));
    response.addProperty("scope", scopes.responseScope(granted));
    if (scopes.hasOidc("openid")) {
      response.addProperty("id_token", Jwts.sign(idTokenClaims(request, signIn)));
    }
    if (scopes.hasOidc("offline_access")) {
      response.addProperty("refresh_token", refreshTokens.issue(request, signIn, grantScopes));
      Duration refreshTokenLifetime = refreshTokens.remainingSpaLifetime(signIn);
      if (refreshTokenLifetime != null) {
        response.addProperty("refresh_token_expires_in", refreshTokenLifetime.toSeconds());
      }
    }
    if (request.optional("client_info").equals("1")) {
      response.addProperty("client_info", clientInfo(signIn.user()));
    }
    return response;
  }

  JsonObject userClaims(GrantRequest request, Scopes scopes, SignIn signIn, List<String> granted) {
    FakeUser user = signIn.user();
    JsonObject token = accessTokenClaims(request, scopes, user.oid());
    token.addProperty("oid", user.oid());
    token.addProperty("sub", pairwiseSubject(user, scopes.resource().appId()));
    token.addProperty("scp", String.join(" ", granted));
    token.addProperty("name", user.name());
    boolean isVersion1 = scopes.resource().tokenVersion() == 1;
    token.addProperty(isVersion1 ? "upn" : "preferred_username", user.upn());
    if (isVersion1) {
      token.add(
          "amr",
          Json.stringArray(signIn.secondFactor() > 0 ? List.of("pwd", "mfa") : List.of("pwd")));
    }
    Set<String> contexts = conditionalAccess.contexts(request, signIn);
    if (!contexts.isEmpty()) {
      token.add("acrs", Json.stringArray(contexts));
    }
    // This claim is opaque to others in real tokens, too.
    JsonObject state = new JsonObject();
    state.addProperty("epoch", signIn.epoch());
    state.addProperty("claims", signIn.claims());
    state.addProperty("secondFactor", signIn.secondFactor());
    token.addProperty("aio", Jwts.base64(state.toString()));
    return token;
  }

  JsonObject idTokenClaims(GrantRequest request, SignIn signIn) {
    FakeUser user = signIn.user();
    JsonObject token = lifetimeClaims();
    int version = request.versionOne() ? 1 : 2;
    token.addProperty("aud", request.client().clientId());
    token.addProperty("iss", issuer(request, version));
    token.addProperty("tid", request.tenant().id());
    token.addProperty("oid", user.oid());
    token.addProperty("sub", pairwiseSubject(user, request.client().clientId()));
    token.addProperty("name", user.name());
    token.addProperty(request.versionOne() ? "upn" : "preferred_username", user.upn());
    if (request.versionOne()) {
      token.addProperty("unique_name", user.upn());
    }
    token.addProperty("ver", version + ".0");
    addOptionalClaims(token, request.client(), signIn);
    if (signIn.nonce() != null) {
      token.addProperty("nonce", signIn.nonce());
    }
    return token;
  }

  private static void addOptionalClaims(JsonObject token, Registration client, SignIn signIn) {
    if (client.optionalClaims().contains("login_hint")) {
      token.addProperty("login_hint", LoginHint.of(signIn.user()));
    }
    if (client.optionalClaims().contains("sid") && signIn.sessionId() != null) {
      token.addProperty("sid", signIn.sessionId());
    }
  }

  private JsonObject accessTokenClaims(GrantRequest request, Scopes scopes, String principal) {
    Resource resource = scopes.resource();
    boolean isVersion1 = resource.tokenVersion() == 1;
    String client = request.client().clientId();
    JsonObject token = lifetimeClaims();
    token.addProperty("aud", resource.audience(scopes.requestedName()));
    token.addProperty("iss", issuer(request, resource.tokenVersion()));
    token.addProperty("tid", request.tenant().id());
    token.addProperty(isVersion1 ? "appid" : "azp", client);
    token.addProperty(isVersion1 ? "appidacr" : "azpacr", request.clientAuth());
    token.addProperty("ver", isVersion1 ? "1.0" : "2.0");
    token.addProperty("rh", "1." + Jwts.sha256(principal + client));
    token.addProperty("uti", randomString(16));
    if (ClaimsParameter.capabilities(request.optional("claims")).contains("cp1")) {
      token.add("xms_cc", Json.stringArray(List.of("cp1")));
    }
    return token;
  }

  private JsonObject lifetimeClaims() {
    long now = clock.instant().getEpochSecond();
    JsonObject token = new JsonObject();
    token.addProperty("iat", now);
    token.addProperty("nbf", now);
    token.addProperty("exp", now + lifetime.toSeconds());
    return token;
  }

  private JsonObject bearerResponse(String accessToken) {
    Duration tokenLifetime = lifetime;
    JsonObject response = new JsonObject();
    response.addProperty("token_type", "Bearer");
    response.addProperty("expires_in", tokenLifetime.toSeconds());
    response.addProperty("ext_expires_in", tokenLifetime.toSeconds());
    Duration defaultRefreshIn =
        tokenLifetime.compareTo(MIN_LIFETIME_FOR_REFRESH_IN) >= 0
            ? tokenLifetime.dividedBy(2)
            : null;
    Duration effectiveRefreshIn = refreshInSet ? refreshIn : defaultRefreshIn;
    if (effectiveRefreshIn != null) {
      response.addProperty("refresh_in", effectiveRefreshIn.toSeconds());
    }
    response.addProperty("access_token", accessToken);
    return response;
  }

  static String issuer(GrantRequest request, int version) {
    return issuer(request.host(), request.tenant(), version);
  }

  static String issuer(String host, FakeTenant tenant, int version) {
    return version == 1
        ? "https://sts.windows.net/" + tenant.id() + "/"
        : "https://" + FakeEntra.globalHost(host) + "/" + tenant.id() + "/v2.0";
  }

  private static String clientInfo(FakeUser user) {
    JsonObject info = new JsonObject();
    info.addProperty("uid", user.oid());
    info.addProperty("utid", user.tid());
    return Jwts.base64(info.toString());
  }

  private static String pairwiseSubject(FakeUser user, String application) {
    return Jwts.sha256(user.oid() + " at " + application);
  }

  static String randomString(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return Jwts.base64(random);
  }
}
