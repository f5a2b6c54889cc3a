package io.github.adtauth.testkit;

import java.util.Map;

/**
 * A token request whose tenant and client are known and authenticated.
 *
 * @param host the login host asked
 * @param tenant the tenant in the path
 * @param client the registration of the client
 * @param clientAuth how the client proved itself: 0 not at all, 1 secret, 2 certificate
 * @param form the form parameters
 */
record GrantRequest(
    String host,
    FakeTenant tenant,
    Registration client,
    String clientAuth,
    Map<String, String> form) {

  String required(String name) {
    String value = form.get(name);
    if (value == null || value.isEmpty()) {
      throw EntraErrorException.missingParameter(name);
    }
    return value;
  }

  String optional(String name) {
    return form.getOrDefault(name, "");
  }
}
