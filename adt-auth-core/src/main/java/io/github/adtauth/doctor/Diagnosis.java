package io.github.adtauth.doctor;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.adtauth.Fix;
import io.github.adtauth.doctor.Finding.Outcome;
import io.github.adtauth.internal.doctor.Report;
import io.github.adtauth.internal.text.Ascii;
import io.github.adtauth.internal.text.Redactor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The result of {@link Doctor#diagnose}, as {@linkplain #toString() text} for people, {@linkplain
 * #toJson() JSON} for tools and an {@linkplain #exitCode() exit code} for scripts. Immutable and
 * thread-safe; contains no secret.
 */
public final class Diagnosis {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private static final int MAX_SUBJECT_LENGTH = 1_000;

  private final String subject;
  private final List<Finding> findings;

  Diagnosis(Report report) {
    this.subject = Redactor.sanitizeId(report.subject(), MAX_SUBJECT_LENGTH);
    this.findings = report.records().stream().map(Finding::new).toList();
  }

  /** Returns the findings, in the order of the checks. */
  public List<Finding> findings() {
    return findings;
  }

  /** Returns the finding of a check, if the check applies to the sign-in method. */
  public Optional<Finding> finding(Check check) {
    return findings.stream().filter(finding -> finding.check() == check).findFirst();
  }

  /** Returns the failed checks. */
  public List<Finding> failures() {
    return findings.stream().filter(finding -> finding.outcome() == Outcome.FAILED).toList();
  }

  /** Returns whether no check failed. */
  public boolean isHealthy() {
    return failures().isEmpty();
  }

  /** Returns 0 if no check failed, otherwise 1. */
  public int exitCode() {
    return isHealthy() ? 0 : 1;
  }

  /**
   * Returns the diagnosis as JSON: {@code healthy} and an array {@code findings}. Each finding has
   * {@code check}, {@code outcome} (passed, failed, skipped), {@code message}, {@code millis}, and
   * optionally {@code because}, {@code step}, {@code remedy}, {@code link} and {@code
   * correlationId}.
   */
  public String toJson() {
    JsonObject root = new JsonObject();
    root.addProperty("healthy", isHealthy());
    JsonArray array = new JsonArray();
    findings.forEach(finding -> array.add(json(finding)));
    root.add("findings", array);
    return GSON.toJson(root);
  }

  private static JsonObject json(Finding finding) {
    JsonObject json = new JsonObject();
    json.addProperty("check", finding.check().id());
    json.addProperty("outcome", Ascii.toLowerCase(finding.outcome().name()));
    json.addProperty("message", finding.message());
    json.addProperty("millis", finding.duration().toMillis());
    finding.failedPrerequisite().ifPresent(because -> json.addProperty("because", because.id()));
    finding.correlationId().ifPresent(id -> json.addProperty("correlationId", id));
    Fix fix = finding.fix().orElse(null);
    if (fix != null) {
      if (fix.step() != null) {
        json.addProperty("step", fix.step().number());
      }
      json.addProperty("remedy", fix.remedy());
      if (fix.link() != null) {
        json.addProperty("link", fix.link());
      }
    }
    return json;
  }

  /** Returns a line for each check, with the fix below each failure. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(subject).append('\n');
    for (Finding finding : findings) {
      text.append(line(finding));
      finding.fix().ifPresent(fix -> append(text, fix));
      finding.correlationId().ifPresent(id -> append(text, "correlation id " + id));
    }
    long passed = findings.stream().filter(f -> f.outcome() == Outcome.PASSED).count();
    int failed = failures().size();
    return text.append(failed == 0 ? "Healthy" : failed + " failed")
        .append(": ")
        .append(passed)
        .append(" passed, ")
        .append(findings.size() - passed - failed)
        .append(" skipped.\n")
        .toString();
  }

  private static String line(Finding finding) {
    String mark =
        switch (finding.outcome()) {
          case PASSED -> "ok";
          case FAILED -> "FAIL";
          case SKIPPED -> "-";
        };
    return String.format(
        Locale.ROOT,
        "  %-4s  %-20s  %5d ms  %s\n",
        mark,
        finding.check().title(),
        finding.duration().toMillis(),
        finding.message());
  }

  private static void append(StringBuilder text, Fix fix) {
    append(text, fix.remedy());
    if (fix.step() != null) {
      append(text, "See " + fix.step() + ".");
    }
    if (fix.link() != null) {
      append(text, fix.link());
    }
  }

  private static void append(StringBuilder text, String line) {
    text.append(" ".repeat(8)).append("> ").append(line).append('\n');
  }
}
