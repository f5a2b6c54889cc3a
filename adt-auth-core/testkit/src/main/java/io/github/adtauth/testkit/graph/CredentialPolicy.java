package io.github.adtauth.testkit.graph;

import io.github.adtauth.testkit.internal.ErrorResponseException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The application management policy of a tenant, and the rules for dates of credentials. The
 * default policy allows all credentials. Thread-safe.
 */
public final class CredentialPolicy {
  private static final String POLICY_SUFFIX =
      " as per assigned policy '538f1913-366a-440a-95a0-e195cb55b282'.";

  private volatile boolean secretsForbidden;
  private volatile @Nullable Duration maxSecretLifetime;
  private volatile @Nullable Duration maxCertificateLifetime;
  private volatile boolean datesLikeMicrosoft;

  CredentialPolicy() {}

  /** Forbids secrets. */
  public void forbidSecrets() {
    secretsForbidden = true;
  }

  /** Limits the lifetime of secrets. */
  public void limitSecrets(Duration max) {
    maxSecretLifetime = max;
  }

  /** Limits the lifetime of certificates. */
  public void limitCertificates(Duration max) {
    maxCertificateLifetime = max;
  }

  /**
   * Applies the date rules of Microsoft. Certificates without dates expire after one year, and
   * dates with a precision above 100 ns are rejected.
   */
  public void dateLikeMicrosoft() {
    datesLikeMicrosoft = true;
  }

  void checkPassword(Duration lifetime) {
    if (secretsForbidden) {
      throw ErrorResponseException.badRequest(
          "CredentialTypeNotAllowedAsPerAppPolicy", "Credential type not allowed" + POLICY_SUFFIX);
    }
    checkLifetime(lifetime, maxSecretLifetime);
  }

  void checkKey(Duration lifetime) {
    checkLifetime(lifetime, maxCertificateLifetime);
  }

  private static void checkLifetime(Duration lifetime, @Nullable Duration max) {
    if (max != null && lifetime.compareTo(max) > 0) {
      throw ErrorResponseException.badRequest(
          "CredentialInvalidLifetimeAsPerAppPolicy",
          "Credential lifetime exceeds the max value allowed" + POLICY_SUFFIX);
    }
  }

  Instant defaultKeyEnd(Instant now, Instant last) {
    Instant year = now.plus(Duration.ofDays(365));
    return datesLikeMicrosoft && year.isBefore(last) ? year : last;
  }

  void checkDate(@Nullable String text, String member) {
    if (datesLikeMicrosoft && text != null && text.matches(".*\\.\\d{8,}Z")) {
      throw ErrorResponseException.invalidProperty(member, "PasswordCredential");
    }
  }
}
