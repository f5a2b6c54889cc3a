package io.github.adtauth.testkit.entra;

import com.google.gson.JsonObject;
import java.util.Map;

/** The {@code refresh_token} grant. */
record RefreshTokenGrant(
    Directory directory,
    TokenIssuer issuer,
    RefreshTokens refreshTokens,
    ConditionalAccess conditionalAccess)
    implements Grant {
  @Override
  public Platform platform(Map<String, String> form) {
    return refreshTokens.platform(form.getOrDefault("refresh_token", ""));
  }

  @Override
  public JsonObject tokens(GrantRequest request) {
    RefreshTokens.IssuedToken grant =
        refreshTokens.redeem(request, request.required("refresh_token"));
    SignIn signIn = grant.signIn();
    Scopes scopes = request.scopes(grant.scopes(), directory);
    directory.grantedScopes(request.client(), scopes, signIn.user());
    conditionalAccess.checkUser(request, scopes, signIn);
    // Entra ID issues a new refresh token even if offline_access is not requested again.
    return issuer.userResponse(request, scopes.with("offline_access"), signIn, grant.scopes());
  }
}
