package io.github.adtauth.internal.identity;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.token.TokenRequest;
import java.util.Set;

/** What version 1 of the protocol asks for: one resource instead of scopes. */
final class ResourceId {
  private static final String DEFAULT = "/.default";

  private ResourceId() {}

  /**
   * Returns the resource of the scopes.
   *
   * @throws RegistrationException if they are not one resource and {@code /.default}
   */
  static String fromScopes(TokenRequest request) {
    Set<String> scopes = request.scopes();
    String scope = scopes.size() == 1 ? scopes.iterator().next() : "";
    if (!scope.endsWith(DEFAULT) || scope.length() == DEFAULT.length()) {
      throw new RegistrationException(
          ErrorDetails.of(
              "This identity is asked for one scope that ends with /.default, such as"
                  + " https://digitaltwins.azure.net/.default."));
    }
    return scope.substring(0, scope.length() - DEFAULT.length());
  }
}
