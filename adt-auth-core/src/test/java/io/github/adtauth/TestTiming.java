package io.github.adtauth;

import io.github.adtauth.testkit.ManualTime;

/** The time of a test in the form that the library takes. */
public final class TestTiming {
  private TestTiming() {}

  /** Returns a timing that follows the manual time. */
  public static Timing of(ManualTime time) {
    return new Timing(time.clock(), time::nanoTime, time::jitter, time::sleep);
  }
}
