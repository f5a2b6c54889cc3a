package io.github.adtauth.testkit;

import com.google.gson.JsonObject;
import java.util.Map;

/** One grant type of the token endpoint. */
@FunctionalInterface
interface Grant {
  /** Answers with the tokens, or throws an {@link EntraErrorException}. */
  JsonObject tokens(GrantRequest request);

  /** Returns the platform that what is to be redeemed was issued to. */
  default Platform platform(Map<String, String> form) {
    return Platform.OTHER;
  }
}
