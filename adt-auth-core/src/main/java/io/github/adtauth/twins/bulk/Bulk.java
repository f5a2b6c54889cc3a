package io.github.adtauth.twins.bulk;

import io.github.adtauth.Timing;
import io.github.adtauth.twins.AsyncDigitalTwinsClient;
import io.github.adtauth.twins.CallOption;
import io.github.adtauth.twins.DigitalTwinsClient;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Changes many twins and relationships, several at a time and no faster than the instance takes
 * them: {@code twins.bulk().run(items)}. Immutable and thread-safe; each method returns a copy.
 *
 * <p>Items of different kinds do not overlap: relationships begin when all twins before them are
 * put. Changes of the same twin are carried out in their order. Calls run on the dispatcher of the
 * OkHttpClient, within its {@code maxRequestsPerHost}.
 */
public final class Bulk {
  final AsyncDigitalTwinsClient client;
  final Timing timing;
  final Settings settings;

  private Bulk(AsyncDigitalTwinsClient client, Timing timing, Settings settings) {
    this.client = client;
    this.timing = timing;
    this.settings = settings;
  }

  record Settings(
      int concurrency,
      int failureLimit,
      BulkLimits limits,
      Consumer<? super BulkProgress> progress) {}

  /** Changes what this client reaches: for fakes; otherwise {@link DigitalTwinsClient#bulk()}. */
  public static Bulk create(AsyncDigitalTwinsClient client) {
    return new Bulk(
        Objects.requireNonNull(client, "client"),
        Timing.system(),
        new Settings(16, 1000, BulkLimits.DEFAULT, Bulk::silent));
  }

  /**
   * Sets the maximum number of concurrent calls. Defaults to 16.
   *
   * @throws IllegalArgumentException if it is not between 1 and 1000
   */
  public Bulk concurrency(int calls) {
    if (calls < 1 || calls > 1000) {
      throw new IllegalArgumentException("concurrency is 1 to 1000, not " + calls);
    }
    return create(new Settings(calls, settings.failureLimit, settings.limits, settings.progress));
  }

  /** Sets the rate limits. Defaults to those of the service. */
  public Bulk limits(BulkLimits limits) {
    Objects.requireNonNull(limits, "limits");
    return create(
        new Settings(settings.concurrency, settings.failureLimit, limits, settings.progress));
  }

  /**
   * Sets the number of failed items after which the run stops. Defaults to 1000.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public Bulk failureLimit(int items) {
    if (items < 1) {
      throw new IllegalArgumentException("failureLimit must be positive, not " + items);
    }
    return create(new Settings(settings.concurrency, items, settings.limits, settings.progress));
  }

  /** Reports progress after each item, on the thread that calls {@link #run}. */
  public Bulk progress(Consumer<? super BulkProgress> progress) {
    Objects.requireNonNull(progress, "progress");
    return create(
        new Settings(settings.concurrency, settings.failureLimit, settings.limits, progress));
  }

  /** Uses the given clock, random source and sleeper. For tests. */
  public Bulk timing(Timing timing) {
    return new Bulk(client, Objects.requireNonNull(timing, "timing"), settings);
  }

  /**
   * Carries out the items and says what became of each. An item that the service rejects is a
   * failure of its own and the others go on; throttling and short outages are waited out, by all
   * items. A failure of its own is also an item that finds the service busy six times, and a patch,
   * or what has {@link CallOption#ifMatch}, whose response was lost: it is not sent twice. What
   * concerns all items ends the run, and stands in {@link BulkReport#stoppedBy}: a rejected token,
   * a missing role, an outage without a success between seven pauses, too many failures, or the
   * interruption of this thread, which cancels what is in flight.
   *
   * <p>The whole run is sent as one principal.
   *
   * <p>What {@code items} or the progress callback throws is thrown on, and cancels what is under
   * way.
   *
   * @param items read on this thread, up to a thousand ahead of their calls
   */
  public BulkReport run(Iterable<BulkItem> items) {
    return new BulkRun(this, Objects.requireNonNull(items, "items").iterator()).run();
  }

  private static void silent(BulkProgress progress) {}

  private Bulk create(Settings changed) {
    return new Bulk(client, timing, changed);
  }
}
