package io.github.adtauth.testkit.entra;

import com.google.gson.JsonObject;
import java.util.Map;

/** A grant type of the token endpoint. */
@FunctionalInterface
interface Grant {
  /** Returns the token response, or throws an {@link EntraErrorException}. */
  JsonObject tokens(GrantRequest request);

  /** Returns the platform to which the redeemed code or refresh token was issued. */
  default Platform platform(Map<String, String> form) {
    return Platform.OTHER;
  }
}
