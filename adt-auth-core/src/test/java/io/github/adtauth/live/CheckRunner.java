package io.github.adtauth.live;

import io.github.adtauth.AdtException;
import io.github.adtauth.live.LiveReport.Result;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs checks one after the other and records how they end. A check that exceeds its own time or
 * that of the whole run is interrupted and has failed; no check starts when the time is up.
 */
final class CheckRunner {
  private static final Duration CHECK_TIMEOUT = Duration.ofMinutes(1);

  private final LiveReport report;
  private final long start = System.nanoTime();
  private Duration limit;

  CheckRunner(LiveReport report, Duration limit) {
    this.report = report;
    this.limit = limit;
  }

  /** Thrown by a check that does not apply; the message says what would have to be set. */
  static final class SkippedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SkippedException(String hint) {
      super(hint);
    }
  }

  /** One check, which has passed when it returns. */
  @FunctionalInterface
  interface Check {
    void run() throws Exception;
  }

  /** Gives the checks that follow this much time from now on. */
  void limit(Duration fromNow) {
    limit = elapsed().plus(fromNow);
  }

  void skip(String name, String hint) {
    report.add(name, Result.SKIPPED, Duration.ZERO, hint);
  }

  /** Runs a check for a minute at most; returns whether it passed. */
  boolean check(String name, Check check) {
    return check(name, CHECK_TIMEOUT, check);
  }

  /** Runs a check; returns whether it passed. */
  boolean check(String name, Duration atMost, Check check) {
    Duration left = limit.minus(elapsed());
    if (left.isNegative() || left.isZero()) {
      report.add(name, Result.FAILED, Duration.ZERO, "Not started: the time of the run was up.");
      return false;
    }
    Duration began = elapsed();
    Result result = Result.FAILED;
    String hint = "";
    try {
      run(left.compareTo(atMost) < 0 ? left : atMost, check);
      result = Result.OK;
    } catch (SkippedException e) {
      result = Result.SKIPPED;
      hint = String.valueOf(e.getMessage());
    } catch (AdtException e) {
      hint = e.getClass().getSimpleName() + ": " + e.getMessage();
    } catch (TimeoutException e) {
      hint = "It did not end in time.";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      hint = "The run was interrupted.";
    } catch (Throwable e) {
      hint = e.toString();
    }
    report.add(name, result, elapsed().minus(began), hint);
    return result == Result.OK;
  }

  private static void run(Duration atMost, Check check) throws Throwable {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              check.run();
              return null;
            });
    Thread thread = new Thread(task, "live check");
    thread.setDaemon(true);
    thread.start();
    try {
      task.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause();
    } finally {
      task.cancel(true);
    }
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
