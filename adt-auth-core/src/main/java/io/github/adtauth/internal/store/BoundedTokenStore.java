package io.github.adtauth.internal.store;

import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store that fails if another store returns a value that is too long, before the value is copied,
 * parsed or kept. Thread-safe if the other store is.
 */
public final class BoundedTokenStore implements TokenStore {
  private final TokenStore inner;

  private BoundedTokenStore(TokenStore inner) {
    this.inner = inner;
  }

  /** Returns a store that limits the values of the given store. */
  public static TokenStore of(TokenStore store) {
    return store instanceof BoundedTokenStore ? store : new BoundedTokenStore(store);
  }

  @Override
  public byte @Nullable [] get(StoreKey key) throws IOException {
    return bounded(inner.get(key));
  }

  @Override
  public byte @Nullable [] getEvenIfUnreadable(StoreKey key) throws IOException {
    return bounded(inner.getEvenIfUnreadable(key));
  }

  @Override
  public Optional<Instant> serverTime() throws IOException {
    return inner.serverTime();
  }

  @Override
  public void put(StoreKey key, byte[] value, Instant expiresAt) throws IOException {
    inner.put(key, value, expiresAt);
  }

  @Override
  public void remove(StoreKey key) throws IOException {
    inner.remove(key);
  }

  @Override
  public boolean replace(StoreKey key, byte @Nullable [] expected, byte[] value, Instant expiresAt)
      throws IOException {
    return inner.replace(key, expected, value, expiresAt);
  }

  private static byte @Nullable [] bounded(byte @Nullable [] value) throws IOException {
    if (value != null && value.length > MAX_VALUE_BYTES) {
      throw new IOException(
          "the store returned a value of "
              + value.length
              + " bytes, but a value holds at most "
              + MAX_VALUE_BYTES);
    }
    return value;
  }

  @Override
  public String toString() {
    return inner.toString();
  }
}
