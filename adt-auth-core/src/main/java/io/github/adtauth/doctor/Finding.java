package io.github.adtauth.doctor;

import io.github.adtauth.Fix;
import java.time.Duration;
import java.util.Optional;
import io.github.adtauth.internal.doctor.Verdict;

/** What came of one check. Immutable and thread-safe; holds no secret. */
public final class Finding {
  private final Check check;
  private final Verdict verdict;
  private final Duration took;

  public Finding(Check check, Verdict verdict, Duration took) {
    this.check = check;
    this.verdict = verdict;
    this.took = took;
  }

  /** How a check ended. */
  public enum Outcome {
    /** It is as it should be. */
    PASSED,
    /** It is wrong; the fix says what to do. */
    FAILED,
    /** It could not be examined. */
    SKIPPED
  }

  /** Returns what was examined. */
  public Check check() {
    return check;
  }

  /** Returns how it ended. */
  public Outcome outcome() {
    return verdict.outcome();
  }

  /** Returns one sentence that says what was found. */
  public String message() {
    return verdict.message();
  }

  /** Returns what to do about a failure: step, remedy and, where there is one, a link. */
  public Optional<Fix> fix() {
    return Optional.ofNullable(verdict.fix());
  }

  /** Returns the check that failed before and kept this one from being examined. */
  public Optional<Check> because() {
    return Optional.ofNullable(verdict.because());
  }

  /** Returns the correlation id of Entra ID's refusal, for the sign-in logs. */
  public Optional<String> correlationId() {
    return Optional.ofNullable(verdict.correlationId());
  }

  /** Returns how long it took. */
  public Duration took() {
    return took;
  }

  /** Says it in one line. */
  @Override
  public String toString() {
    return outcome() + " " + check.title() + ": " + message();
  }
}
