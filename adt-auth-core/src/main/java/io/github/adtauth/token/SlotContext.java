package io.github.adtauth.token;

import io.github.adtauth.AuthListener;
import io.github.adtauth.Timing;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all slots of a cache share. */
record SlotContext(
    Timing timing, Executor executor, AuthListener listener, Backoff authorityBackoff) {
  private static final Logger LOG = LoggerFactory.getLogger(TokenCache.class);

  /** Tells of a store that is down; the caller goes on without it. */
  void storeFault(String operation, Exception fault) {
    LOG.warn("The token store failed to {}; going on without it: {}", operation, fault.toString());
    listener.storeFault(operation, fault);
  }
}
