package io.github.adtauth.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the rounds gave for one contender, a figure for each.
 *
 * @param scores time or throughput
 * @param bytes allocated by each operation
 */
record Measured(List<Double> scores, List<Double> bytes) {
  /** Above this the machine was busy with something else. */
  static final double BUSY = 0.10;

  /** Of Student's t distribution, 97.5 %, by degrees of freedom. */
  private static final double[] T = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201
  };

  Measured() {
    this(new ArrayList<>(), new ArrayList<>());
  }

  /** Returns one that counted, and allocated nobody knows what. */
  static Measured of(List<Double> scores) {
    return new Measured(scores, scores.stream().map(score -> Double.NaN).toList());
  }

  double score() {
    return quantile(scores, 0.5);
  }

  double allocated() {
    return quantile(bytes, 0.5);
  }

  /** Returns how far the quartiles are apart, as a part of the median. */
  double spread() {
    double median = score();
    return median == 0 ? 0 : (quantile(scores, 0.75) - quantile(scores, 0.25)) / median;
  }

  /** Returns the ratio to another, round by round, its geometric mean and 95 % interval. */
  Ratio to(Measured other) {
    double[] logs =
        IntStream.range(0, Math.min(scores.size(), other.scores.size()))
            .mapToDouble(i -> Math.log(scores.get(i) / other.scores.get(i)))
            .toArray();
    double mean = IntStream.range(0, logs.length).mapToDouble(i -> logs[i]).average().orElse(0);
    double squares = 0;
    for (double log : logs) {
      squares += (log - mean) * (log - mean);
    }
    int freedom = logs.length - 1;
    double half =
        freedom < 1
            ? Double.NaN
            : T[Math.min(freedom, T.length) - 1] * Math.sqrt(squares / freedom / logs.length);
    return new Ratio(Math.exp(mean), Math.exp(mean - half), Math.exp(mean + half));
  }

  private static double quantile(List<Double> values, double part) {
    List<Double> sorted = values.stream().sorted().toList();
    double at = part * (sorted.size() - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (at - below) * (sorted.get(above) - sorted.get(below));
  }

  /** A ratio with its 95 % interval. */
  record Ratio(double mean, double low, double high) {}
}
