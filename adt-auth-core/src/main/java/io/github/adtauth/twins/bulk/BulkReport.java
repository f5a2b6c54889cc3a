package io.github.adtauth.twins.bulk;

import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.internal.text.ValueText;
import io.github.adtauth.twins.CallOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a {@link Bulk} operation for every item: carried out, skipped or failed, or, if
 * the run stopped early, unknown or not started. Immutable and thread-safe.
 */
public final class BulkReport {
  private static final int MAX_REASON_LENGTH = 1000;

  private final BitSet done;
  private final long skipped;
  private final List<Failure> failures;
  private final @Nullable RuntimeException stoppedBy;

  BulkReport(
      BitSet done, long skipped, List<Failure> failures, @Nullable RuntimeException stoppedBy) {
    this.done = done;
    this.skipped = skipped;
    this.failures = List.copyOf(failures);
    this.stoppedBy = stoppedBy;
  }

  /**
   * An item that the service rejected, that could not be sent, or that failed after several
   * attempts.
   *
   * @param index position among the items, starting at 0
   * @param item failed item
   * @param reason an {@link io.github.adtauth.AdtException}, or an {@link IllegalArgumentException}
   *     if the item could not be sent
   */
  public record Failure(int index, BulkItem item, RuntimeException reason) {
    /** Returns a description on one line, in which tokens and signatures are hidden. */
    @Override
    public String toString() {
      return new ValueText("Failure")
          .add("index", index)
          .add("item", item)
          .add("reason", reason)
          .toString();
    }
  }

  /** Returns whether every item was carried out or skipped. */
  public boolean isComplete() {
    return stoppedBy == null && failures.isEmpty();
  }

  /**
   * Returns this report if it is complete; otherwise throws.
   *
   * @throws RuntimeException the reason why the run stopped, or the reason of the first failure
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

  /** Returns the number of items that were carried out. */
  public long succeeded() {
    return done.cardinality() - skipped;
  }

  /** Returns the number of items with {@link CallOption#ifAbsent} whose object already existed. */
  public long skipped() {
    return skipped;
  }

  /** Returns the failed items, in the order of their failures. */
  public List<Failure> failures() {
    return failures;
  }

  /**
   * Returns the reason why the run stopped early, such as an outage, a rejected token or an
   * interruption.
   */
  public Optional<RuntimeException> stoppedBy() {
    return Optional.ofNullable(stoppedBy);
  }

  /** Returns whether the item at an index, starting at 0, was carried out or skipped. */
  public boolean isDone(int index) {
    return done.get(index);
  }

  /**
   * Returns the items to run again, in their order: those that are not known to be done. They
   * include items that were in flight when the run stopped, although the service may have carried
   * them out.
   *
   * @param items the same items that were run
   */
  public List<BulkItem> remaining(Iterable<BulkItem> items) {
    List<BulkItem> remaining = new ArrayList<>();
    int index = 0;
    for (BulkItem item : items) {
      if (!done.get(index++)) {
        remaining.add(item);
      }
    }
    return remaining;
  }

  /** Returns a description with the counts. */
  @Override
  public String toString() {
    String counts =
        "BulkReport["
            + succeeded()
            + " done, "
            + skipped
            + " skipped, "
            + failures.size()
            + " failed";
    return stoppedBy == null
        ? counts + "]"
        : counts
            + ", stopped by "
            + Redactor.sanitizeId(stoppedBy.getMessage(), MAX_REASON_LENGTH)
            + "]";
  }
}
