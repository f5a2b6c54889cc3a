package io.github.adtauth.doctor;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.adtauth.Fix;
import io.github.adtauth.doctor.Finding.Outcome;
import io.github.adtauth.internal.text.Ascii;
import io.github.adtauth.internal.text.Redactor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the doctor found: a text for people ({@link #toString()}), {@linkplain #toJson() JSON} for
 * tools and an {@linkplain #exitCode() exit code} for scripts. Immutable and thread-safe; holds no
 * secret.
 */
public final class Diagnosis {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private final String patient;
  private final List<Finding> findings;

  public Diagnosis(String patient, List<Finding> findings) {
    this.patient = Redactor.sanitizeId(patient, 1_000);
    this.findings = List.copyOf(findings);
  }

  /** Returns what came of each check, in the order of examining. */
  public List<Finding> findings() {
    return findings;
  }

  /** Returns what came of a check, if it was one for this way to sign in. */
  public Optional<Finding> finding(Check check) {
    return findings.stream().filter(finding -> finding.check() == check).findFirst();
  }

  /** Returns what failed; empty if nothing did. */
  public List<Finding> failures() {
    return findings.stream().filter(finding -> finding.outcome() == Outcome.FAILED).toList();
  }

  /** Tells whether nothing failed. */
  public boolean isHealthy() {
    return failures().isEmpty();
  }

  /** Returns 0 if nothing failed, else 1. */
  public int exitCode() {
    return isHealthy() ? 0 : 1;
  }

  /**
   * Returns it as JSON: {@code healthy} and an array {@code findings} of {@code check}, {@code
   * outcome} (passed, failed, skipped), {@code message}, {@code millis} and, where there are any,
   * {@code because}, {@code step}, {@code remedy}, {@code link}, {@code correlationId}.
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

  /** Writes a line for each check, and below each failure what to do. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(patient).append('\n');
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
