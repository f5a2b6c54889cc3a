package io.github.adtauth.twins.bulk;

/**
 * How fast an instance takes changes. Immutable.
 *
 * @param createOrDeletePerSecond twins and relationships created, replaced or deleted
 * @param patchPerSecond twins and relationships patched
 * @param perTwinPerSecond changes of one twin, its relationships in and out included
 */
public record BulkLimits(int createOrDeletePerSecond, int patchPerSecond, int perTwinPerSecond) {
  /**
   * What the service allows, by <a
   * href="https://learn.microsoft.com/azure/digital-twins/reference-service-limits">its limits</a>.
   */
  public static final BulkLimits DEFAULT = new BulkLimits(50, 1000, 10);

  /**
   * States limits, for an instance whose quota was raised.
   *
   * @throws IllegalArgumentException if one is not between 1 and 1,000,000
   */
  public BulkLimits {
    for (int limit : new int[] {createOrDeletePerSecond, patchPerSecond, perTwinPerSecond}) {
      if (limit < 1 || limit > 1_000_000) {
        throw new IllegalArgumentException("a limit is 1 to 1,000,000 a second, not " + limit);
      }
    }
  }
}
