package io.github.adtauth.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Lines over two logarithmic axes, as SVG. */
final class LinePlot {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 420;
  private static final int LEFT = 80;
  private static final int RIGHT = 210;
  private static final int TOP = 50;
  private static final int BOTTOM = 60;
  private static final String[] COLOURS = {"#1e6fd9", "#7fb2f0", "#d9731e", "#8a8f99", "#3f9d5b"};

  private final String title;
  private final String across;
  private final String up;
  private final Map<String, TreeMap<Double, Double>> lines = new LinkedHashMap<>();

  LinePlot(String title, String across, String up) {
    this.title = title;
    this.across = across;
    this.up = up;
  }

  void point(String line, double x, double y) {
    lines.computeIfAbsent(line, name -> new TreeMap<>()).put(x, y);
  }

  String svg() {
    int lowX = decade(extreme(false, true), false);
    int highX = Math.max(lowX + 1, decade(extreme(true, true), true));
    int lowY = decade(extreme(false, false), false);
    int highY = Math.max(lowY + 1, decade(extreme(true, false), true));
    StringBuilder svg = new StringBuilder();
    add(svg, "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' ", WIDTH, HEIGHT);
    add(svg, "width='%d' height='%d' font-family='system-ui, sans-serif' ", WIDTH, HEIGHT);
    add(svg, "font-size='13' fill='#1f2733'>\n<rect width='100%%' height='100%%' fill='#fff'/>\n");
    add(svg, "<text x='%d' y='28' font-size='17' font-weight='700'>%s</text>\n", LEFT, title);
    for (int e = lowX; e <= highX; e++) {
      double x = x(e, lowX, highX);
      add(svg, "<path stroke='#e4e8ee' d='M%.1f %d V%d'/>", x, TOP, HEIGHT - BOTTOM);
      add(svg, "<text x='%.1f' y='%d' text-anchor='middle'>", x, HEIGHT - BOTTOM + 20);
      add(svg, "%,.0f</text>\n", Math.pow(10, e));
    }
    for (int e = lowY; e <= highY; e++) {
      double y = y(e, lowY, highY);
      add(svg, "<path stroke='#e4e8ee' d='M%d %.1f H%d'/>", LEFT, y, WIDTH - RIGHT);
      String label = e < 0 ? "%." + -e + "f" : "%,.0f";
      add(svg, "<text x='%d' y='%.1f' text-anchor='end'>", LEFT - 8, y + 4);
      add(svg, label + "</text>\n", Math.pow(10, e));
    }
    add(svg, "<text x='%d' y='%d'>%s</text>\n", LEFT, HEIGHT - 14, across);
    add(svg, "<text x='18' y='%d' transform='rotate(-90 18 %d)'", HEIGHT - BOTTOM, HEIGHT - BOTTOM);
    add(svg, ">%s</text>\n", up);
    int colour = 0;
    double free = TOP;
    for (Map.Entry<String, TreeMap<Double, Double>> line : byHeight()) {
      String stroke = COLOURS[colour++ % COLOURS.length];
      StringBuilder path = new StringBuilder();
      double lastY = 0;
      for (Map.Entry<Double, Double> point : line.getValue().entrySet()) {
        double x = x(Math.log10(point.getKey()), lowX, highX);
        lastY = y(Math.log10(point.getValue()), lowY, highY);
        add(path, "%s%.1f %.1f", path.length() == 0 ? "M" : " L", x, lastY);
        add(svg, "<circle r='4' fill='%s' cx='%.1f' cy='%.1f'/>", stroke, x, lastY);
      }
      add(svg, "<path fill='none' stroke-width='2.5' stroke='%s' d='%s'/>\n", stroke, path);
      free = Math.max(free, lastY + 4);
      add(svg, "<text x='%d' y='%.1f' fill='%s' ", WIDTH - RIGHT + 12, free, stroke);
      add(svg, "font-weight='600'>%s</text>\n", line.getKey());
      free += 18;
    }
    return svg + "</svg>\n";
  }

  /** Returns the lines from the top down, so that their names do not cross. */
  private Iterable<Map.Entry<String, TreeMap<Double, Double>>> byHeight() {
    return lines.entrySet().stream()
        .sorted((a, b) -> Double.compare(last(b.getValue()), last(a.getValue())))
        .toList();
  }

  private static double last(TreeMap<Double, Double> line) {
    return line.lastEntry().getValue();
  }

  private double extreme(boolean highest, boolean ofX) {
    var all =
        lines.values().stream()
            .flatMap(line -> (ofX ? line.keySet() : line.values()).stream())
            .mapToDouble(Double::doubleValue);
    return highest ? all.max().orElse(1) : all.min().orElse(1);
  }

  private static int decade(double value, boolean above) {
    double log = Math.log10(value);
    return (int) (above ? Math.ceil(log) : Math.floor(log));
  }

  private static double x(double log, int low, int high) {
    return LEFT + (WIDTH - LEFT - RIGHT) * (log - low) / (high - low);
  }

  private static double y(double log, int low, int high) {
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (log - low) / (high - low);
  }

  private static void add(StringBuilder svg, String piece, Object... values) {
    svg.append(String.format(Locale.ROOT, piece, values));
  }
}
