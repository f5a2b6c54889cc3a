package io.github.adtauth.benchmarks;

import io.github.adtauth.benchmarks.Rounds.Spec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Measures this library beside its peers, prints the table and writes it into
 * docs/design/measurements.md. A quick run, or a run of some rows only, writes into the folder
 * target instead.
 */
public final class Benchmarks {
  private static final List<Integer> USERS = List.of(1, 1_000, 10_000, 100_000, 1_000_000);

  private final boolean quick = Boolean.getBoolean("benchmarks.quick");
  private final String only = System.getProperty("benchmarks.only", "").strip();
  private final Table table = new Table();
  private final LinePlot plot =
      new LinePlot("A user's token from a warm cache", "users, logarithmic", "µs, logarithmic");

  private Benchmarks() {}

  /** Runs all, or what the properties say. */
  public static void main(String[] arguments) throws Exception {
    new Benchmarks().run();
  }

  private void run() throws Exception {
    long start = System.nanoTime();
    Path folder = Files.createDirectories(Path.of("target/benchmarks"));
    try (StandInProcess standIn = new StandInProcess(folder)) {
      for (String property : standIn.properties()) {
        String[] pair = property.substring(2).split("=", 2);
        System.setProperty(pair[0], pair[1]);
      }
      measure(standIn, folder);
    }
    Report report = new Report(table.rows(), plot, (System.nanoTime() - start) / 60_000_000_000L);
    boolean whole = !quick && only.isEmpty();
    report.write(whole ? Path.of("../docs/design") : folder);
    System.out.println(report.table());
  }

  private void measure(StandInProcess standIn, Path folder) throws Exception {
    Rounds rounds = new Rounds(standIn, quick);
    if (wanted("app")) {
      table.appToken(
          rounds.inTurns(
              5,
              15,
              15,
              List.of(
                  Spec.time("azure", "AppTokenBenchmark.azure"),
                  Spec.time("bare", "AppTokenBenchmark.msal"),
                  Spec.time("ours", "AppTokenBenchmark.ours"),
                  Spec.time("clock", "AppTokenBenchmark.clock"),
                  Spec.throughput("ours, 2 threads", "AppTokenBenchmark.ours", 2),
                  Spec.throughput("ours, 64 threads", "AppTokenBenchmark.ours", 64))));
    }
    if (wanted("obo")) {
      onBehalfOf(rounds);
    }
    if (wanted("situations")) {
      Situations situations = new Situations();
      table.situations(situations.cold(), situations.stale());
    }
    if (wanted("get")) {
      table.getTwin(
          rounds.inTurns(
              10,
              40, // on a slow machine the compilers are not done after four seconds
              20,
              List.of(
                  Spec.time("azure", "GetTwinBenchmark.azure"),
                  Spec.time("bare", "GetTwinBenchmark.plain"),
                  Spec.time("ours", "GetTwinBenchmark.ours"),
                  Spec.time("ours typed", "GetTwinBenchmark.oursTyped"))));
    }
    if (wanted("callers")) {
      table.manyCallers(
          rounds.inTurns(
              5,
              40, // to compile what 64 threads call takes two cores that long
              30,
              List.of(
                  Spec.throughput("azure", "GetTwinBenchmark.azure", 64),
                  Spec.throughput("bare", "GetTwinBenchmark.plain", 64),
                  Spec.throughput("ours", "GetTwinBenchmark.ours", 64))));
    }
    if (wanted("query")) {
      Map<String, Measured> query =
          rounds.inTurns(
              5,
              15, // fewer, and Gson's records are still being compiled
              5,
              List.of(
                  Spec.shots("azure", "QueryBenchmark.azure"),
                  Spec.shots("bare", "QueryBenchmark.plain"),
                  Spec.shots("ours", "QueryBenchmark.ours"),
                  Spec.shots("ours typed", "QueryBenchmark.oursTyped")));
      table.query(query, Situations.queryMemory());
    }
    if (wanted("start")) {
      start(standIn, folder);
    }
  }

  private void onBehalfOf(Rounds rounds) {
    List<Spec> specs = new ArrayList<>();
    for (int users : USERS) {
      if (quick && users > 10_000) {
        continue;
      }
      specs.add(Spec.users("fresh " + users, "OnBehalfOfBenchmark.oursFresh", users));
      specs.add(Spec.users("map " + users, "OnBehalfOfBenchmark.mapFresh", users));
      specs.add(Spec.users("held " + users, "OnBehalfOfBenchmark.oursHeld", users));
      if (users <= 100_000) {
        specs.add(Spec.users("bare " + users, "OnBehalfOfBenchmark.msal", users));
      }
      if (users <= 10_000) { // more, at 20 KB each, say nothing new
        specs.add(Spec.users("azure " + users, "OnBehalfOfBenchmark.azure", users));
      }
    }
    Map<String, Measured> all = rounds.run(3, 3, specs);
    table.onBehalfOf(all, USERS);
    Map<String, String> names =
        Map.of(
            "bare", "MSAL4J, one application",
            "azure", "azure-identity, one a user",
            "map", "a bare map, fresh header",
            "fresh", "adt-auth, fresh header",
            "held", "adt-auth, held handle");
    all.forEach(
        (name, measured) -> {
          String[] parts = name.split(" ");
          plot.point(names.get(parts[0]), Double.parseDouble(parts[1]), measured.score());
        });
  }

  private void start(StandInProcess standIn, Path folder) throws Exception {
    Closures closures = new Closures(folder.resolve("consumers"));
    List<Path> ours = closures.ours();
    List<Path> bare = closures.pair();
    List<Path> azure = closures.azure();
    Startup startup = new Startup(standIn, Map.of("ours", ours, "bare", bare, "azure", azure));
    table.start(startup.run(quick ? 2 : 40));
    table.jars(azure, bare, ours);
  }

  private boolean wanted(String part) {
    return only.isEmpty() || List.of(only.split(",")).contains(part);
  }
}
