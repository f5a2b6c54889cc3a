package io.github.adtauth.testkit.entra;

import com.google.gson.JsonObject;
import java.util.Arrays;

/** The {@code client_credentials} grant, which issues tokens to applications without a user. */
record ClientCredentialsGrant(
    Directory directory, TokenIssuer issuer, ConditionalAccess conditionalAccess) implements Grant {
  @Override
  public JsonObject tokens(GrantRequest request) {
    String scope = request.required("scope");
    // MSAL4J sends OpenID Connect scopes here too, and Entra ID ignores them.
    long resources =
        Arrays.stream(scope.trim().split(" +", -1)).filter(Scopes::isResourceScope).count();
    if (resources != 1) {
      throw Scopes.invalidScope(scope);
    }
    Scopes scopes = Scopes.parse(scope, directory);
    if (!scopes.isDefault()) {
      throw new EntraErrorException(
          "invalid_scope",
          1002012,
          "The provided value for scope "
              + scope
              + " is not valid. Client credential flows must have a scope value with /.default"
              + " suffixed to the resource identifier (application ID URI).");
    }
    if (!directory.hasServicePrincipal(request.client().clientId())) {
      throw new EntraErrorException(
          "unauthorized_client",
          7000229,
          "The client application "
              + request.client().clientId()
              + " is missing service principal in the tenant "
              + request.tenant().id()
              + ". See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119");
    }
    conditionalAccess.checkApp(request);
    return issuer.appResponse(request, scopes);
  }
}
