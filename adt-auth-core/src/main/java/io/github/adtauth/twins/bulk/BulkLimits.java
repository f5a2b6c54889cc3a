package io.github.adtauth.twins.bulk;

/**
 * Rate limits for changes of an instance. Immutable.
 *
 * @param createOrDeletePerSecond twins and relationships created, replaced or deleted
 * @param patchPerSecond twins and relationships patched
 * @param perTwinPerSecond changes of one twin, including its outgoing and incoming relationships
 */
public record BulkLimits(int createOrDeletePerSecond, int patchPerSecond, int perTwinPerSecond) {
  /**
   * The default limits of the service, from <a
   * href="https://learn.microsoft.com/azure/digital-twins/reference-service-limits">its
   * documentation</a>.
   */
  public static final BulkLimits DEFAULT = new BulkLimits(50, 1000, 10);

  /**
   * Creates limits, for an instance with a higher quota.
   *
   * @throws IllegalArgumentException if a limit is not between 1 and 1,000,000
   */
  public BulkLimits {
    for (int limit : new int[] {createOrDeletePerSecond, patchPerSecond, perTwinPerSecond}) {
      if (limit < 1 || limit > 1_000_000) {
        throw new IllegalArgumentException(
            "a limit must be between 1 and 1,000,000 per second, not " + limit);
      }
    }
  }
}
