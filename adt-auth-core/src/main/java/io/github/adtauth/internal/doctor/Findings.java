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

/** Gathers what the checks say, in their order. Not thread-safe. */
final class Findings {
  private final LongSupplier ticker;
  private final List<Finding> list = new ArrayList<>();

  Findings(LongSupplier ticker) {
    this.ticker = ticker;
  }

  /** One examination; what it throws is a finding too. */
  @FunctionalInterface
  interface Examination {
    CheckResult verdict() throws IOException;
  }

  /** Examines, unless one of the needed checks failed. */
  CheckResult examine(Check check, List<Check> needed, Examination examination) {
    Check obstacle = failedPrerequisite(needed);
    if (obstacle != null) {
      return add(check, CheckResult.skipped(obstacle), Duration.ZERO);
    }
    long start = ticker.getAsLong();
    CheckResult verdict = verdict(examination);
    return add(check, verdict, Duration.ofNanos(ticker.getAsLong() - start));
  }

  /** States a verdict that another examination brought. */
  CheckResult add(Check check, CheckResult verdict, Duration took) {
    list.add(new Finding(check, verdict, took));
    return verdict;
  }

  /** Replaces the verdict of a check that a later check has disproved. */
  void replace(Check check, CheckResult verdict) {
    list.replaceAll(
        finding ->
            finding.check() == check ? new Finding(check, verdict, finding.duration()) : finding);
  }

  /** Returns the first of these checks that failed, or the one that kept it from being examined. */
  @Nullable Check failedPrerequisite(List<Check> needed) {
    for (Check check : needed) {
      for (Finding finding : list) {
        if (finding.check() == check && finding.outcome() == Finding.Outcome.FAILED) {
          return check;
        }
        if (finding.check() == check && finding.failedPrerequisite().isPresent()) {
          return finding.failedPrerequisite().get();
        }
      }
    }
    return null;
  }

  List<Finding> list() {
    return list;
  }

  private CheckResult verdict(Examination examination) {
    try {
      return examination.verdict();
    } catch (IllegalArgumentException e) {
      boolean settingIsMissing = failedPrerequisite(List.of(Check.SETTINGS)) != null;
      return settingIsMissing
          ? CheckResult.skipped(Check.SETTINGS)
          : CheckResult.failed(String.valueOf(e.getMessage()), null);
    } catch (IOException e) {
      return CheckResult.failed(NetworkErrors.of(e, "the host"));
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (Throwable e) { // an Error of a provider or a resolver too: the report goes on
      return CheckResult.thrown(e, "It could not be examined");
    }
  }
}
