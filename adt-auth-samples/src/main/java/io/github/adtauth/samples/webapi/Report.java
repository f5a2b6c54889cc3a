package io.github.adtauth.samples.webapi;

import io.github.adtauth.AdtException;
import io.github.adtauth.signin.Session;
import io.github.adtauth.twins.DigitalTwins;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** One report under way: the session it is written with, and its lines so far. */
class Report {
  private final Session session;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private volatile boolean over;

  Report(Session session) {
    this.session = session;
  }

  List<String> lines() {
    return lines;
  }

  boolean isOver() {
    return over;
  }

  boolean isOf(String objectId) {
    return session.user().objectId().equals(objectId);
  }

  /** The token of the request that asked for it has long expired; its session goes on. */
  void writeALine(DigitalTwins instance) {
    if (over) {
      return;
    }
    try {
      String line =
          instance.as(session).query(Room.ALL, Room.class).stream()
              .max(Comparator.comparingDouble(Room::temperature))
              .map(room -> room.name() + " is the hottest: " + room.temperature())
              .orElse("There are no rooms.");
      lines.add(line);
    } catch (AdtException e) {
      lines.add((e.retryable() ? "Left out: " : "Over: ") + e.getClass().getSimpleName());
      over = !e.retryable();
    }
  }

  void stop() {
    session.end();
    over = true;
  }
}
