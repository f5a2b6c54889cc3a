package io.github.adtauth.internal.identity;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.token.TokenRequest;
import java.util.Set;

/** The resource of a token request, which version 1 of the protocol has instead of scopes. */
final class ResourceId {
  private static final String DEFAULT = "/.default";

  private ResourceId() {}

  /**
   * Returns the resource that the requested scopes identify.
   *
   * @throws RegistrationException if the request has more than one scope, or the scope is not a
   *     resource followed by {@code /.default}
   */
  static String fromScopes(TokenRequest request) {
    Set<String> scopes = request.scopes();
    String scope = scopes.size() == 1 ? scopes.iterator().next() : "";
    if (!scope.endsWith(DEFAULT) || scope.length() == DEFAULT.length()) {
      throw new RegistrationException(
          ErrorDetails.of(
              "A managed identity requires a single scope that ends with /.default, such as"
                  + " https://digitaltwins.azure.net/.default."));
    }
    return scope.substring(0, scope.length() - DEFAULT.length());
  }
}
