package io.github.adtauth.benchmarks;

import static io.github.adtauth.benchmarks.Row.text;
import static io.github.adtauth.benchmarks.Row.time;
import static io.github.adtauth.benchmarks.Row.widest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The lines of the table, made of what was measured, and the targets. */
final class Table {
  private static final String NONE = "–";

  private final List<Row> rows = new ArrayList<>();

  List<Row> rows() {
    return rows;
  }

  void appToken(Map<String, Measured> all) {
    Measured azure = all.get("azure");
    Measured bare = all.get("bare");
    Measured ours = all.get("ours");
    rows.add(
        new Row(
            "token from a warm cache, app",
            time(azure),
            time(bare),
            text("%s; to read the clock %.0f ns", time(ours), all.get("clock").score() * 1e3),
            Row.ratio(ours.to(bare)),
            "≤ 50 ns, 0 B",
            ours.score() <= 0.050 && ours.allocated() < 0.5,
            widest(azure, bare, ours)));
    Measured two = all.get("ours, 2 threads");
    Measured many = all.get("ours, 64 threads");
    Measured.Ratio ratio = many.to(two);
    rows.add(
        new Row(
            "… 64 threads : 2 threads, together",
            NONE,
            NONE,
            text("%,.0f : %,.0f million/s", many.score() / 1e6, two.score() / 1e6),
            text("%.2f (64 : 2)", ratio.mean()),
            "≥ 0.9",
            ratio.mean() >= 0.9,
            widest(two, many)));
  }

  void onBehalfOf(Map<String, Measured> all, List<Integer> users) {
    for (boolean fresh : new boolean[] {true, false}) {
      double limit = fresh ? 3 : 1;
      for (int count : users) {
        Measured ours = all.get((fresh ? "fresh " : "held ") + count);
        Measured bare = all.get("bare " + count);
        Measured azure = all.get("azure " + count);
        if (ours != null) {
          rows.add(
              new Row(
                  text("on-behalf-of, %s, %,d users", fresh ? "fresh header" : "held handle", count),
                  azure == null ? NONE : time(azure),
                  bare == null ? NONE : time(bare),
                  fresh ? time(ours) + "; a bare map " + time(all.get("map " + count)) : time(ours),
                  bare == null ? NONE : Row.ratio(ours.to(bare)),
                  text("≤ %.0f µs", limit),
                  ours.score() <= limit,
                  Stream.of(ours, bare, azure)
                      .filter(Objects::nonNull)
                      .mapToDouble(Measured::spread)
                      .max()
                      .orElse(0)));
        }
      }
    }
  }

  void situations(Map<String, Measured> cold, Map<String, Measured> stale) {
    rows.add(
        new Row(
            "32 callers, cold: token requests",
            text("%.0f", cold.get("azure").score()),
            text("%.0f", cold.get("bare").score()),
            text("%.0f", cold.get("ours").score()),
            NONE,
            "1",
            cold.get("ours").scores().stream().allMatch(asked -> asked == 1),
            0));
    // Milliseconds against 700: how far they spread says nothing.
    rows.add(
        new Row(
            "token service takes 700 ms, token stale: longest wait of 32",
            text("%.0f ms", stale.get("azure").score()),
            text("%.0f ms", stale.get("bare").score()),
            text("%.0f ms", stale.get("ours").score()),
            NONE,
            "nobody waits",
            stale.get("ours").score() < 100,
            0));
  }

  void getTwin(Map<String, Measured> all) {
    for (String which : List.of("ours", "ours typed")) {
      Measured ours = all.get(which);
      Measured bare = all.get("bare");
      Measured.Ratio ratio = ours.to(bare);
      double allocation = ours.allocated() / bare.allocated();
      rows.add(
          new Row(
              "GET a twin, sequential" + (which.equals("ours") ? ", to a tree" : ", to a record"),
              time(all.get("azure")),
              time(bare),
              time(ours),
              text(
                  "%.3f (%.3f to %.3f); allocation %.2f",
                  ratio.mean(), ratio.low(), ratio.high(), allocation),
              "upper bound ≤ 1.10; allocation ≤ 0.8",
              ratio.high() <= 1.10 && allocation <= 0.8,
              widest(ours, bare, all.get("azure"))));
    }
  }

  void manyCallers(Map<String, Measured> all) {
    Measured ours = all.get("ours");
    Measured bare = all.get("bare");
    Measured azure = all.get("azure");
    Measured.Ratio ratio = ours.to(bare);
    rows.add(
        new Row(
            "GET twins, 64 callers",
            text("%,.0f/s", azure.score()),
            text("%,.0f/s", bare.score()),
            text("%,.0f/s", ours.score()),
            text("%s; %.1f : azure", Row.ratio(ratio), ours.to(azure).mean()),
            "≥ 0.95",
            ratio.mean() >= 0.95,
            widest(ours, bare, azure)));
  }

  void query(Map<String, Measured> all, double[] memory) {
    for (String which : List.of("ours", "ours typed")) {
      Measured ours = all.get(which);
      Measured bare = all.get("bare");
      Measured.Ratio faster = bare.to(ours);
      rows.add(
          new Row(
              "query of 100,000 twins" + (which.equals("ours") ? ", to trees" : ", to records"),
              perSecond(all.get("azure")),
              perSecond(bare),
              perSecond(ours),
              Row.ratio(faster),
              "≥ 1.5",
              faster.mean() >= 1.5,
              widest(ours, bare, all.get("azure"))));
    }
    rows.add(
        new Row(
            "… live heap after 5,200 and 95,200 twins",
            NONE,
            NONE,
            text("%.1f MB, %.1f MB", memory[0], memory[1]),
            NONE,
            "constant",
            memory[1] < memory[0] * 1.1,
            0));
  }

  private static String perSecond(Measured millis) {
    return text("%,.0f twins/s", 100_000 / millis.score() * 1e3);
  }

  void start(Map<String, Startup.Figures> all) {
    Startup.Figures ours = all.get("ours");
    Startup.Figures bare = all.get("bare");
    Startup.Figures azure = all.get("azure");
    Measured.Ratio ratio = ours.cpu().to(bare.cpu());
    rows.add(
        new Row(
            "process start to first twin",
            started(azure),
            started(bare) + "; OkHttp alone " + started(all.get("okhttp")),
            started(ours),
            "CPU " + Row.ratio(ratio),
            "CPU ≤ 0.9, fewer classes",
            ratio.mean() <= 0.9 && ours.classes().score() < bare.classes().score(),
            widest(ours.cpu(), bare.cpu(), azure.cpu())));
  }

  private static String started(Startup.Figures figures) {
    return text(
        "%.2f s CPU, %.0f MB, %,.0f classes",
        figures.cpu().score(), figures.memory().score(), figures.classes().score());
  }

  void jars(List<Path> azure, List<Path> bare, List<Path> ours) {
    rows.add(
        new Row(
            "jars in the compile closure",
            jars(azure),
            jars(bare),
            jars(ours),
            NONE,
            "≤ 12 jars, 6 MB",
            ours.size() <= 12 && Closures.megabytes(ours) <= 6,
            0));
  }

  private static String jars(List<Path> jars) {
    return text("%d jars, %.1f MB", jars.size(), Closures.megabytes(jars));
  }
}
