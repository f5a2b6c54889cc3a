package io.github.adtauth.testkit.entra;

import java.util.Map;

/**
 * A token request with a known tenant and an authenticated client.
 *
 * @param host the host of the request, with its port unless it is the default
 * @param tenant the tenant in the path
 * @param client the registration of the client
 * @param clientAuth how the client was authenticated: 0 not at all, 1 by a secret, 2 by an
 *     assertion
 * @param form the form parameters
 * @param versionOne whether it was sent to the version 1 endpoint
 */
record GrantRequest(
    String host,
    FakeTenant tenant,
    Registration client,
    String clientAuth,
    Map<String, String> form,
    boolean versionOne) {

  String required(String name) {
    String value = form.get(name);
    if (value == null || value.isEmpty()) {
      throw EntraErrorException.missingParameter(name);
    }
    return value;
  }

  /** Returns the requested scopes. Defaults to the scopes of the grant (RFC 6749 4.1.3 and 6). */
  Scopes scopes(Scopes ofGrant, Directory directory) {
    String scope = optional("scope");
    return scope.isEmpty() ? ofGrant : Scopes.parse(scope, directory);
  }

  String optional(String name) {
    return form.getOrDefault(name, "");
  }
}
