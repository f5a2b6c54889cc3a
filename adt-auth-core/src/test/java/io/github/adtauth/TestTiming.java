package io.github.adtauth;

import io.github.adtauth.testkit.ManualTime;

/** Adapts the manual time of a test to the library. */
public final class TestTiming {
  private TestTiming() {}

  /** Returns a timing that follows the manual time. */
  public static Timing of(ManualTime time) {
    return new Timing(time.clock(), time::nanoTime, time::jitter, time::sleep);
  }
}
