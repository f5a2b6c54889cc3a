package io.github.adtauth.samples;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.adtauth.samples.TwinGraph.Place;
import io.github.adtauth.twins.Relationship;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Draws a {@link TwinGraph}: boxes in the colour of their model, curves for relationships. */
final class TwinGraphSvg {
  private static final int MARGIN = 28;
  private static final List<String> COLOURS =
      List.of("#4c5fd5", "#0f8b8d", "#d9822b", "#a5418f", "#3f7d20", "#5b6b7b");

  private final Map<String, Set<String>> names = new HashMap<>();
  private final Map<String, Place> places;
  private final List<String> models;
  private final Svg svg;

  private TwinGraphSvg(TwinGraph graph) {
    places = graph.places();
    models = places.values().stream().map(p -> p.twin().modelId()).distinct().sorted().toList();
    int right = places.values().stream().mapToInt(TwinGraphSvg::x).max().orElse(0);
    int bottom = places.values().stream().mapToInt(TwinGraphSvg::y).max().orElse(0);
    int ways = graph.edges().size() < places.size() ? 0 : 90; // room for the ways back
    svg = new Svg(Math.max(right, 350) + Svg.WIDTH + MARGIN + ways, bottom + Svg.HEIGHT + 14);
    svg.headline(MARGIN, 42, places.size() + " twins, " + graph.edges().size() + " relationships");
    models.forEach(this::legend);
    graph.edges().forEach(this::edge);
    places.values().forEach(this::twin);
  }

  static String of(TwinGraph graph) {
    return new TwinGraphSvg(graph).svg.finish();
  }

  private static int x(Place place) {
    return MARGIN + place.level() * (Svg.WIDTH + 170);
  }

  private static int y(Place place) { // the middle of the box
    return 114 + (int) Math.round(place.row() * (Svg.HEIGHT + 9));
  }

  private String colour(String model) {
    return COLOURS.get(models.indexOf(model) % COLOURS.size());
  }

  private void legend(String model) {
    String name = model.replaceAll("^.*:|;.*$", "");
    svg.key(MARGIN + 130 * models.indexOf(model), 70, colour(model), name);
  }

  private void edge(Relationship edge) {
    Place from = Objects.requireNonNull(places.get(edge.sourceId()));
    Place to = Objects.requireNonNull(places.get(edge.targetId()));
    svg.curve(x(from) + Svg.WIDTH, y(from), x(to), y(to));
    names.computeIfAbsent(edge.sourceId(), id -> new TreeSet<>()).add(edge.name());
  }

  private void twin(Place place) {
    JsonObject contents = place.twin().contents();
    JsonElement name = contents.remove("name");
    String id = place.twin().id();
    String text = name instanceof JsonPrimitive ? name.getAsString() : id;
    String more = contents.isEmpty() ? id : contents.toString().replaceAll("[{}\"]", "");
    String colour = colour(place.twin().modelId());
    svg.box(x(place), y(place), colour, text, more.replace(":", " "));
    Set<String> edges = names.getOrDefault(id, Set.of());
    if (!edges.isEmpty()) {
      svg.note(x(place) + Svg.WIDTH + 8, y(place) - 6, String.join(", ", edges));
    }
  }
}
