package io.github.adtauth.store;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps opaque bytes under hashed keys until they expire: one entry for each key, which stands for
 * one principal. Implementations are thread-safe and meant to be shared, between nodes too; who
 * makes a store closes what it stands on.
 *
 * <p>All methods block on the caller's thread. What returned normally is done: a write is visible
 * to every reader of the store, a removed entry is gone. What could not be done throws {@link
 * IOException}; then the entry is the old one or the new one, never a mixture. An entry that cannot
 * be made sense of is a miss.
 *
 * <p>A value holds at most {@link #MAX_VALUE_BYTES} bytes and is copied in and out. Expiry counts
 * to the millisecond: at {@code expiresAt} the entry is a miss. To write an entry that has expired
 * already is to remove it.
 */
public interface TokenStore {
  /** How long a value may be that every store takes: 1 MB. */
  int MAX_VALUE_BYTES = 1 << 20;

  /**
   * Returns the value, or null if there is none, it has expired or it makes no sense.
   *
   * @throws IOException if the store could not be asked
   */
  byte @Nullable [] get(StoreKey key) throws IOException;

  /**
   * Reads an entry as {@link #get} does, but returns no bytes where there is one that cannot be
   * read: for who has to know that something was there, such as a user's sign-out.
   *
   * @throws IOException if the store could not be asked
   */
  default byte @Nullable [] getEvenIfUnreadable(StoreKey key) throws IOException {
    return get(key);
  }

  /**
   * Returns the time of the server that all nodes share, or empty if the store has no clock of its
   * own. A sign-out is dated by it while the token service's time is not known yet. A store in
   * front of another one returns the other's.
   *
   * @throws IOException if the store could not be asked
   */
  default Optional<Instant> serverTime() throws IOException {
    return Optional.empty();
  }

  /**
   * Writes an entry, in place of the one there was.
   *
   * @throws IllegalArgumentException if the value is too long
   * @throws IOException if the store did not take it
   */
  void put(StoreKey key, byte[] value, Instant expiresAt) throws IOException;

  /**
   * Removes an entry, if there is one.
   *
   * @throws IOException if the store did not confirm it
   */
  void remove(StoreKey key) throws IOException;

  /**
   * Writes an entry if its present value is the expected one, in one step that nobody comes
   * between. So of two nodes that refresh one session the second learns that it was second, and
   * neither brings back a session that was ended meanwhile. There is no default: one made of get
   * and put would only look like this.
   *
   * @param expected the present value; null if there must be none
   * @return whether it was written
   * @throws IllegalArgumentException if the value is too long
   * @throws IOException if the store did not answer; then it may have been written or not
   */
  boolean replace(StoreKey key, byte @Nullable [] expected, byte[] value, Instant expiresAt)
      throws IOException;
}
