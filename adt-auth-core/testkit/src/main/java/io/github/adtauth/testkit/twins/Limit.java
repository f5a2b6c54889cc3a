package io.github.adtauth.testkit.twins;

/** The maximum number of resources of a type, and the error code when it is reached. */
public enum Limit {
  /** Models: LimitExceeded. */
  MODELS(10_000, "LimitExceeded"),
  /** Digital twins: TwinLimitReached. */
  TWINS(2_000_000, "TwinLimitReached"),
  /** Event routes: LimitExceeded. */
  EVENT_ROUTES(6, "LimitExceeded"),
  /** Import jobs or delete jobs, counted separately, including finished jobs: JobLimitReached. */
  JOBS(1_000, "JobLimitReached");

  final int max;
  final String code;

  Limit(int max, String code) {
    this.max = max;
    this.code = code;
  }
}
