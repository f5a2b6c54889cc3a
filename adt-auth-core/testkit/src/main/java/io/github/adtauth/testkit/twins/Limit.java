package io.github.adtauth.testkit.twins;

/** How many of a kind an instance holds, and the error that says there can be no more. */
public enum Limit {
  /** Models: LimitExceeded. */
  MODELS(10_000, "LimitExceeded"),
  /** Digital twins: TwinLimitReached. */
  TWINS(2_000_000, "TwinLimitReached"),
  /** Event routes: LimitExceeded. */
  EVENT_ROUTES(6, "LimitExceeded"),
  /** Import jobs, and delete jobs by themselves, finished ones too: JobLimitReached. */
  JOBS(1_000, "JobLimitReached");

  final int max;
  final String code;

  Limit(int most, String code) {
    this.max = most;
    this.code = code;
  }
}
