package io.github.adtauth.samples.webapi;

import io.github.adtauth.AdtException;
import io.github.adtauth.onbehalfof.Session;
import io.github.adtauth.onbehalfof.UserId;
import io.github.adtauth.twins.DigitalTwins;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** One report in progress: its user, the session for its calls, and its lines so far. */
class Report {
  private final UserId user;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private volatile @Nullable Session session;
  private volatile boolean over;

  Report(UserId user) {
    this.user = user;
  }

  void begin(Session started) {
    session = started;
  }

  List<String> lines() {
    return lines;
  }

  boolean isOver() {
    return over;
  }

  boolean hasSameUser(Report other) {
    return isOf(other.user);
  }

  boolean isOf(UserId other) {
    return user.equals(other);
  }

  /** The token of the request that started the report has long expired; its session has not. */
  void writeALine(DigitalTwins instance) {
    Session current = session;
    if (over || current == null) {
      return;
    }
    try {
      String line =
          instance.client(current).query(Room.ALL, Room.class).stream()
              .max(Comparator.comparingDouble(Room::temperature))
              .map(room -> room.name() + " is the hottest: " + room.temperature())
              .orElse("There are no rooms.");
      lines.add(line);
    } catch (AdtException e) {
      lines.add((e.isRetryable() ? "Left out: " : "Over: ") + e.getClass().getSimpleName());
      over = !e.isRetryable();
    }
  }

  void stop() {
    Session current = session;
    if (current != null) {
      current.end();
    }
    over = true;
  }
}
