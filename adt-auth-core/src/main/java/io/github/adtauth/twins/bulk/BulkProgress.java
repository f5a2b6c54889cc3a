package io.github.adtauth.twins.bulk;

import io.github.adtauth.twins.CallOption;

/**
 * Progress of a {@link Bulk} operation.
 *
 * @param succeeded items that were carried out
 * @param skipped items with {@link CallOption#ifAbsent} whose object already existed
 * @param failed items that failed
 * @param inFlight items whose call is in flight
 */
public record BulkProgress(long succeeded, long skipped, long failed, int inFlight) {
  /** Returns the number of completed items, successful or not. */
  public long completed() {
    return succeeded + skipped + failed;
  }
}
