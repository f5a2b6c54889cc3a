package io.github.adtauth.internal.doctor;

import io.github.adtauth.Cloud;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.internal.error.PortalPage;
import io.github.adtauth.token.AccessToken;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Checks the claims of the access token for the instance. Immutable.
 *
 * @param config the settings
 * @param clock the clock for checking the expiry time
 * @param tenantId the Directory ID, or null if it is not known
 */
record TokenChecks(DigitalTwinsConfig config, Clock clock, @Nullable String tenantId) {
  private static final String DIGITAL_TWINS_APP_ID = "0b07f429-9f4b-4714-9392-cc5e8e80c8b0";

  CheckResult check(@Nullable AccessToken token, boolean requiresUser) {
    if (token == null) {
      return CheckResult.unknown("there is no token");
    }
    TokenSummary claims = TokenSummary.parse(token.value());
    if (claims == null) {
      return CheckResult.unknown("the token is opaque; only the instance can check it");
    }
    if (claims.texts("aud").stream().noneMatch(this::isAudience)) {
      return CheckResult.failed(
          "The token is for another API: " + claims.summary() + ".",
          Fix.forCode(70011).orElse(null));
    }
    if (tenantId != null && !tenantId.equalsIgnoreCase(claims.text("tid"))) {
      return CheckResult.failed(
          "The token is from tenant " + claims.text("tid") + ", not from the configured Tenant.",
          Fix.OTHER_TENANT);
    }
    Instant expiresAt = claims.expiresAt();
    if (expiresAt == null) {
      return CheckResult.failed(
          "The token has no expiry time.", new Fix(null, "Check the token provider."));
    }
    if (!clock.instant().isBefore(expiresAt)) {
      return CheckResult.failed(
          "The token expired at " + expiresAt + ".",
          new Fix(null, "Check the clock of this machine, and the cache of the token provider."));
    }
    if (isDigitalTwins() && requiresUser && !claims.hasScope("Read.Write")) {
      return CheckResult.failed(
          "The token lacks the scope Read.Write: its scopes are " + claims.text("scp") + ".",
          PortalPage.addTo(
              new Fix(RegistrationStep.API_PERMISSION, "Add the permission, then grant consent."),
              config.cloud().authorityHost(),
              config.tenant(),
              config.clientId()));
    }
    // The cp1 client capability lets Entra ID revoke the token before it expires.
    boolean isRevocable = claims.texts("xms_cc").stream().anyMatch("cp1"::equalsIgnoreCase);
    return CheckResult.passed(claims.summary() + (isRevocable ? ", revocable (CAE)" : ""));
  }

  private boolean isDigitalTwins() {
    return config.scope().equals(Cloud.DIGITAL_TWINS_SCOPE);
  }

  private boolean isAudience(String audience) {
    String resource = config.scope().replaceFirst("/[^/]*$", "");
    String identifier =
        audience.endsWith("/") ? audience.substring(0, audience.length() - 1) : audience;
    return identifier.equalsIgnoreCase(resource)
        || (isDigitalTwins() && identifier.equalsIgnoreCase(DIGITAL_TWINS_APP_ID));
  }
}
