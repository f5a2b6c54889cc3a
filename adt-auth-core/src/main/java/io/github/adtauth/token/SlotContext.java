package io.github.adtauth.token;

import io.github.adtauth.AuthListener;
import io.github.adtauth.Timing;
import io.github.adtauth.internal.text.Redactor;
import java.time.Clock;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all slots of a cache share.
 *
 * @param clock of the timing, at hand: every read of a token asks it
 * @param newcomers the executor for who had no token yet: a bounded share of the other
 */
record SlotContext(
    Timing timing,
    Clock clock,
    Executor executor,
    Executor newcomers,
    AuthListener listener,
    AuthorityHealth authority) {
  private static final Logger LOG = LoggerFactory.getLogger(TokenCache.class);

  /** Tells of a store that is down; the caller goes on without it. */
  void storeFault(String operation, Exception fault) {
    LOG.warn(
        "The token store failed to {}; going on without it: {}",
        operation,
        Redactor.sanitize(fault.toString(), 300));
    listener.storeFault(operation, fault);
  }
}
