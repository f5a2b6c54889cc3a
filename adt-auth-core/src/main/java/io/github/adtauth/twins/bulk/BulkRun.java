package io.github.adtauth.twins.bulk;

import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.internal.time.ExponentialBackoff;
import io.github.adtauth.internal.twins.AsyncClient;
import io.github.adtauth.twins.AccessDeniedException;
import io.github.adtauth.twins.AsyncDigitalTwinsClient;
import io.github.adtauth.twins.DigitalTwinsException;
import io.github.adtauth.twins.NotFoundException;
import io.github.adtauth.twins.PreconditionFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * One run of a {@link Bulk}. All decisions are made on the caller's thread; calls run on the
 * dispatcher.
 *
 * <p><b>Order.</b> Only items of the same kind run concurrently. Items of the same twin run in
 * their order.
 *
 * <p><b>Pace.</b> {@link BulkRateLimiter} delays the start of an item. At most {@code concurrency}
 * calls are in flight.
 *
 * <p><b>Retry.</b> If the service is unavailable, all items pause, with exponential back-off or for
 * the time in {@code Retry-After}. The item is retried up to six times. An item that is not
 * idempotent is retried only after status 429, because otherwise it may have succeeded.
 */
final class BulkRun {
  private static final int AHEAD = 1000;
  private static final int TRIES = 6;
  private static final ExponentialBackoff PAUSE =
      new ExponentialBackoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration SLICE = Duration.ofMillis(100); // so that progress stays visible

  private final Bulk bulk;
  private final AsyncDigitalTwinsClient client;
  private final Iterator<BulkItem> items;
  private final BulkRateLimiter pace;
  private final List<Slot> waiting = new ArrayList<>();
  private final Set<Slot> underWay = new HashSet<>();
  private final BlockingQueue<Slot> ended = new LinkedBlockingQueue<>();
  private final BitSet settled = new BitSet();
  private final List<BulkReport.Failure> failures = new ArrayList<>();
  private long skipped;
  private int read;
  private int outages;
  private @Nullable RuntimeException stoppedBy;

  BulkRun(Bulk bulk, Iterator<BulkItem> items) {
    this.bulk = bulk;
    this.client = bulk.client instanceof AsyncClient ours ? ours.asOneOperation() : bulk.client;
    this.items = items;
    this.pace = new BulkRateLimiter(bulk.settings.limits(), now());
  }

  /** An item on its way; identity matters. */
  private static final class Slot {
    final int index;
    final BulkItem item;
    int tries;
    boolean perhapsDone;
    @Nullable CompletableFuture<?> call;
    @Nullable Throwable failure;

    Slot(int index, BulkItem item) {
      this.index = index;
      this.item = item;
    }
  }

  BulkReport run() {
    try {
      while (step()) {}
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop(new CallCanceledException(ErrorDetails.of("The bulk run was interrupted.").cause(e)));
      drainCompleted();
    } finally {
      underWay.forEach(slot -> cancel(slot));
    }
    return new BulkReport(settled, skipped, failures, stoppedBy);
  }

  private boolean step() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    drainCompleted();
    while (stoppedBy == null && waiting.size() < AHEAD && items.hasNext()) {
      waiting.add(new Slot(read++, Objects.requireNonNull(items.next(), "item")));
    }
    if (underWay.isEmpty() && (stoppedBy != null || waiting.isEmpty())) {
      return false;
    }
    Choice choice = nextEligible();
    if (choice.slot != null) {
      begin(choice.slot);
    } else if (choice.nanos < Long.MAX_VALUE) {
      Duration wait = Duration.ofNanos(choice.nanos);
      bulk.timing.sleeper().sleep(wait.compareTo(SLICE) < 0 ? wait : SLICE);
    } else {
      end(ended.take());
    }
    return true;
  }

  private void drainCompleted() {
    for (Slot slot = ended.poll(); slot != null; slot = ended.poll()) {
      end(slot);
    }
  }

  /** What may begin now; or how long until something may, which is for ever if a call must end. */
  private record Choice(@Nullable Slot slot, long nanos) {}

  private Choice nextEligible() {
    long wait = Long.MAX_VALUE;
    if (stoppedBy != null || underWay.size() >= bulk.settings.concurrency()) {
      return new Choice(null, wait);
    }
    Set<String> busy = new HashSet<>();
    BulkItem.Kind kind = null;
    for (Slot slot : underWay) {
      kind = slot.item.kind;
      busy.addAll(slot.item.twins);
    }
    for (Slot slot : waiting) {
      if (kind != null && slot.item.kind != kind) {
        break;
      }
      kind = slot.item.kind;
      if (slot.item.twins.stream().noneMatch(busy::contains)) {
        long left = pace.wait(slot.item, now());
        if (left <= 0) {
          return new Choice(slot, 0);
        }
        wait = Math.min(wait, left);
      }
      busy.addAll(slot.item.twins); // those behind it keep their order
    }
    return new Choice(null, wait);
  }

  private void begin(Slot slot) {
    waiting.remove(slot);
    pace.begins(slot.item, now());
    slot.tries++;
    slot.failure = null;
    underWay.add(slot);
    try {
      slot.call = slot.item.start(client);
      var unused =
          slot.call.whenComplete(
              (value, failure) -> {
                slot.failure = failure;
                ended.add(slot);
              });
    } catch (RuntimeException e) {
      slot.failure = e;
      ended.add(slot);
    }
  }

  private void end(Slot slot) {
    underWay.remove(slot);
    Throwable failure =
        slot.failure instanceof CompletionException e && e.getCause() != null
            ? e.getCause()
            : slot.failure;
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof UnavailableException busy) {
      if (retryLater(slot, busy)) {
        return; // it has not ended
      }
    } else if (failure == null || wasDoneBefore(slot, failure)) {
      outages = 0;
      settled.set(slot.index);
    } else if (slot.item.ifAbsent && failure instanceof PreconditionFailedException) {
      outages = 0;
      settled.set(slot.index);
      skipped++;
    } else if (isItemFailure(failure)) {
      outages = failure instanceof DigitalTwinsException ? 0 : outages;
      fail(slot, (RuntimeException) failure);
    } else {
      stop(failure instanceof RuntimeException e ? e : new IllegalStateException(failure));
    }
    bulk.settings
        .progress()
        .accept(
            new BulkProgress(
                settled.cardinality() - skipped, skipped, failures.size(), underWay.size()));
  }

  /** The response to an earlier attempt was lost, but not what it did. */
  private static boolean wasDoneBefore(Slot slot, Throwable failure) {
    return slot.perhapsDone && slot.item.kind.isDelete() && failure instanceof NotFoundException;
  }

  private static boolean isItemFailure(Throwable failure) {
    return failure instanceof IllegalArgumentException
        || failure instanceof UnexpectedResponseException
        || (failure instanceof DigitalTwinsException
            && !(failure instanceof AccessDeniedException));
  }

  /** Pauses everything; tells whether the item will be tried again. */
  private boolean retryLater(Slot slot, UnavailableException busy) {
    boolean nothingWasDone = busy.status() == 429;
    slot.perhapsDone |= !nothingWasDone;
    if (outages == 0 || !pace.isPaused(now())) {
      outages++; // those that were in flight together count once
    }
    Duration asked = busy.retryAfter().orElse(Duration.ZERO);
    pace.pause(asked.isZero() ? PAUSE.delay(outages) : asked, now());
    if (outages > TRIES || asked.compareTo(PATIENCE) > 0) {
      stop(busy);
    }
    boolean givenUp = slot.tries >= TRIES && stoppedBy == null; // others may still succeed
    if (givenUp || (!nothingWasDone && !slot.item.isRetryable())) {
      fail(slot, busy);
      return false;
    }
    waiting.add(0, slot);
    return stoppedBy == null;
  }

  private void fail(Slot slot, RuntimeException reason) {
    failures.add(new BulkReport.Failure(slot.index, slot.item, reason));
    if (failures.size() >= bulk.settings.failureLimit()) {
      stop(reason);
    }
  }

  private void stop(RuntimeException reason) {
    stoppedBy = stoppedBy == null ? reason : stoppedBy;
  }

  private static void cancel(Slot slot) {
    CompletableFuture<?> call = slot.call;
    if (call != null) {
      call.cancel(true);
    }
  }

  private long now() {
    return bulk.timing.ticker().getAsLong();
  }
}
