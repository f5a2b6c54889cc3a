package io.github.adtauth.doctor;

import io.github.adtauth.Fix;
import io.github.adtauth.internal.doctor.CheckRecord;
import io.github.adtauth.internal.doctor.CheckResult;
import java.time.Duration;
import java.util.Optional;

/** The result of one check. Immutable and thread-safe; contains no secret. */
public final class Finding {
  private final Check check;
  private final CheckResult result;
  private final Duration duration;

  Finding(CheckRecord record) {
    this.check = record.check();
    this.result = record.result();
    this.duration = record.duration();
  }

  /** The outcome of a check. */
  public enum Outcome {
    /** No problem was found. */
    PASSED,
    /** A problem was found; see {@link Finding#fix()}. */
    FAILED,
    /** The check could not be run, or had no result. */
    SKIPPED
  }

  /** Returns the check. */
  public Check check() {
    return check;
  }

  /** Returns the outcome. */
  public Outcome outcome() {
    return result.outcome();
  }

  /** Returns one sentence about the result. */
  public String message() {
    return result.message();
  }

  /** Returns the fix for a failure: the step, the remedy and sometimes a link. */
  public Optional<Fix> fix() {
    return Optional.ofNullable(result.fix());
  }

  /** Returns the failed check because of which this one was skipped. */
  public Optional<Check> failedPrerequisite() {
    return Optional.ofNullable(result.failedPrerequisite());
  }

  /** Returns the correlation ID of Entra ID's error response, for the sign-in logs. */
  public Optional<String> correlationId() {
    return Optional.ofNullable(result.correlationId());
  }

  /** Returns the time that the check took. */
  public Duration duration() {
    return duration;
  }

  /** Returns outcome, check and message in one line. */
  @Override
  public String toString() {
    return outcome() + " " + check.title() + ": " + message();
  }
}
