package io.github.adtauth.samples;

import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.Relationship;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Where each twin stands: what it points to is to its right, and it is midway between those. */
final class TwinGraph {
  /** A twin and its place: its level from the left, its row from above. */
  record Place(DigitalTwin twin, int level, double row) {}

  private static final double GAP = 0.6; // rows between the children of one twin and the next
  private static final Comparator<String> ROOM_9_BEFORE_ROOM_10 =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private final Map<String, Place> places = new LinkedHashMap<>();
  private final List<Relationship> edges = new ArrayList<>();
  private final Map<String, DigitalTwin> twins = new LinkedHashMap<>();
  private final Map<String, List<String>> targets = new LinkedHashMap<>();
  private final Set<String> seen = new HashSet<>();
  private double last = -1; // row taken
  private double gap;

  TwinGraph(Iterable<DigitalTwin> all, Iterable<Relationship> relationships) {
    all.forEach(twin -> twins.put(twin.id(), twin));
    Set<String> pointedTo = new HashSet<>();
    for (Relationship edge : relationships) {
      if (twins.containsKey(edge.sourceId()) && twins.containsKey(edge.targetId())) {
        edges.add(edge);
        pointedTo.add(edge.targetId());
        targets.computeIfAbsent(edge.sourceId(), id -> new ArrayList<>()).add(edge.targetId());
      }
    }
    targets.values().forEach(ids -> ids.sort(ROOM_9_BEFORE_ROOM_10));
    twins.values().stream()
        .filter(twin -> !pointedTo.contains(twin.id()))
        .forEach(twin -> place(twin, 0));
    twins.values().forEach(twin -> place(twin, 0)); // those that point to each other in a circle
  }

  Map<String, Place> places() {
    return places;
  }

  /** The relationships whose both ends are here. */
  List<Relationship> edges() {
    return edges;
  }

  private void place(DigitalTwin twin, int level) {
    if (!seen.add(twin.id())) {
      return;
    }
    List<Place> below = new ArrayList<>();
    for (String id : targets.getOrDefault(twin.id(), List.of())) {
      DigitalTwin target = twins.get(id);
      if (target != null && !seen.contains(id)) {
        place(target, level + 1);
        below.add(Objects.requireNonNull(places.get(id)));
      }
    }
    double row;
    if (below.isEmpty()) {
      row = last + 1 + gap;
      last = row;
      gap = 0;
    } else {
      row = (below.get(0).row() + below.get(below.size() - 1).row()) / 2;
      gap = GAP;
    }
    places.put(twin.id(), new Place(twin, level, row));
  }
}
