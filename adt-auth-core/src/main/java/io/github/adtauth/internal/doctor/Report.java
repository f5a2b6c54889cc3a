package io.github.adtauth.internal.doctor;

import java.util.List;

/**
 * The result of a diagnosis. Immutable.
 *
 * @param subject the settings and the sign-in method, for display
 * @param records the checks, in the order in which they ran
 */
public record Report(String subject, List<CheckRecord> records) {
  public Report {
    records = List.copyOf(records);
  }
}
