package io.github.adtauth.testkit;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/** What a resource server knows of a token: its claims, once signature and lifetime hold. */
@FunctionalInterface
public interface TokenVerifier {
  /** Returns the claims of a token that is genuine and not expired, else null. */
  @Nullable JsonObject verify(String jwt);
}
