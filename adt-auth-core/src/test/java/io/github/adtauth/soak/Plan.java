package io.github.adtauth.soak;

import java.time.Duration;
import java.util.Random;

/**
 * How long it lasts, how many users call, and the seed from which all faults are drawn. Stated as
 * {@code -Dsoak.minutes}, {@code -Dsoak.users} and {@code -Dsoak.seed}.
 */
record Plan(Duration lasts, int users, int callers, long seed) {
  static Plan stated() {
    double minutes = Double.parseDouble(property("soak.minutes", "10"));
    int users = Integer.parseInt(property("soak.users", "500"));
    String seed = property("soak.seed", "");
    return new Plan(
        Duration.ofMillis((long) (minutes * 60_000)),
        users,
        32,
        seed.isBlank() ? new Random().nextInt(1_000_000) : Long.parseLong(seed));
  }

  private static String property(String name, String usual) {
    String stated = System.getProperty(name, "");
    return stated.isBlank() ? usual : stated;
  }

  Random random(String part) {
    return new Random(seed * 31 + part.hashCode());
  }

  @Override
  public String toString() {
    return "-Dsoak.minutes=%s -Dsoak.users=%d -Dsoak.seed=%d"
        .formatted(lasts.toMillis() / 60_000.0, users, seed);
  }
}
