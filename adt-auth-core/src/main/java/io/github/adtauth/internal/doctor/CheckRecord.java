package io.github.adtauth.internal.doctor;

import io.github.adtauth.doctor.Check;
import java.time.Duration;

/**
 * A check that was run, or skipped. Immutable.
 *
 * @param check the check
 * @param result its result
 * @param duration the time that the check took
 */
public record CheckRecord(Check check, CheckResult result, Duration duration) {}
