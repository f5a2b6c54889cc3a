package io.github.adtauth.internal.registration;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.Secret;
import io.github.adtauth.internal.text.Redactor;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the results of a run and the steps that it leaves to the user. Not thread-safe. */
public final class ApplyResult {
  private final Set<String> manualSteps = new LinkedHashSet<>();
  private @Nullable String clientId;
  private @Nullable Secret secret;
  private @Nullable Path certificate;
  private @Nullable String replacedKey;
  private @Nullable X509Certificate createdCertificate;
  private boolean mustCreateCertificate;
  private boolean written;
  private boolean created;

  /** Records the application, and whether this run created it. */
  void setApplication(String appId, boolean isCreated) {
    clientId = appId;
    created = isCreated;
  }

  boolean isCreated() {
    return created;
  }

  public void setSecret(String value) {
    secret = Secret.of(value);
  }

  void setCertificate(Path pem) {
    certificate = pem;
  }

  /** Records that the plan is to create a certificate, so that no other may be registered. */
  void requireCreatedCertificate() {
    mustCreateCertificate = true;
  }

  /** Records the certificate that this run has created. */
  void setCreatedCertificate(X509Certificate created) {
    createdCertificate = created;
  }

  /**
   * Checks a certificate that was read from a file. If the plan is to create a certificate, only
   * the one that this run has created is accepted.
   */
  void requirePlanned(Path pem, X509Certificate actual) {
    if (mustCreateCertificate && !actual.equals(createdCertificate)) {
      throw new RegistrationException(
          ErrorDetails.of(
              "The file "
                  + Redactor.sanitizePath(pem)
                  + " did not exist when the plan was created. If an earlier run of this plan"
                  + " created it, plan again to use it. Otherwise move it away first."));
    }
  }

  /** Records that an expired entry was replaced. */
  void setReplacedKey(String keyId) {
    replacedKey = keyId;
  }

  @Nullable String replacedKey() {
    return replacedKey;
  }

  /**
   * Records that this run has written something, which the directory may not yet show everywhere.
   */
  void recordWrite() {
    written = true;
  }

  boolean hasWritten() {
    return written;
  }

  /** Adds a step that requires more rights than the caller has. */
  void addManualStep(String step) {
    manualSteps.add(step);
  }

  Optional<String> clientId() {
    return Optional.ofNullable(clientId);
  }

  public @Nullable Secret secret() {
    return secret;
  }

  public @Nullable Path certificate() {
    return certificate;
  }

  public List<String> manualSteps() {
    return List.copyOf(manualSteps);
  }
}
