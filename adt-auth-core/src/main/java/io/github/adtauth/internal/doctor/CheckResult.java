package io.github.adtauth.internal.doctor;

import io.github.adtauth.AdtException;
import io.github.adtauth.Fix;
import io.github.adtauth.doctor.Check;
import io.github.adtauth.doctor.Finding;
import io.github.adtauth.internal.text.Redactor;
import org.jspecify.annotations.Nullable;

/**
 * What a check says. Immutable.
 *
 * @param outcome how it ended
 * @param message one sentence
 * @param fix what to do, or null
 * @param because the check that was in the way, or null
 * @param correlationId of Entra ID's refusal, for its logs, or null
 */
public record CheckResult(
    Finding.Outcome outcome,
    String message,
    @Nullable Fix fix,
    @Nullable Check because,
    @Nullable String correlationId) {
  private static final int MAX_LENGTH = 1_000;

  public CheckResult {
    // What others wrote may stand in it, and it is for a terminal.
    message = Redactor.sanitizeId(message, MAX_LENGTH);
  }

  static CheckResult passed(String message) {
    return new CheckResult(Finding.Outcome.PASSED, message, null, null, null);
  }

  static CheckResult failed(String message, @Nullable Fix fix) {
    return new CheckResult(Finding.Outcome.FAILED, message, fix, null, null);
  }

  /** What was thrown says, as far as it is fit to be shown: what others say may hold a secret. */
  static CheckResult thrown(Throwable thrown, String what) {
    if (thrown instanceof AdtException e) {
      return failed(e);
    }
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return failed(what + ": " + thrown.getClass().getSimpleName() + ".", null);
  }

  static CheckResult failed(AdtException e) {
    return new CheckResult(
        Finding.Outcome.FAILED,
        e.reason(),
        e.fix().orElse(null),
        null,
        e.correlationId().orElse(null));
  }

  /** Returns the same with a sentence more; an empty one changes nothing. */
  CheckResult and(String sentence) {
    String longer = sentence.isEmpty() ? message : message + " " + sentence;
    return new CheckResult(outcome, longer, fix, because, correlationId);
  }

  static CheckResult skipped(Check because) {
    String message = "not examined, because of: " + because.title();
    return new CheckResult(Finding.Outcome.SKIPPED, message, null, because, null);
  }

  /** It cannot be told, which keeps nothing else from being examined. */
  static CheckResult unknown(String message) {
    return new CheckResult(Finding.Outcome.SKIPPED, message, null, null, null);
  }
}
