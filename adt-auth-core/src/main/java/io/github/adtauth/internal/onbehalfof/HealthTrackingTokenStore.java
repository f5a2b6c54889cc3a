package io.github.adtauth.internal.onbehalfof;

import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store that is watched for whether it answers. */
public record HealthTrackingTokenStore(TokenStore inner, HealthTracker watch)
    implements TokenStore {
  @Override
  public byte @Nullable [] get(StoreKey key) throws IOException {
    return watched(() -> inner.get(key));
  }

  @Override
  public byte @Nullable [] getEvenIfUnreadable(StoreKey key) throws IOException {
    return watched(() -> inner.getEvenIfUnreadable(key));
  }

  @Override
  public Optional<Instant> serverTime() throws IOException {
    try {
      Optional<Instant> time = inner.serverTime();
      watch.recordSuccess();
      return time;
    } catch (IOException | RuntimeException e) {
      watch.recordFailure(e);
      throw e;
    }
  }

  private byte @Nullable [] watched(Read read) throws IOException {
    try {
      byte[] value = read.run();
      watch.recordSuccess();
      return value;
    } catch (IOException | RuntimeException e) {
      watch.recordFailure(e);
      throw e;
    }
  }

  @Override
  public void put(StoreKey key, byte[] value, Instant expiresAt) throws IOException {
    written(
        () -> {
          inner.put(key, value, expiresAt);
          return true;
        });
  }

  @Override
  public void remove(StoreKey key) throws IOException {
    written(
        () -> {
          inner.remove(key);
          return true;
        });
  }

  @Override
  public boolean replace(StoreKey key, byte @Nullable [] expected, byte[] value, Instant expiresAt)
      throws IOException {
    return written(() -> inner.replace(key, expected, value, expiresAt));
  }

  private boolean written(Write write) throws IOException {
    try {
      boolean done = write.run();
      watch.recordSuccess();
      return done;
    } catch (IOException | RuntimeException e) {
      watch.recordFailure(e);
      throw e;
    }
  }

  /** One read of the store. */
  @FunctionalInterface
  private interface Read {
    byte @Nullable [] run() throws IOException;
  }

  /** One write to the store. */
  @FunctionalInterface
  private interface Write {
    boolean run() throws IOException;
  }
}
