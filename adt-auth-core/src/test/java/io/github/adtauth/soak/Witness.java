package io.github.adtauth.soak;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** What came of the calls, under which faults, and what must never come. */
final class Witness {
  private static final int ENOUGH = 20;

  /** What came of a call. */
  enum Outcome {
    SUCCEEDED,
    FAILED,
    INTERRUPTED
  }

  private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
  private final Map<String, Map<Outcome, LongAdder>> byFault = new ConcurrentSkipListMap<>();
  private final Map<String, LongAdder> failures = new ConcurrentSkipListMap<>();
  private final Set<String> faults = ConcurrentHashMap.newKeySet();
  private final List<String> violations = new ArrayList<>();

  Witness() {
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, new LongAdder());
    }
  }

  void begins(String fault) {
    faults.add(fault);
  }

  void ends(String fault) {
    faults.remove(fault);
  }

  void called(Outcome outcome) {
    count(outcomes, outcome);
    for (String fault : faults) {
      count(byFault.computeIfAbsent(fault, name -> new ConcurrentHashMap<>()), outcome);
    }
  }

  void recordRejection(Throwable rejection) {
    failures
        .computeIfAbsent(rejection.getClass().getSimpleName(), name -> new LongAdder())
        .increment();
  }

  private static void count(Map<Outcome, LongAdder> counts, Outcome outcome) {
    counts.computeIfAbsent(outcome, name -> new LongAdder()).increment();
  }

  void violation(String what) {
    synchronized (violations) {
      if (violations.size() < ENOUGH) {
        violations.add(what + " (under " + faults + ")");
      }
    }
  }

  List<String> violations() {
    synchronized (violations) {
      return List.copyOf(violations);
    }
  }

  Set<String> faults() {
    return Set.copyOf(faults);
  }

  long count(Outcome outcome) {
    return Objects.requireNonNull(outcomes.get(outcome)).sum();
  }

  String calls() {
    return outcomes.toString().toLowerCase(Locale.ROOT);
  }

  /** A line for each fault: how many calls ended while it lasted, and how. */
  String table() {
    StringBuilder table = new StringBuilder();
    byFault.forEach(
        (fault, counts) -> table.append("  %-42s %s%n".formatted(fault, new TreeMap<>(counts))));
    return table.append("  failed with ").append(failures).append('\n').toString();
  }
}
