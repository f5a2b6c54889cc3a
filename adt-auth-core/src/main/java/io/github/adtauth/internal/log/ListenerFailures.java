package io.github.adtauth.internal.log;

import io.github.adtauth.internal.text.ErrorText;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Logs the exceptions of listeners, so that they do not fail the call: once a minute for each type,
 * because events are frequent and a broken listener usually throws at each of them. Errors of the
 * JVM are rethrown. Thread-safe; all events of a listener share an instance.
 */
public final class ListenerFailures {
  private final Logger log;
  private final String listener;
  private final WarningLimit limit;

  /**
   * Creates a log of failures.
   *
   * @param listener the name of the listener's type, for the message
   */
  public ListenerFailures(Logger log, String listener, LongSupplier ticker) {
    this.log = log;
    this.listener = listener;
    this.limit = new WarningLimit(ticker);
  }

  /** Logs an exception of a listener, or rethrows it if it is an error of the JVM. */
  public void handle(Throwable failure) {
    if (failure instanceof VirtualMachineError error) {
      throw error;
    }
    long suppressed = limit.acquire(failure.getClass().getName());
    if (suppressed != WarningLimit.SUPPRESSED) {
      log.warn(
          "Exception thrown by {}; the call continues: {}{}",
          listener,
          ErrorText.withLocation(failure),
          WarningLimit.sentence(suppressed));
    }
  }
}
