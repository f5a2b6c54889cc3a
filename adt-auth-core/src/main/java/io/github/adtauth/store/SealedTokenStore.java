package io.github.adtauth.store;

import io.github.adtauth.Timing;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts the entries of another store with AES-256-GCM under the current key of a {@link
 * KeyRing}.
 *
 * <p>The entry's key and expiry are authenticated. An entry is unreadable if it was changed,
 * truncated or moved to another key, if the ring lacks its encryption key, or if it is not
 * encrypted. Such an entry is a miss, never plaintext; each kind of failure is logged once. An
 * entry under an old encryption key gets the current one at the next write. An attacker with write
 * access to the inner store can still delete an entry, or restore an earlier value of the same key
 * until that value expires.
 *
 * <p>Each write uses a random nonce of 96 bits. Put a new key on the ring before all nodes together
 * have encrypted 2<sup>32</sup> values with one key (136 years at one value per second).
 *
 * <p>Thread-safe. Exceptions thrown by the inner store are propagated. The caller remains the owner
 * of the inner store.
 */
public final class SealedTokenStore implements TokenStore {
  private final TokenStore inner;
  private final SealedBox box;
  private final Timing timing;
  private final FailureReporter failures;

  private SealedTokenStore(
      TokenStore inner, SealedBox box, Timing timing, FailureReporter failures) {
    this.inner = inner;
    this.box = box;
    this.timing = timing;
    this.failures = failures;
  }

  /** Returns a store that encrypts the entries of {@code inner}. */
  public static SealedTokenStore wrap(TokenStore inner, KeyRing ring) {
    return new SealedTokenStore(
        Objects.requireNonNull(inner, "inner"),
        new SealedBox(Objects.requireNonNull(ring, "ring")),
        Timing.system(),
        new FailureReporter((kind, failure) -> {}));
  }

  /** Returns a copy that uses the given clock. For tests. */
  public SealedTokenStore timing(Timing value) {
    return new SealedTokenStore(inner, box, Objects.requireNonNull(value, "timing"), failures);
  }

  /**
   * Returns a copy that notifies a listener of every unreadable entry. The listener receives the
   * kind of failure ({@code not-sealed}, {@code truncated}, {@code too-long}, {@code unknown-key}
   * or {@code not-authentic}) and an exception that names the entry by its hash. It runs on the
   * calling thread, must be thread-safe and should return quickly. Its exceptions are logged and
   * ignored.
   */
  public SealedTokenStore onFailure(BiConsumer<String, Throwable> listener) {
    return new SealedTokenStore(
        inner, box, timing, new FailureReporter(Objects.requireNonNull(listener, "listener")));
  }

  @Override
  public byte @Nullable [] get(StoreKey key) throws IOException {
    Entry entry = open(key, inner.get(key));
    return entry == null ? null : entry.value();
  }

  @Override
  public byte @Nullable [] getEvenIfUnreadable(StoreKey key) throws IOException {
    byte[] sealed = inner.getEvenIfUnreadable(key);
    if (sealed == null) {
      return null;
    }
    try {
      Entry entry = box.open(key, sealed);
      return entry.isLiveAt(timing.clock()) ? entry.value() : null;
    } catch (UnreadableEntryException e) {
      failures.report(e);
      return new byte[0];
    }
  }

  @Override
  public Optional<Instant> serverTime() throws IOException {
    return inner.serverTime();
  }

  @Override
  public void put(StoreKey key, byte[] value, Instant expiresAt) throws IOException {
    inner.put(key, seal(key, value, expiresAt), expiresAt);
  }

  @Override
  public void remove(StoreKey key) throws IOException {
    inner.remove(key);
  }

  @Override
  public boolean replace(StoreKey key, byte @Nullable [] expected, byte[] value, Instant expiresAt)
      throws IOException {
    byte[] next = seal(key, value, expiresAt);
    byte[] current = inner.get(key); // encrypted bytes are unique, so they identify the value
    return Entry.matches(open(key, current), expected)
        && inner.replace(key, current, next, expiresAt);
  }

  private byte[] seal(StoreKey key, byte[] value, Instant expiresAt) {
    if (value.length > MAX_VALUE_BYTES) {
      throw Entry.tooLong();
    }
    return box.seal(key, new Entry(value, Entry.millis(expiresAt)));
  }

  private @Nullable Entry open(StoreKey key, byte @Nullable [] sealed) {
    if (sealed == null) {
      return null;
    }
    try {
      Entry entry = box.open(key, sealed);
      return entry.isLiveAt(timing.clock()) ? entry : null;
    } catch (UnreadableEntryException e) {
      failures.report(e);
      return null;
    }
  }
}
