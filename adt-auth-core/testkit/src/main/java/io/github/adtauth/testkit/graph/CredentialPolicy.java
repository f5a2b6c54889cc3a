package io.github.adtauth.testkit.graph;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the application management policy of a tenant forbids, and how Microsoft dates credentials.
 * It forbids nothing until it is told to. Thread-safe.
 */
public final class CredentialPolicy {
  private static final String POLICY_SUFFIX =
      " as per assigned policy '538f1913-366a-440a-95a0-e195cb55b282'.";

  private volatile boolean secretsForbidden;
  private volatile @Nullable Duration maxSecretLifetime;
  private volatile @Nullable Duration maxCertificateLifetime;
  private volatile boolean datesLikeMicrosoft;

  /** Forbids secrets. */
  public void forbidSecrets() {
    secretsForbidden = true;
  }

  /** Limits the life of secrets. */
  public void limitSecrets(Duration longest) {
    maxSecretLifetime = longest;
  }

  /** Limits the life of certificates. */
  public void limitCertificates(Duration longest) {
    maxCertificateLifetime = longest;
  }

  /** Lets a certificate without dates end after a year, and rejects dates finer than 100 ns. */
  public void dateLikeMicrosoft() {
    datesLikeMicrosoft = true;
  }

  void checkPassword(JsonObject wish, Duration life) {
    if (secretsForbidden) {
      throw ErrorResponseException.badRequest(
          "CredentialTypeNotAllowedAsPerAppPolicy", "Credential type not allowed" + POLICY_SUFFIX);
    }
    checkLifetime(life, maxSecretLifetime);
  }

  void checkKey(Duration life) {
    checkLifetime(life, maxCertificateLifetime);
  }

  private static void checkLifetime(Duration life, @Nullable Duration longest) {
    if (longest != null && life.compareTo(longest) > 0) {
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
