package io.github.adtauth.scale;

import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A store that fails now and then, and is down altogether when told to be. */
final class FlakyStore implements TokenStore {
  private static final int ONE_IN = 20;

  private final TokenStore inner;
  private volatile boolean down;

  FlakyStore(TokenStore inner) {
    this.inner = inner;
  }

  void down(boolean value) {
    down = value;
  }

  private void perhapsFail() throws IOException {
    if (down || ThreadLocalRandom.current().nextInt(ONE_IN) == 0) {
      throw new IOException("the store does not answer");
    }
  }

  @Override
  public byte @Nullable [] get(StoreKey key) throws IOException {
    perhapsFail();
    return inner.get(key);
  }

  @Override
  public void put(StoreKey key, byte[] value, Instant expiresAt) throws IOException {
    perhapsFail();
    inner.put(key, value, expiresAt);
  }

  @Override
  public void remove(StoreKey key) throws IOException {
    perhapsFail();
    inner.remove(key);
  }

  @Override
  public boolean replace(StoreKey key, byte @Nullable [] expected, byte[] value, Instant expiresAt)
      throws IOException {
    perhapsFail();
    return inner.replace(key, expected, value, expiresAt);
  }
}
