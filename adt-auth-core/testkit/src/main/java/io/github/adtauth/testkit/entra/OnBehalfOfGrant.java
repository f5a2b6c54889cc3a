package io.github.adtauth.testkit.entra;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.internal.Json;
import io.github.adtauth.testkit.internal.Jwts;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The on-behalf-of grant, which exchanges a user's token for a token for another API. */
record OnBehalfOfGrant(
    Clock clock,
    Directory directory,
    TokenIssuer issuer,
    RefreshTokens refreshTokens,
    ConditionalAccess conditionalAccess)
    implements Grant {

  @Override
  public JsonObject tokens(GrantRequest request) {
    String assertion = request.required("assertion");
    String use = request.required("requested_token_use");
    if (!use.equals("on_behalf_of")) {
      throw new EntraErrorException(
          "invalid_request", 90023, "Invalid STS request: requested_token_use '" + use + "'.");
    }
    Scopes scopes = Scopes.parse(request.required("scope"), directory);
    SignIn signIn = validate(request, assertion);
    refreshTokens.checkSession(signIn);
    directory.grantedScopes(request.client(), scopes, signIn.user());
    conditionalAccess.checkUser(request, scopes, signIn);
    return issuer.userResponse(request, scopes, signIn);
  }

  private SignIn validate(GrantRequest request, String assertion) {
    JsonObject claims = Jwts.claims(assertion);
    if (claims == null) {
      throw new EntraErrorException("invalid_request", 50027, "JWT token is invalid or malformed.");
    }
    if (!Jwts.isSignedByEntra(assertion)) {
      throw invalidGrant(
          50013,
          "Assertion failed signature validation. [Reason - The provided signature value did not"
              + " match the expected signature value.]");
    }
    long now = clock.instant().getEpochSecond();
    if (claims.get("exp").getAsLong() <= now || claims.get("nbf").getAsLong() > now + 300) {
      throw invalidGrant(
          500133,
          "Assertion is not within its valid time range. Ensure that the access token is not"
              + " expired before using it for user assertion, or request a new token.");
    }
    if ("app".equals(text(claims, "idtyp"))) {
      throw invalidGrant(
          7000114,
          "Application '"
              + request.client().clientId()
              + "' is not allowed to make application on-behalf-of calls.");
    }
    if (!claims.has("scp")) {
      throw invalidGrant(
          240002,
          "Input id_token cannot be used as 'urn:ietf:params:oauth:grant-type:jwt-bearer' grant.");
    }
    checkAudience(request.client(), text(claims, "aud"));
    FakeUser user = directory.user(String.valueOf(text(claims, "oid")));
    if (user == null || !request.tenant().id().equals(text(claims, "tid"))) {
      throw invalidGrant(
          50020,
          "User account from identity provider does not exist in tenant '"
              + request.tenant().domain()
              + "' and cannot access the application in that tenant.");
    }
    return signIn(user, claims);
  }

  private static void checkAudience(Registration client, @Nullable String audience) {
    String actual = String.valueOf(audience);
    if (!actual.equalsIgnoreCase(client.clientId())
        && !actual.equalsIgnoreCase(client.appIdUri())) {
      throw invalidGrant(
          500131,
          "Assertion audience does not match the Client app presenting the assertion. The audience"
              + " in the assertion was '"
              + audience
              + "' and the expected audience is '"
              + client.appIdUri()
              + "' or one of the Application Uris of this application with App ID '"
              + client.clientId()
              + "'.");
    }
  }

  private static SignIn signIn(FakeUser user, JsonObject claims) {
    JsonObject state = Json.parse(Jwts.decodeBase64(String.valueOf(text(claims, "aio"))));
    return state == null
        ? new SignIn(user, 0, "", 0)
        : new SignIn(
            user,
            state.get("epoch").getAsInt(),
            state.get("claims").getAsString(),
            state.get("secondFactor").getAsLong());
  }

  private static @Nullable String text(JsonObject claims, String name) {
    return claims.has(name) ? claims.get(name).getAsString() : null;
  }

  private static EntraErrorException invalidGrant(int code, String text) {
    return new EntraErrorException("invalid_grant", code, text);
  }
}
