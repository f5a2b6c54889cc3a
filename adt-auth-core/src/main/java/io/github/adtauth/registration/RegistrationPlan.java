package io.github.adtauth.registration;

import java.util.List;

/**
 * What registering an application would change: nothing has happened yet. Print it; it reads like
 * the lines of a diff. Immutable and thread-safe.
 */
public final class RegistrationPlan {
  private final AppSpec spec;
  private final Found found;
  private final List<Change> changes;
  private final List<String> obstacles;

  RegistrationPlan(AppSpec spec, Found found, List<Change> changes, List<String> obstacles) {
    this.spec = spec;
    this.found = found;
    this.changes = List.copyOf(changes);
    this.obstacles = List.copyOf(obstacles);
  }

  /** Returns what would be changed, in the order of doing it; empty if all is as it should be. */
  public List<Change> changes() {
    return changes;
  }

  /** Returns what keeps the plan from being carried out, in sentences; empty if nothing does. */
  public List<String> obstacles() {
    return obstacles;
  }

  AppSpec spec() {
    return spec;
  }

  Found found() {
    return found;
  }

  /** Writes the plan, a line for each change and each obstacle. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder()
            .append("Application '")
            .append(spec.displayName())
            .append("' in tenant ")
            .append(found.tenant())
            .append(found.application() == null ? ", new" : ", Client ID " + found.clientId())
            .append('\n');
    changes.forEach(change -> text.append("  ").append(change).append('\n'));
    if (changes.isEmpty() && obstacles.isEmpty()) {
      text.append("  Nothing to change.\n");
    }
    obstacles.forEach(obstacle -> text.append("  ! ").append(obstacle).append('\n'));
    return text.toString();
  }
}
