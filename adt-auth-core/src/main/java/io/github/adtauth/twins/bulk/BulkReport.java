package io.github.adtauth.twins.bulk;

import io.github.adtauth.twins.CallOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of every item of a {@link Bulk}: carried out, skipped, failed, or, where the run
 * stopped, unknown or never begun. Immutable and thread-safe.
 */
public final class BulkReport {
  private final BitSet settled;
  private final long skipped;
  private final List<Failure> failures;
  private final @Nullable RuntimeException stoppedBy;

  BulkReport(
      BitSet settled, long skipped, List<Failure> failures, @Nullable RuntimeException stoppedBy) {
    this.settled = settled;
    this.skipped = skipped;
    this.failures = List.copyOf(failures);
    this.stoppedBy = stoppedBy;
  }

  /**
   * An item that the service, or its own content, rejected, or that was given up after several
   * attempts.
   *
   * @param index its place among the items, from 0
   * @param item the item
   * @param reason an {@link io.github.adtauth.AdtException}, or an {@link IllegalArgumentException}
   *     for what could not be sent
   */
  public record Failure(int index, BulkItem item, RuntimeException reason) {}

  /** Returns whether every item was carried out or skipped. */
  public boolean isComplete() {
    return stoppedBy == null && failures.isEmpty();
  }

  /**
   * Returns this report if it is complete, for callers to whom everything else is an error.
   *
   * @throws RuntimeException what stopped the run, or the reason of the first failure
   */
  public BulkReport throwIfIncomplete() {
    if (stoppedBy != null) {
      throw stoppedBy;
    }
    if (!failures.isEmpty()) {
      throw failures.get(0).reason();
    }
    return this;
  }

  /** Returns how many items were carried out. */
  public long succeeded() {
    return settled.cardinality() - skipped;
  }

  /** Returns how many items with {@link CallOption#ifAbsent} were there already. */
  public long skipped() {
    return skipped;
  }

  /** Returns the items that were rejected, in the order in which they were. */
  public List<Failure> failures() {
    return failures;
  }

  /**
   * Returns what ended the run before its last item: the outage, the rejected token, the
   * interrupted thread.
   */
  public Optional<RuntimeException> stoppedBy() {
    return Optional.ofNullable(stoppedBy);
  }

  /** Returns whether the item at this place, from 0, was carried out or skipped. */
  public boolean isDone(int index) {
    return settled.get(index);
  }

  /**
   * Returns the items that are not known to be done, in their order: those to run again. One that
   * was in flight as the run stopped is among them, though the service may have carried it out.
   *
   * @param items the same that were run
   */
  public List<BulkItem> remaining(Iterable<BulkItem> items) {
    List<BulkItem> remaining = new ArrayList<>();
    int index = 0;
    for (BulkItem item : items) {
      if (!settled.get(index++)) {
        remaining.add(item);
      }
    }
    return remaining;
  }

  /** Names the counts. */
  @Override
  public String toString() {
    return "BulkReport["
        + succeeded()
        + " done, "
        + skipped
        + " skipped, "
        + failures.size()
        + " failed"
        + (stoppedBy == null ? "]" : ", stopped by " + stoppedBy.getMessage() + "]");
  }
}
