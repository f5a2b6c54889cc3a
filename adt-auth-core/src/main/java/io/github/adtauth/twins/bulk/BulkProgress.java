package io.github.adtauth.twins.bulk;

import io.github.adtauth.twins.CallOption;

/**
 * How far a {@link Bulk} is.
 *
 * @param succeeded items that were carried out
 * @param skipped items with {@link CallOption#ifAbsent} that were there already
 * @param failed items that were rejected
 * @param inFlight items that were begun
 */
public record BulkProgress(long succeeded, long skipped, long failed, int inFlight) {
  /** Returns how many items came to an end, one way or the other. */
  public long completed() {
    return succeeded + skipped + failed;
  }
}
