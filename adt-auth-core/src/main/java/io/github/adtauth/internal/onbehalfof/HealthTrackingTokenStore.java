package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.onbehalfof.OnBehalfOfHealth;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records whether the calls of another store succeed. Thread-safe if the other store is. */
public final class HealthTrackingTokenStore implements TokenStore {
  private final TokenStore delegate;
  private final HealthTracker health;

  /** Creates a store that reports the outcome of each call to the tracker. */
  public HealthTrackingTokenStore(TokenStore delegate, HealthTracker health) {
    this.delegate = delegate;
    this.health = health;
  }

  /** Returns the last failure of the store, or null if a call has succeeded since. */
  OnBehalfOfHealth.@Nullable Failure lastFailure() {
    return health.lastFailure();
  }

  @Override
  public byte @Nullable [] get(StoreKey key) throws IOException {
    return trackRead(() -> delegate.get(key));
  }

  @Override
  public byte @Nullable [] getEvenIfUnreadable(StoreKey key) throws IOException {
    return trackRead(() -> delegate.getEvenIfUnreadable(key));
  }

  @Override
  public Optional<Instant> serverTime() throws IOException {
    return track(delegate::serverTime);
  }

  @Override
  public void put(StoreKey key, byte[] value, Instant expiresAt) throws IOException {
    boolean unused =
        track(
            () -> {
              delegate.put(key, value, expiresAt);
              return true;
            });
  }

  @Override
  public void remove(StoreKey key) throws IOException {
    boolean unused =
        track(
            () -> {
              delegate.remove(key);
              return true;
            });
  }

  @Override
  public boolean replace(StoreKey key, byte @Nullable [] expected, byte[] value, Instant expiresAt)
      throws IOException {
    return track(() -> delegate.replace(key, expected, value, expiresAt));
  }

  private byte @Nullable [] trackRead(Read read) throws IOException {
    return track(() -> Optional.ofNullable(read.run())).orElse(null);
  }

  private <T> T track(StoreCall<T> call) throws IOException {
    try {
      T result = call.run();
      health.recordSuccess();
      return result;
    } catch (IOException | RuntimeException e) {
      health.recordFailure(e);
      throw e;
    }
  }

  @Override
  public String toString() {
    return delegate.toString();
  }

  /** A read of a value that may be missing. */
  @FunctionalInterface
  private interface Read {
    byte @Nullable [] run() throws IOException;
  }

  /** A call to the store. */
  @FunctionalInterface
  private interface StoreCall<T> {
    T run() throws IOException;
  }
}
