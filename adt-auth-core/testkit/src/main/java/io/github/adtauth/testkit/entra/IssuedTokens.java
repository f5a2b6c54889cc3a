package io.github.adtauth.testkit.entra;

import com.google.gson.JsonObject;
import io.github.adtauth.testkit.internal.Guids;
import io.github.adtauth.testkit.internal.Jwts;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Issues valid and defective tokens for tests to present to an API. */
record IssuedTokens(
    Clock clock,
    Directory directory,
    TokenIssuer issuer,
    ConditionalAccess conditionalAccess,
    Registration caller,
    Registration daemon) {
  private static final String AZURE_CLI = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

  String assertion(FakeUser user, Registration api, String claims, TokenDefect... defective) {
    Set<TokenDefect> defects = Set.of(defective);
    Scopes scopes = scopes(api, defects);
    long secondFactor = conditionalAccess.sequenceIfRequired(user, scopes, claims);
    SignIn signIn = new SignIn(user, directory.sessionEpoch(user), claims, secondFactor);
    return sign(
        issuer.userClaims(request(caller, user.tid()), scopes, signIn, api.scopes()), defects);
  }

  /** Returns a user's token for a Microsoft API, issued to the Azure CLI. */
  String userToken(FakeUser user, String resource, List<String> names) {
    Registration cli = Registration.builder(AZURE_CLI, "Microsoft Azure CLI").build();
    Scopes scopes = new Scopes(directory.resource(resource), resource, names, Set.of());
    SignIn signIn = new SignIn(user, directory.sessionEpoch(user), "", 0);
    return Jwts.sign(issuer.userClaims(request(cli, user.tid()), scopes, signIn, names));
  }

  /** Returns a user's token for a scope, issued to the native application. */
  String userToken(FakeUser user, String scope) {
    Scopes scopes = Scopes.parse(scope, directory);
    List<String> names = scopes.isDefault() ? scopes.resource().scopes() : scopes.names();
    SignIn signIn = new SignIn(user, directory.sessionEpoch(user), "", 0);
    return Jwts.sign(issuer.userClaims(request(caller, user.tid()), scopes, signIn, names));
  }

  /** Returns an application's token with the application permissions that it has. */
  String appToken(Registration application, String scope) {
    return identityToken(application, Scopes.parse(scope, directory))
        .get("access_token")
        .getAsString();
  }

  String appToken(Registration application, String resource, List<String> roles) {
    RegistrationBuilder builder = application.toBuilder();
    roles.forEach(role -> builder.appRole(resource, role));
    Scopes scopes =
        new Scopes(directory.resource(resource), resource, List.of(".default"), Set.of());
    String tenant = directory.tenant("organizations").id();
    return Jwts.sign(issuer.appClaims(request(builder.build(), tenant), scopes));
  }

  String idToken(FakeUser user, Registration application, TokenDefect... defective) {
    SignIn signIn = new SignIn(user, directory.sessionEpoch(user), "", 0);
    return sign(issuer.idTokenClaims(request(application, user.tid()), signIn), Set.of(defective));
  }

  String appToken(Registration api, TokenDefect... defective) {
    Set<TokenDefect> defects = Set.of(defective);
    return sign(
        issuer.appClaims(
            request(daemon, directory.tenant("organizations").id()), scopes(api, defects)),
        defects);
  }

  /** Returns the token response for a managed identity. */
  JsonObject identityToken(Registration identity, String resource) {
    return identityToken(identity, Scopes.parse(resource + "/.default", directory));
  }

  private JsonObject identityToken(Registration identity, Scopes scopes) {
    String tenant = identity.tenantId();
    return issuer.appResponse(
        request(identity, tenant == null ? directory.tenant("organizations").id() : tenant),
        scopes);
  }

  private GrantRequest request(Registration client, String tenantId) {
    return new GrantRequest(
        FakeEntra.HOSTS.get(0), directory.tenant(tenantId), client, "0", Map.of(), false);
  }

  private static Scopes scopes(Registration api, Set<TokenDefect> defects) {
    return defects.contains(TokenDefect.OTHER_AUDIENCE)
        ? new Scopes(Resource.GRAPH, Resource.GRAPH_URI, List.of("User.Read"), Set.of())
        : new Scopes(Resource.of(api), api.appIdUri(), api.scopes(), Set.of());
  }

  private String sign(JsonObject claims, Set<TokenDefect> defects) {
    long now = clock.instant().getEpochSecond();
    if (defects.contains(TokenDefect.EXPIRED)) {
      setLifetime(claims, now - 7200, now - 3600);
    }
    if (defects.contains(TokenDefect.NOT_YET_VALID)) {
      setLifetime(claims, now + 3600, now + 7200);
    }
    if (defects.contains(TokenDefect.OTHER_TENANT)) {
      String tenant = Guids.fromSeed("other tenant");
      String actual = claims.get("tid").getAsString();
      claims.addProperty("iss", claims.get("iss").getAsString().replace(actual, tenant));
      claims.addProperty("tid", tenant);
    }
    return defects.contains(TokenDefect.BAD_SIGNATURE)
        ? Jwts.signWithUnpublishedKey(claims)
        : Jwts.sign(claims);
  }

  private static void setLifetime(JsonObject claims, long from, long to) {
    claims.addProperty("iat", from);
    claims.addProperty("nbf", from);
    claims.addProperty("exp", to);
  }
}
