package io.github.adtauth.internal.doctor;

import io.github.adtauth.doctor.Check;
import io.github.adtauth.doctor.Finding;
import io.github.adtauth.internal.http.NetworkErrors;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Collects the results of the checks, in order. Not thread-safe. */
final class Findings {
  private final LongSupplier ticker;
  private final List<CheckRecord> list = new ArrayList<>();

  Findings(LongSupplier ticker) {
    this.ticker = ticker;
  }

  /** Runs one check. An exception becomes a finding. */
  @FunctionalInterface
  interface CheckAction {
    CheckResult run() throws IOException;
  }

  /** Runs a check, unless one of its prerequisites failed. */
  CheckResult check(Check check, List<Check> prerequisites, CheckAction action) {
    Check prerequisite = failedPrerequisite(prerequisites);
    if (prerequisite != null) {
      return add(check, CheckResult.skipped(prerequisite), Duration.ZERO);
    }
    long start = ticker.getAsLong();
    CheckResult result = run(action);
    return add(check, result, Duration.ofNanos(ticker.getAsLong() - start));
  }

  /** Adds a result that another check determined. */
  CheckResult add(Check check, CheckResult result, Duration duration) {
    list.add(new CheckRecord(check, result, duration));
    return result;
  }

  /** Replaces the result of a check that a later check has disproved. */
  void replace(Check check, CheckResult result) {
    list.replaceAll(
        finding ->
            finding.check() == check
                ? new CheckRecord(check, result, finding.duration())
                : finding);
  }

  /**
   * Returns the first of these checks that failed, or the check because of which it was skipped.
   */
  @Nullable Check failedPrerequisite(List<Check> prerequisites) {
    for (Check check : prerequisites) {
      for (CheckRecord finding : list) {
        if (finding.check() == check && finding.result().outcome() == Finding.Outcome.FAILED) {
          return check;
        }
        if (finding.check() == check && finding.result().failedPrerequisite() != null) {
          return finding.result().failedPrerequisite();
        }
      }
    }
    return null;
  }

  List<CheckRecord> list() {
    return list;
  }

  private CheckResult run(CheckAction action) {
    try {
      return action.run();
    } catch (IllegalArgumentException e) {
      boolean settingIsMissing = failedPrerequisite(List.of(Check.SETTINGS)) != null;
      return settingIsMissing
          ? CheckResult.skipped(Check.SETTINGS)
          : CheckResult.failed(String.valueOf(e.getMessage()), null);
    } catch (IOException e) {
      return CheckResult.failed(NetworkErrors.of(e, "the host"));
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) { // An Error of a provider or resolver must not abort the report.
      return CheckResult.thrown(e, "The check failed");
    }
  }
}
