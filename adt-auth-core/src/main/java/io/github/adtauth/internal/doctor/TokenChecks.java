package io.github.adtauth.internal.doctor;

import io.github.adtauth.Cloud;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.token.AccessToken;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a token is one for the instance.
 *
 * @param config the settings
 * @param clock tells what has expired
 * @param tenantId the Directory ID, where it is known
 */
record TokenChecks(DigitalTwinsConfig config, Clock clock, @Nullable String tenantId) {
  private static final String DIGITAL_TWINS = "0b07f429-9f4b-4714-9392-cc5e8e80c8b0";

  CheckResult verdict(@Nullable AccessToken token, boolean ofUser) {
    if (token == null) {
      return CheckResult.unknown("there is none");
    }
    Claims claims = Claims.of(token.value());
    if (claims == null) {
      return CheckResult.unknown("it cannot be read here; the instance will judge it");
    }
    if (claims.texts("aud").stream().noneMatch(this::isAudience)) {
      return CheckResult.failed(
          "The token is " + claims.summary() + ": it is for another API.",
          Fix.forCode(70011).orElse(null));
    }
    if (tenantId != null && !tenantId.equalsIgnoreCase(claims.text("tid"))) {
      return CheckResult.failed(
          "The token is of tenant " + claims.text("tid") + ", not of the Tenant.",
          Fix.OTHER_TENANT);
    }
    Instant end = claims.expiresAt();
    if (end == null || !clock.instant().isBefore(end)) {
      return CheckResult.failed(
          "The token expired at " + end + ".",
          new Fix(null, "Look at the clock, and at a cache of the provider's own."));
    }
    if (isDigitalTwins() && ofUser && !claims.hasScope("Read.Write")) {
      return CheckResult.failed(
          "The token's scopes are " + claims.text("scp") + ", without Read.Write.",
          new Fix(RegistrationStep.API_PERMISSION, "Add the permission, then consent.")
              .forApplication(config.cloud().authorityHost(), config.tenant(), config.clientId()));
    }
    boolean cae = claims.texts("xms_cc").stream().anyMatch("cp1"::equalsIgnoreCase);
    return CheckResult.passed(claims.summary() + (cae ? ", revocable at once (CAE)" : ""));
  }

  private boolean isDigitalTwins() {
    return config.scope().equals(Cloud.DIGITAL_TWINS_SCOPE);
  }

  private boolean isAudience(String audience) {
    String resource = config.scope().replaceFirst("/[^/]*$", "");
    String plain = audience.endsWith("/") ? audience.substring(0, audience.length() - 1) : audience;
    return plain.equalsIgnoreCase(resource)
        || (isDigitalTwins() && plain.equalsIgnoreCase(DIGITAL_TWINS));
  }
}
