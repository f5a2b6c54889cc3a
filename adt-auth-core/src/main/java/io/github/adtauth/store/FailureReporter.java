package io.github.adtauth.store;

import io.github.adtauth.Timing;
import io.github.adtauth.internal.log.ListenerFailures;
import io.github.adtauth.internal.text.Redactor;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs each kind of fault once and tells a listener of every one. Thread-safe. */
final class FailureReporter {
  private static final Logger LOG = LoggerFactory.getLogger(TokenStore.class);

  private final BiConsumer<String, Throwable> listener;
  private final ListenerFailures failures =
      new ListenerFailures(LOG, "a listener of store faults", Timing.system().ticker());
  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  FailureReporter(BiConsumer<String, Throwable> listener) {
    this.listener = listener;
  }

  void report(UnreadableEntryException fault) {
    if (logged.add(fault.kind)) {
      LOG.warn(
          "A stored entry does not open and counts as a miss; told once for each kind ({}): {}",
          fault.kind,
          Redactor.sanitizeId(fault.getMessage(), 300));
    }
    try {
      listener.accept(fault.kind, fault);
    } catch (Throwable e) {
      failures.handle(e);
    }
  }
}
