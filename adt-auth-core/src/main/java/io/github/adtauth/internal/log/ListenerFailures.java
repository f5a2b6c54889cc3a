package io.github.adtauth.internal.log;

import io.github.adtauth.internal.text.ErrorText;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Logs exceptions thrown by a listener, so that they do not fail the call.
 *
 * <p>Each exception type is logged at most once per minute, because events are frequent and a
 * broken listener usually throws on every event. A {@link VirtualMachineError} is rethrown.
 * Thread-safe: all events of a listener share an instance.
 */
public final class ListenerFailures {
  private final Logger log;
  private final String listenerType;
  private final WarningLimit limit;

  /**
   * Creates an instance for a listener.
   *
   * @param listenerType the simple name of the listener's type, for the message
   */
  public ListenerFailures(Logger log, String listenerType, LongSupplier ticker) {
    this.log = log;
    this.listenerType = listenerType;
    this.limit = new WarningLimit(ticker);
  }

  /** Logs an exception thrown by the listener, or rethrows a {@link VirtualMachineError}. */
  public void handle(Throwable failure) {
    if (failure instanceof VirtualMachineError error) {
      throw error;
    }
    long suppressed = limit.acquire(failure.getClass().getName());
    if (suppressed != WarningLimit.SUPPRESSED) {
      log.warn(
          "Exception thrown by {}; the call continues: {}{}",
          listenerType,
          ErrorText.withLocation(failure),
          WarningLimit.sentence(suppressed));
    }
  }
}
