package io.github.adtauth.store;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stores opaque bytes under hashed keys until they expire. Each key identifies one principal.
 *
 * <p>Implementations must be thread-safe. A store may be shared, also between nodes. The code that
 * creates a store closes the underlying resources.
 *
 * <p>All methods block on the calling thread. When a method returns normally, a written entry is
 * visible to every reader of the store, and a removed entry no longer exists. If an operation
 * fails, it throws {@link IOException}; the entry is then either the old or the new one, never a
 * mixture. An unreadable entry is a miss.
 *
 * <p>A value has at most {@link #MAX_VALUE_BYTES} bytes and is copied on write and read. Expiry has
 * a precision of one millisecond: at {@code expiresAt} the entry is a miss. Writing an entry that
 * has already expired removes it. A store that is full may evict only entries of the kind {@code
 * token}: an evicted sign-out would sign the user in again.
 */
public interface TokenStore {
  /** The maximum length of a value that every store accepts: 1 MB. */
  int MAX_VALUE_BYTES = 1 << 20;

  /**
   * Returns the value, or null if it is missing, expired or unreadable.
   *
   * @throws IOException if the store is unavailable
   */
  byte @Nullable [] get(StoreKey key) throws IOException;

  /**
   * Returns the value like {@link #get}, but an empty array if the entry exists and is unreadable.
   * The existence of some entries matters even then, such as that of a user's sign-out.
   *
   * @throws IOException if the store is unavailable
   */
  default byte @Nullable [] getEvenIfUnreadable(StoreKey key) throws IOException {
    return get(key);
  }

  /**
   * Returns the time of the server that all nodes share, or empty if the store has no server. It
   * dates a sign-out as long as the token service's time is not known. A store that wraps another
   * one returns the time of that store.
   *
   * @throws IOException if the store is unavailable
   */
  default Optional<Instant> serverTime() throws IOException {
    return Optional.empty();
  }

  /**
   * Writes an entry, replacing an existing one.
   *
   * @throws IllegalArgumentException if the value is too long
   * @throws IOException if the store did not confirm the write
   */
  void put(StoreKey key, byte[] value, Instant expiresAt) throws IOException;

  /**
   * Removes an entry, if it exists.
   *
   * @throws IOException if the store did not confirm the removal
   */
  void remove(StoreKey key) throws IOException;

  /**
   * Writes an entry atomically if its current value is the expected one. If two nodes refresh the
   * same session, the second one fails, and neither restores a session that has ended. There is no
   * default implementation, because one based on get and put would not be atomic.
   *
   * @param expected the expected current value; null if the entry must not exist
   * @return whether the entry was written
   * @throws IllegalArgumentException if the value is too long
   * @throws IOException if the store did not respond; the entry may or may not have been written
   */
  boolean replace(StoreKey key, byte @Nullable [] expected, byte[] value, Instant expiresAt)
      throws IOException;
}
