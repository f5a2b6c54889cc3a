package io.github.adtauth.testkit.http;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/** Verifies access tokens as a resource server does. */
@FunctionalInterface
public interface TokenVerifier {
  /** Returns the claims of a token with a valid signature and lifetime, or null. */
  @Nullable JsonObject verify(String jwt);
}
