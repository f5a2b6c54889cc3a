package io.github.adtauth.store;

import io.github.adtauth.Timing;
import io.github.adtauth.internal.log.ListenerFailures;
import io.github.adtauth.internal.text.Redactor;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs each kind of unreadable entry once, and notifies a listener of every one. Thread-safe. */
final class FailureReporter {
  private static final Logger LOG = LoggerFactory.getLogger(TokenStore.class);

  private final BiConsumer<String, Throwable> listener;
  private final ListenerFailures listenerFailures =
      new ListenerFailures(LOG, "store failure listener", Timing.system().ticker());
  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  FailureReporter(BiConsumer<String, Throwable> listener) {
    this.listener = listener;
  }

  void report(UnreadableEntryException failure) {
    if (logged.add(failure.kind)) {
      LOG.warn(
          "Ignoring unreadable store entry ({}); further entries of this kind will not be logged: {}",
          failure.kind,
          Redactor.sanitizeId(failure.getMessage(), 300));
    }
    try {
      listener.accept(failure.kind, failure);
    } catch (Throwable e) {
      listenerFailures.handle(e);
    }
  }
}
