package io.github.adtauth.live;

import io.github.adtauth.internal.text.Redactor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of a live run: check, result, duration, hint. */
final class LiveReport {
  private static final int MAX_HINT = 400;

  private final List<Row> rows = new ArrayList<>();

  /** How a check ended. */
  enum Result {
    OK,
    FAILED,
    SKIPPED
  }

  /** A row of the table. */
  record Row(String check, Result result, Duration duration, String hint) {
    @Override
    public String toString() {
      return String.format(
              Locale.ROOT,
              "%-34s %-8s %7.1f s  %s",
              check,
              result == Result.FAILED ? "FAILED" : result.name().toLowerCase(Locale.ROOT),
              duration.toMillis() / 1000.0,
              hint)
          .stripTrailing();
    }
  }

  void add(String check, Result result, Duration duration, String hint) {
    rows.add(new Row(check, result, duration, Redactor.sanitize(hint, MAX_HINT)));
  }

  List<Row> rows() {
    return List.copyOf(rows);
  }

  List<Row> rows(Result result) {
    return rows.stream().filter(row -> row.result() == result).toList();
  }

  String table() {
    List<String> lines = new ArrayList<>();
    lines.add(String.format("%-34s %-8s %9s  %s", "check", "result", "duration", "hint"));
    lines.add("-".repeat(96));
    rows.forEach(row -> lines.add(row.toString()));
    lines.add("-".repeat(96));
    lines.add(
        String.format(
            Locale.ROOT,
            "%d ok, %d failed, %d skipped",
            rows(Result.OK).size(),
            rows(Result.FAILED).size(),
            rows(Result.SKIPPED).size()));
    return String.join(System.lineSeparator(), lines);
  }
}
