package io.github.adtauth.internal.cache;

import io.github.adtauth.AuthListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Records token events. */
final class RecordingListener implements AuthListener {
  final List<String> events = Collections.synchronizedList(new ArrayList<>());

  @Override
  public void tokenServed(String principal, boolean stale) {
    events.add(stale ? "served stale" : "served fresh");
  }

  @Override
  public void tokenAcquired(String principal, Duration took, Instant expiresAt) {
    events.add("acquired");
  }

  @Override
  public void tokenFailed(String principal, Duration took, Throwable failure) {
    events.add("failed");
  }

  @Override
  public void tokenEvicted(String principal) {
    events.add("evicted");
  }
}
