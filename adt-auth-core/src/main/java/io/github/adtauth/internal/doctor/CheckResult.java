package io.github.adtauth.internal.doctor;

import io.github.adtauth.AdtException;
import io.github.adtauth.Fix;
import io.github.adtauth.doctor.Check;
import io.github.adtauth.doctor.Finding;
import io.github.adtauth.internal.text.Redactor;
import org.jspecify.annotations.Nullable;

/**
 * The result of a check. Immutable.
 *
 * @param outcome the outcome
 * @param message one sentence
 * @param fix the fix for a failure, or null
 * @param failedPrerequisite the failed check because of which this one was skipped, or null
 * @param correlationId the correlation ID of Entra ID's error response, or null
 */
public record CheckResult(
    Finding.Outcome outcome,
    String message,
    @Nullable Fix fix,
    @Nullable Check failedPrerequisite,
    @Nullable String correlationId) {
  private static final int MAX_LENGTH = 1_000;

  public CheckResult {
    // The message may contain untrusted text and is displayed in terminals.
    message = Redactor.sanitizeId(message, MAX_LENGTH);
  }

  static CheckResult passed(String message) {
    return new CheckResult(Finding.Outcome.PASSED, message, null, null, null);
  }

  static CheckResult failed(String message, @Nullable Fix fix) {
    return new CheckResult(Finding.Outcome.FAILED, message, fix, null, null);
  }

  /** Returns a failure without the message of the exception, which may contain a secret. */
  static CheckResult thrown(Throwable thrown, String failure) {
    if (thrown instanceof AdtException e) {
      return failed(e);
    }
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return failed(failure + ": " + thrown.getClass().getSimpleName() + ".", null);
  }

  static CheckResult failed(AdtException e) {
    return new CheckResult(
        Finding.Outcome.FAILED,
        e.reason(),
        e.fix().orElse(null),
        null,
        e.correlationId().orElse(null));
  }

  /** Returns this result with another sentence; an empty one changes nothing. */
  CheckResult and(String sentence) {
    String extended = sentence.isEmpty() ? message : message + " " + sentence;
    return new CheckResult(outcome, extended, fix, failedPrerequisite, correlationId);
  }

  static CheckResult skipped(Check failedPrerequisite) {
    String message = "not examined, because of: " + failedPrerequisite.title();
    return new CheckResult(Finding.Outcome.SKIPPED, message, null, failedPrerequisite, null);
  }

  /** Returns an unknown result. Checks that depend on it still run. */
  static CheckResult unknown(String message) {
    return new CheckResult(Finding.Outcome.SKIPPED, message, null, null, null);
  }
}
