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
  private static final int MAX_QUEUED = 1000;
  private static final int MAX_ATTEMPTS = 6;
  private static final ExponentialBackoff PAUSE =
      new ExponentialBackoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
  private static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(10);
  private static final Duration MAX_SLEEP =
      Duration.ofMillis(100); // so that progress stays visible

  private final Bulk bulk;
  private final AsyncDigitalTwinsClient client;
  private final Iterator<BulkItem> items;
  private final BulkRateLimiter rateLimiter;
  private final List<Slot> queue = new ArrayList<>();
  private final Set<Slot> inFlight = new HashSet<>();
  private final BlockingQueue<Slot> completed = new LinkedBlockingQueue<>();
  private final BitSet done = new BitSet();
  private final List<BulkReport.Failure> failures = new ArrayList<>();
  private long skipped;
  private int itemsRead;
  private int outages;
  private @Nullable RuntimeException stoppedBy;

  BulkRun(Bulk bulk, Iterator<BulkItem> items) {
    this.bulk = bulk;
    this.client = bulk.client instanceof AsyncClient async ? async.asOneOperation() : bulk.client;
    this.items = items;
    this.rateLimiter = new BulkRateLimiter(bulk.settings.limits(), now());
  }

  /** An item with the state of its call. Compared by identity. */
  private static final class Slot {
    final int index;
    final BulkItem item;
    int attempts;
    boolean mayHaveSucceeded;
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
      inFlight.forEach(slot -> cancel(slot));
    }
    return new BulkReport(done, skipped, failures, stoppedBy);
  }

  private boolean step() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    drainCompleted();
    while (stoppedBy == null && queue.size() < MAX_QUEUED && items.hasNext()) {
      queue.add(new Slot(itemsRead++, Objects.requireNonNull(items.next(), "item")));
    }
    if (inFlight.isEmpty() && (stoppedBy != null || queue.isEmpty())) {
      return false;
    }
    Choice choice = nextEligible();
    if (choice.slot != null) {
      start(choice.slot);
    } else if (choice.delayNanos < Long.MAX_VALUE) {
      Duration delay = Duration.ofNanos(choice.delayNanos);
      bulk.timing.sleeper().sleep(delay.compareTo(MAX_SLEEP) < 0 ? delay : MAX_SLEEP);
    } else {
      complete(completed.take());
    }
    return true;
  }

  private void drainCompleted() {
    for (Slot slot = completed.poll(); slot != null; slot = completed.poll()) {
      complete(slot);
    }
  }

  /**
   * The next item to start, or null.
   *
   * @param delayNanos time until an item may start; the maximum if a call has to complete first
   */
  private record Choice(@Nullable Slot slot, long delayNanos) {}

  private Choice nextEligible() {
    long delay = Long.MAX_VALUE;
    if (stoppedBy != null || inFlight.size() >= bulk.settings.concurrency()) {
      return new Choice(null, delay);
    }
    Set<String> busyTwins = new HashSet<>();
    BulkItem.Kind kind = null;
    for (Slot slot : inFlight) {
      kind = slot.item.kind;
      busyTwins.addAll(slot.item.twins);
    }
    for (Slot slot : queue) {
      if (kind != null && slot.item.kind != kind) {
        break;
      }
      kind = slot.item.kind;
      if (slot.item.twins.stream().noneMatch(busyTwins::contains)) {
        long itemDelay = rateLimiter.delay(slot.item, now());
        if (itemDelay <= 0) {
          return new Choice(slot, 0);
        }
        delay = Math.min(delay, itemDelay);
      }
      busyTwins.addAll(slot.item.twins); // keeps the order of later items of these twins
    }
    return new Choice(null, delay);
  }

  private void start(Slot slot) {
    queue.remove(slot);
    rateLimiter.recordStart(slot.item, now());
    slot.attempts++;
    slot.failure = null;
    inFlight.add(slot);
    try {
      slot.call = slot.item.start(client);
      var unused =
          slot.call.whenComplete(
              (value, failure) -> {
                slot.failure = failure;
                completed.add(slot);
              });
    } catch (RuntimeException e) {
      slot.failure = e;
      completed.add(slot);
    }
  }

  private void complete(Slot slot) {
    inFlight.remove(slot);
    Throwable failure =
        slot.failure instanceof CompletionException e && e.getCause() != null
            ? e.getCause()
            : slot.failure;
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof UnavailableException unavailable) {
      if (retryLater(slot, unavailable)) {
        return; // the item is queued again
      }
    } else if (failure == null || succeededEarlier(slot, failure)) {
      outages = 0;
      done.set(slot.index);
    } else if (slot.item.ifAbsent && failure instanceof PreconditionFailedException) {
      outages = 0;
      done.set(slot.index);
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
                done.cardinality() - skipped, skipped, failures.size(), inFlight.size()));
  }

  /** Returns whether an earlier attempt succeeded although its response was lost. */
  private static boolean succeededEarlier(Slot slot, Throwable failure) {
    return slot.mayHaveSucceeded
        && slot.item.kind.isDelete()
        && failure instanceof NotFoundException;
  }

  private static boolean isItemFailure(Throwable failure) {
    return failure instanceof IllegalArgumentException
        || failure instanceof UnexpectedResponseException
        || (failure instanceof DigitalTwinsException
            && !(failure instanceof AccessDeniedException));
  }

  /** Pauses all items. Returns whether this item will be retried. */
  private boolean retryLater(Slot slot, UnavailableException unavailable) {
    boolean wasThrottled = unavailable.status() == 429;
    slot.mayHaveSucceeded |= !wasThrottled;
    Duration retryAfter = unavailable.retryAfter().orElse(Duration.ZERO);
    boolean isNewOutage = outages == 0 || !rateLimiter.isPaused(now());
    if (isNewOutage) {
      outages++;
    }
    if (!retryAfter.isZero()) {
      rateLimiter.pause(retryAfter, now());
    } else if (isNewOutage) { // Failures of concurrent calls count once and pause once.
      rateLimiter.pause(PAUSE.delay(outages), now());
    }
    if (outages > MAX_ATTEMPTS || retryAfter.compareTo(MAX_RETRY_AFTER) > 0) {
      stop(unavailable);
    }
    // Other items may still succeed.
    boolean attemptsExhausted = slot.attempts >= MAX_ATTEMPTS && stoppedBy == null;
    if (attemptsExhausted || (!wasThrottled && !slot.item.isRetryable())) {
      fail(slot, unavailable);
      return false;
    }
    queue.add(0, slot);
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
