package io.github.adtauth.scale;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.token.AccessToken;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** What a hundred thousand users cost, and a million. Slow; run with the profile {@code scale}. */
class ManyUsersScale {
  private static final int MANY = 100_000;
  private static final int FEW = 10;
  private static final int CALLS = 500;
  private static final int SERIES = 3;
  private static final double MISS_NANOS = 200;
  private static final long PLENTY = 1L << 30;

  @Test
  void warmHit_costsTheSameWithManyUsersAsWithFew() {
    Crowd few = crowd(FEW);
    Crowd many = crowd(MANY);
    WarmHits library = new WarmHits("this library", few::serve, many::serve);
    WarmHits map = new WarmHits("a bare map", map(few, FEW)::get, map(many, MANY)::get);
    byte[][] ofFew = requests(few, FEW);
    byte[][] ofMany = requests(many, MANY);
    for (int series = 0; series < SERIES; series++) {
      library.measure(ofFew, ofMany);
      map.measure(ofFew, ofMany);
    }
    assertThat(few.exchanges()).isEqualTo(FEW);
    assertThat(many.exchanges()).isEqualTo(MANY);
    // Where what many users take is in no cache of the processor, a map alone pays for it too.
    assertThat(library.ratio() <= 1.5 || library.apart() <= 3 * Math.max(map.apart(), MISS_NANOS))
        .as("%s; %s", library, map)
        .isTrue();
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

  /** What the least that one could write would be: no expiry, no bound, one token for a text. */
  private static Map<String, AccessToken> map(Crowd crowd, int users) {
    Map<String, AccessToken> map = new ConcurrentHashMap<>();
    for (int user = 0; user < users; user++) {
      String assertion = crowd.assertion(user);
      map.put(assertion, crowd.serve(assertion));
    }
    return map;
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
