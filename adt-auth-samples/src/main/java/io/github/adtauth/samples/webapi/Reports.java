package io.github.adtauth.samples.webapi;

import io.github.adtauth.onbehalfof.Session;
import io.github.adtauth.onbehalfof.UserId;
import io.github.adtauth.twins.DigitalTwins;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** The reports in progress: at most {@link #LIMIT} for each user, counted under one lock. */
@Component
class Reports {
  static final int LIMIT = 3;

  private final Map<String, Report> reports = new HashMap<>();

  /**
   * Starts a report and returns its id; empty if the user already has {@link #LIMIT} reports. The
   * report is counted before its session is started, because that requires a request to Entra ID.
   */
  Optional<String> start(UserId user, Supplier<Session> newSession) {
    String id = UUID.randomUUID().toString();
    Report report = new Report(user);
    if (!add(id, report)) {
      return Optional.empty();
    }
    boolean started = false;
    try {
      report.begin(newSession.get());
      started = true;
    } finally {
      if (!started) {
        remove(id);
      }
    }
    return Optional.of(id);
  }

  synchronized Optional<Report> find(UserId user, String id) {
    return Optional.ofNullable(reports.get(id)).filter(report -> report.isOf(user));
  }

  synchronized void remove(String id) {
    reports.remove(id);
  }

  synchronized void removeAll(UserId user) {
    reports.values().removeIf(report -> report.isOf(user));
  }

  /** Writes without holding the lock, because each line requires a call to Digital Twins. */
  void writeLines(DigitalTwins instance) {
    List<Report> current;
    synchronized (this) {
      current = List.copyOf(reports.values());
    }
    current.forEach(report -> report.writeALine(instance));
  }

  private synchronized boolean add(String id, Report report) {
    reports.values().removeIf(Report::isOver);
    if (reports.values().stream().filter(report::hasSameUser).count() >= LIMIT) {
      return false;
    }
    reports.put(id, report);
    return true;
  }
}
