package io.github.adtauth.testkit;

import com.google.gson.JsonObject;

/** One grant type of the token endpoint. */
@FunctionalInterface
interface Grant {
  /** Answers with the tokens, or throws an {@link AadError}. */
  JsonObject tokens(GrantRequest request);
}
