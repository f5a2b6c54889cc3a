package io.github.adtauth.twins.bulk;

import io.github.adtauth.Timing;
import io.github.adtauth.twins.AsyncDigitalTwinsClient;
import io.github.adtauth.twins.CallOption;
import io.github.adtauth.twins.DigitalTwinsClient;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Changes many twins and relationships concurrently, within the rate limits of the instance: {@code
 * twins.bulk().run(items)}. Immutable and thread-safe; each method returns a copy.
 *
 * <p>Only items of the same kind run concurrently: relationships are put after all preceding twins.
 * Changes of the same twin keep their order. Calls run on the dispatcher of the OkHttpClient,
 * within its {@code maxRequestsPerHost}.
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

  /** Creates a bulk operation on a client, for fakes. See {@link DigitalTwinsClient#bulk()}. */
  public static Bulk create(AsyncDigitalTwinsClient client) {
    return new Bulk(
        Objects.requireNonNull(client, "client"),
        Timing.system(),
        new Settings(16, 1000, BulkLimits.DEFAULT, Bulk::silent));
  }

  /**
   * Sets the maximum number of concurrent calls. Defaults to 16.
   *
   * @throws IllegalArgumentException if {@code calls} is not between 1 and 1000
   */
  public Bulk concurrency(int calls) {
    if (calls < 1 || calls > 1000) {
      throw new IllegalArgumentException("concurrency must be between 1 and 1000, not " + calls);
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
   * @throws IllegalArgumentException if {@code items} is not positive
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
   * Carries out the items and reports the outcome of each.
   *
   * <p>If the service throttles or is unavailable for a short time, all items wait. These items
   * fail, and the run continues with the others:
   *
   * <ul>
   *   <li>an item that the service rejects
   *   <li>an item for which the service was unavailable six times
   *   <li>a patch, or an item with {@link CallOption#ifMatch}, whose response was lost; it is not
   *       sent again
   * </ul>
   *
   * <p>The run stops, with the reason in {@link BulkReport#stoppedBy}, after a rejected token, a
   * missing role, seven consecutive outages without a success, too many failures, or an
   * interruption of this thread, which also cancels the calls in flight.
   *
   * <p>The whole run is sent as one principal. An exception of {@code items} or of the progress
   * callback cancels the calls in flight and is rethrown.
   *
   * @param items items to carry out; read on this thread, up to 1000 ahead of their calls
   */
  public BulkReport run(Iterable<BulkItem> items) {
    return new BulkRun(this, Objects.requireNonNull(items, "items").iterator()).run();
  }

  private static void silent(BulkProgress progress) {}

  private Bulk create(Settings changed) {
    return new Bulk(client, timing, changed);
  }
}
