package io.github.adtauth.warts.bare;

import io.github.adtauth.warts.bare.Finding.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The findings as text, of 120 columns at most. */
record Table(String version, Map<Situation, Finding> findings) {
  private static final int OBSERVED = 36;

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(String.format("MSAL4J %s bare: its faults W1 to W49%n%n", version));
    text.append(row("", "verdict", "situation", "in 1.26.0", "observed"));
    findings.forEach(
        (situation, finding) -> {
          if (finding.verdict() != Verdict.NOT_PLAYED) {
            text.append(rows(situation, finding));
          }
        });
    text.append(String.format("%nNot played:%n"));
    findings.forEach(
        (situation, finding) -> {
          if (finding.verdict() == Verdict.NOT_PLAYED) {
            text.append(
                String.format(
                    "W%-3d %s: %s%n", situation.wart(), situation.what(), finding.observed()));
          }
        });
    return text.append(String.format("%n%s%n", sum())).toString();
  }

  private static String rows(Situation situation, Finding finding) {
    List<String> lines = wrap(finding.observed());
    StringBuilder rows =
        new StringBuilder(
            row(
                "W" + situation.wart(),
                finding.verdict() + "",
                situation.what(),
                situation.reference(),
                lines.get(0)));
    lines.stream().skip(1).forEach(line -> rows.append(row("", "", "", "", line)));
    return rows.toString();
  }

  private static String row(
      String wart, String verdict, String what, String reference, String observed) {
    return String.format("%-4s %-9s  %-36s  %-28s  %s", wart, verdict, what, reference, observed)
            .stripTrailing()
        + System.lineSeparator();
  }

  private static List<String> wrap(String text) {
    List<String> lines = new ArrayList<>(List.of(""));
    for (String word : text.replaceAll("(\\S{" + OBSERVED + "})", "$1 ").split(" ", -1)) {
      int last = lines.size() - 1;
      String longer = (lines.get(last) + " " + word).strip();
      if (longer.length() <= OBSERVED || lines.get(last).isEmpty()) {
        lines.set(last, longer);
      } else {
        lines.add(word);
      }
    }
    return lines;
  }

  private String sum() {
    List<String> counts = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      long count = findings.values().stream().filter(f -> f.verdict() == verdict).count();
      counts.add(count + " " + verdict);
    }
    return String.join(", ", counts);
  }
}
