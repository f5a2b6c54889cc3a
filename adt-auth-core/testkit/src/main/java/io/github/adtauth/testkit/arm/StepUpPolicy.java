package io.github.adtauth.testkit.arm;

import io.github.adtauth.testkit.internal.ErrorResponseException;
import io.github.adtauth.testkit.internal.Principal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Requires step-up authentication for role assignments. Callers must hold the lock. */
final class StepUpPolicy {
  private @Nullable String claims;
  private @Nullable String policy;

  void challenge(String json) {
    claims = json;
  }

  void disallow(String message) {
    policy = message;
  }

  void clear() {
    claims = null;
    policy = null;
  }

  void check(Principal caller, String scope) {
    if (claims != null && !caller.app()) {
      throw new ErrorResponseException(
          401,
          "InvalidAuthenticationToken",
          "The access token has been revoked or needs interaction: use multifactor authentication.");
    }
    if (policy != null) {
      throw new ErrorResponseException(403, "RequestDisallowedByPolicy", policy);
    }
  }

  /** Returns the claims challenge for the {@code WWW-Authenticate} header, or null. */
  @Nullable String challenge() {
    return claims == null
        ? null
        : "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/"
            + "authorize\", error=\"insufficient_claims\", claims=\""
            + Base64.getEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
            + "\"";
  }
}
