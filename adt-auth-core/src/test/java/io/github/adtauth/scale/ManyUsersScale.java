package io.github.adtauth.scale;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a hundred thousand users cost, and a million. Slow; run with the profile {@code scale}. */
class ManyUsersScale {
  private static double apart = Double.MAX_VALUE;

  private static final int MANY = 100_000;
  private static final int FEW = 10;
  private static final int ROUNDS = 300;
  private static final int CALLS = 500;
  private static final int SERIES = 3;
  private static final double MISSES_NANOS = 1_000;
  private static final long PLENTY = 1L << 30;

  @Test
  void warmHit_costsTheSameWithManyUsersAsWithFew() {
    Crowd few = crowd(FEW);
    Crowd many = crowd(MANY);
    byte[][] ofFew = requests(few, FEW);
    byte[][] ofMany = requests(many, MANY);
    double ratio = Double.MAX_VALUE;
    // Neighbours on the machine take of the cache that many need and few do not: the best counts.
    for (int series = 0; series < SERIES; series++) {
      ratio = Math.min(ratio, ratio(few, ofFew, many, ofMany));
    }
    assertThat(few.exchanges()).isEqualTo(FEW);
    assertThat(many.exchanges()).isEqualTo(MANY);
    // On machines with slow memory the ratio is the caches', not the look-up's: then a user more
    // may
    // not cost more than the few misses that it takes, whatever the ratio.
    assertThat(ratio <= 1.5 || apart <= MISSES_NANOS).as("%.2f, %.0f ns", ratio, apart).isTrue();
  }

  @Test
  void userCosts_littleMoreThanItsTokens() {
    crowd(1_000); // loads the classes
    long before = used();
    Crowd many = crowd(MANY);
    long perUser = (used() - before) / MANY;
    int kept = many.assertion(0).length() + MemoryEntra.TOKEN_LENGTH;
    System.out.printf(
        "memory per user: %d bytes, of them %d for the two tokens, ratio %.2f%n",
        perUser, kept, (double) perUser / kept);
    assertThat(many.covered()).isEqualTo(MANY);
    assertThat((double) perUser / kept).isLessThanOrEqualTo(1.3);
  }

  @Test
  void bound_holdsWhenAMillionCome() {
    long bound = 64L << 20;
    crowd(1_000); // loads the classes
    long before = used();
    Crowd crowd = new Crowd(bound);
    for (int from = 0; from < 1_000_000; from += 100_000) {
      crowd.arrive(from, from + 100_000);
      System.out.printf("%7d users have come, %d are covered%n", from + 100_000, crowd.covered());
    }
    long inAll = used() - before;
    System.out.printf("%d MB are in use of 2 x %d MB%n", inAll >> 20, bound >> 20);
    assertThat(crowd.exchanges()).isEqualTo(1_000_000);
    assertThat(crowd.covered()).isGreaterThan(10_000);
    assertThat(inAll).isLessThan((long) (2 * bound * 1.1));
  }

  private static double ratio(Crowd few, byte[][] ofFew, Crowd many, byte[][] ofMany) {
    double[] fewNanos = new double[ROUNDS];
    double[] manyNanos = new double[ROUNDS];
    double[] ratios = new double[ROUNDS];
    for (int round = -ROUNDS; round < ROUNDS; round++) {
      int slot = Math.max(0, round); // the first ones warm up
      fewNanos[slot] = time(few, ofFew);
      manyNanos[slot] = time(many, ofMany);
      ratios[slot] = manyNanos[slot] / fewNanos[slot]; // of neighbours: machines change their pace
    }
    double ratio = median(ratios);
    apart = Math.min(apart, median(manyNanos) - median(fewNanos));
    System.out.printf(
        "warm hit from a fresh header: %d users %.0f ns, %d users %.0f ns, ratio %.2f%n",
        FEW, median(fewNanos), MANY, median(manyNanos), ratio);
    return ratio;
  }

  private static Crowd crowd(int users) {
    Crowd crowd = new Crowd(PLENTY);
    crowd.arrive(0, users);
    return crowd;
  }

  private static byte[][] requests(Crowd crowd, int users) {
    Random random = new Random(7);
    return random
        .ints(CALLS, 0, users)
        .mapToObj(user -> crowd.assertion(user).getBytes(ISO_8859_1))
        .toArray(byte[][]::new);
  }

  /**
   * From the bytes of the header on, as a web server has them: each text is new, without a hash.
   */
  private static double time(Crowd crowd, byte[][] requests) {
    long start = System.nanoTime();
    for (byte[] request : requests) {
      crowd.serve(new String(request, ISO_8859_1));
    }
    return (double) (System.nanoTime() - start) / requests.length;
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      System.gc();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }
}
