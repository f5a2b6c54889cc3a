package io.github.adtauth.store;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store that forwards to another one, with hooks before each operation. */
public abstract class ForwardingStore implements TokenStore {
  private final TokenStore inner;

  protected ForwardingStore(TokenStore inner) {
    this.inner = inner;
  }

  /** Runs before every operation. */
  protected void before() throws IOException {}

  /** Runs before a read. */
  protected void beforeRead() throws IOException {
    before();
  }

  /** Runs before a write. */
  protected void beforeWrite() throws IOException {
    before();
  }

  @Override
  public byte @Nullable [] get(StoreKey key) throws IOException {
    beforeRead();
    return inner.get(key);
  }

  @Override
  public byte @Nullable [] getEvenIfUnreadable(StoreKey key) throws IOException {
    beforeRead();
    return inner.getEvenIfUnreadable(key);
  }

  @Override
  public Optional<Instant> serverTime() throws IOException {
    beforeRead();
    return inner.serverTime();
  }

  @Override
  public void put(StoreKey key, byte[] value, Instant expiresAt) throws IOException {
    beforeWrite();
    inner.put(key, value, expiresAt);
  }

  @Override
  public void remove(StoreKey key) throws IOException {
    before();
    inner.remove(key);
  }

  @Override
  public boolean replace(StoreKey key, byte @Nullable [] expected, byte[] value, Instant expiresAt)
      throws IOException {
    beforeWrite();
    return inner.replace(key, expected, value, expiresAt);
  }
}
