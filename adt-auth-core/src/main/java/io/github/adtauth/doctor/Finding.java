package io.github.adtauth.doctor;

import io.github.adtauth.Fix;
import io.github.adtauth.internal.doctor.CheckResult;
import java.time.Duration;
import java.util.Optional;

/** What came of one check. Immutable and thread-safe; holds no secret. */
public final class Finding {
  private final Check check;
  private final CheckResult verdict;
  private final Duration duration;

  public Finding(Check check, CheckResult verdict, Duration took) {
    this.check = check;
    this.verdict = verdict;
    this.duration = took;
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
  public Optional<Check> failedPrerequisite() {
    return Optional.ofNullable(verdict.because());
  }

  /** Returns the correlation id of Entra ID's refusal, for the sign-in logs. */
  public Optional<String> correlationId() {
    return Optional.ofNullable(verdict.correlationId());
  }

  /** Returns how long it took. */
  public Duration duration() {
    return duration;
  }

  /** Says it in one line. */
  @Override
  public String toString() {
    return outcome() + " " + check.title() + ": " + message();
  }
}
