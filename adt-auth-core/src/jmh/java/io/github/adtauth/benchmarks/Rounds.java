package io.github.adtauth.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs benchmarks in rounds: in each round a fork of every contender, so that what slows the
 * machine down for a while slows all of them.
 */
final class Rounds {
  private static final TimeValue SECOND = TimeValue.seconds(1);
  private static final TimeValue SLICE = TimeValue.milliseconds(200);

  private final StandInProcess standIn;
  private final boolean quick;

  Rounds(StandInProcess standIn, boolean quick) {
    this.standIn = standIn;
    this.quick = quick;
  }

  /**
   * What is to run.
   *
   * @param name by which its result is found
   * @param method class and method
   * @param mode average time in microseconds, throughput by second, or single shots in milliseconds
   * @param threads how many call
   * @param users a parameter, or 0
   */
  record Spec(String name, String method, Mode mode, int threads, int users) {
    static Spec time(String name, String method) {
      return new Spec(name, method, Mode.AverageTime, 1, 0);
    }

    static Spec throughput(String name, String method, int threads) {
      return new Spec(name, method, Mode.Throughput, threads, 0);
    }

    static Spec shots(String name, String method) {
      return new Spec(name, method, Mode.SingleShotTime, 1, 0);
    }

    static Spec users(String name, String method, int users) {
      return new Spec(name, method, Mode.AverageTime, 1, users);
    }
  }

  /** Runs all, so many rounds, each warmed up as long as it is measured; 2 in a quick look. */
  Map<String, Measured> run(int rounds, int seconds, List<Spec> specs) {
    Map<String, Measured> all = new LinkedHashMap<>();
    for (int round = 1; round <= count(rounds); round++) {
      for (Spec spec : specs) {
        ChainedOptionsBuilder options = options(spec, SECOND, seconds, seconds);
        add(all, round + "/" + count(rounds), spec, fork(spec, options));
      }
    }
    return all;
  }

  /**
   * Runs all, so many rounds; the forks of a round live side by side and {@linkplain Turns take
   * turns} of 200 ms; a single shot is as long as it is.
   *
   * @param warmUp how many turns each has first
   * @param turns how many turns of each are measured
   */
  Map<String, Measured> inTurns(int rounds, int warmUp, int turns, List<Spec> specs)
      throws IOException {
    System.setProperty("jmh.ignoreLock", "true"); // it is there against what is wanted here
    Map<String, Measured> all = new LinkedHashMap<>();
    for (int round = 1; round <= count(rounds); round++) {
      Map<Spec, CompletableFuture<RunResult>> forks = new LinkedHashMap<>();
      try (Turns given = new Turns(specs.size())) {
        for (Spec spec : specs) {
          ChainedOptionsBuilder options =
              options(spec, SLICE, warmUp, turns)
                  .addProfiler(Turn.class)
                  .jvmArgsAppend(given.property());
          forks.put(
              spec,
              CompletableFuture.supplyAsync(
                  () -> fork(spec, options), task -> new Thread(task).start()));
        }
        CompletableFuture.allOf(forks.values().toArray(CompletableFuture[]::new)).join();
      }
      String name = round + "/" + count(rounds);
      forks.forEach((spec, result) -> add(all, name, spec, result.join()));
    }
    return all;
  }

  private int count(int rounds) {
    return quick ? 2 : rounds;
  }

  private static void add(Map<String, Measured> all, String round, Spec spec, RunResult result) {
    Measured measured = all.computeIfAbsent(spec.name(), name -> new Measured());
    double score = result.getPrimaryResult().getScore();
    measured.scores().add(score);
    double bytes = bytes(result);
    measured.bytes().add(bytes);
    System.out.printf(
        "%s %-28s %,14.3f %s %,12.0f B/op%n",
        round, spec.name(), score, result.getPrimaryResult().getScoreUnit(), bytes);
  }

  private ChainedOptionsBuilder options(Spec spec, TimeValue iteration, int warmUp, int measured) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("\\." + spec.method().replace(".", "\\.") + "$")
            .mode(spec.mode())
            .timeUnit(unit(spec.mode()))
            .threads(spec.threads())
            .forks(1)
            .warmupIterations(quick ? Math.max(2, warmUp / 4) : warmUp)
            .warmupTime(iteration)
            .measurementIterations(quick ? Math.max(2, measured / 4) : measured)
            .measurementTime(iteration)
            .timeout(TimeValue.minutes(5))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .jvmArgs(arguments(spec.users()));
    if (spec.mode() == Mode.SingleShotTime) {
      options.warmupBatchSize(1).measurementBatchSize(1);
    }
    if (spec.users() > 0) {
      options.param("users", Integer.toString(spec.users()));
    }
    return options;
  }

  private static RunResult fork(Spec spec, ChainedOptionsBuilder options) {
    try {
      return new Runner(options.build()).runSingle();
    } catch (RunnerException e) {
      throw new IllegalStateException(spec.name(), e);
    }
  }

  private String[] arguments(int users) {
    List<String> arguments = new ArrayList<>(List.of(standIn.properties()));
    arguments.add("-Djmh.shutdownTimeout=1"); // idle threads of a dispatcher would be waited for
    // All of the heap from the beginning: what a growing one costs is not what is measured.
    arguments.addAll(
        users > 10_000
            ? List.of("-Xms10g", "-Xmx10g", "-XX:+AlwaysPreTouch")
            : List.of("-Xms2g", "-Xmx2g"));
    return arguments.toArray(new String[0]);
  }

  private static TimeUnit unit(Mode mode) {
    return switch (mode) {
      case Throughput -> TimeUnit.SECONDS;
      case SingleShotTime -> TimeUnit.MILLISECONDS;
      default -> TimeUnit.MICROSECONDS;
    };
  }

  private static double bytes(RunResult result) {
    return result.getSecondaryResults().entrySet().stream()
        .filter(entry -> entry.getKey().endsWith("gc.alloc.rate.norm"))
        .map(Map.Entry::getValue)
        .mapToDouble(Result::getScore)
        .findFirst()
        .orElse(Double.NaN);
  }
}
