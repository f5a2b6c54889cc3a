package io.github.adtauth.scale;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;

/**
 * What a hit from a fresh header costs with few users and with many, measured in turn. Of several
 * series the one counts whose hits were the fastest: neighbours on the machine only slow it down.
 */
final class WarmHits {
  private static final int ROUNDS = 300;

  private final String name;
  private final Function<String, ?> few;
  private final Function<String, ?> many;
  private double ofFew = Double.MAX_VALUE;
  private double ofMany = Double.MAX_VALUE;

  WarmHits(String name, Function<String, ?> few, Function<String, ?> many) {
    this.name = name;
    this.few = few;
    this.many = many;
  }

  void measure(byte[][] requestsOfFew, byte[][] requestsOfMany) {
    double[] fewNanos = new double[ROUNDS];
    double[] manyNanos = new double[ROUNDS];
    for (int round = -ROUNDS; round < ROUNDS; round++) {
      int slot = Math.max(0, round); // the first ones warm up
      fewNanos[slot] = time(few, requestsOfFew);
      manyNanos[slot] = time(many, requestsOfMany);
    }
    if (median(manyNanos) < ofMany) {
      ofMany = median(manyNanos);
      ofFew = median(fewNanos);
    }
    System.out.println(this);
  }

  /** From the bytes of the header on, as a web server has them: each text is new. */
  private static double time(Function<String, ?> lookUp, byte[][] requests) {
    long start = System.nanoTime();
    for (byte[] request : requests) {
      if (lookUp.apply(new String(request, ISO_8859_1)) == null) {
        throw new AssertionError("a user is unknown");
      }
    }
    return (double) (System.nanoTime() - start) / requests.length;
  }

  double ratio() {
    return ofMany / ofFew;
  }

  /** Returns by how many nanoseconds the many cost more. */
  double apart() {
    return ofMany - ofFew;
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "warm hit from a fresh header, %s: few users %.0f ns, many %.0f ns, ratio %.2f",
        name,
        ofFew,
        ofMany,
        ratio());
  }
}
