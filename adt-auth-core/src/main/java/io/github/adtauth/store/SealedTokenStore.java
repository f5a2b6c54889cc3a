package io.github.adtauth.store;

import io.github.adtauth.Timing;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Seals what another store keeps: AES-256-GCM under the current key of a {@link KeyRing}, bound to
 * the entry's key and its expiry. What does not open (changed, cut short, moved to another key,
 * sealed under a key that is not on the ring, never sealed) is a miss, logged once for each kind of
 * fault, never plaintext. What an old key sealed is sealed under the current one at the next write.
 * Whoever writes to the inner store can still delete an entry or bring back an earlier value of the
 * same key, until that value expires.
 *
 * <p>Each write draws a random nonce of 96 bits; put a new key on the ring before one key has
 * sealed 2<sup>32</sup> values, on all nodes together (136 years at one a second).
 *
 * <p>Thread-safe; share it. Nothing to close; the inner store stays its maker's. Throws what the
 * inner store throws.
 */
public final class SealedTokenStore implements TokenStore {
  private final TokenStore inner;
  private final SealedBox box;
  private final Timing timing;
  private final FailureReporter faults;

  private SealedTokenStore(TokenStore inner, SealedBox box, Timing timing, FailureReporter faults) {
    this.inner = inner;
    this.box = box;
    this.timing = timing;
    this.faults = faults;
  }

  /** Seals what {@code inner} keeps, on the time of the machine. */
  public static SealedTokenStore wrap(TokenStore inner, KeyRing ring) {
    return new SealedTokenStore(
        Objects.requireNonNull(inner, "inner"),
        new SealedBox(Objects.requireNonNull(ring, "ring")),
        Timing.system(),
        new FailureReporter((kind, fault) -> {}));
  }

  /** Returns a copy that takes the time from here. */
  public SealedTokenStore timing(Timing value) {
    return new SealedTokenStore(inner, box, Objects.requireNonNull(value, "timing"), faults);
  }

  /**
   * Returns a copy that tells of every entry that did not open: the kind of fault ({@code
   * not-sealed}, {@code truncated}, {@code too-long}, {@code unknown-key}, {@code not-authentic})
   * and an exception that names the entry by its hash. Called on the thread of the call; must be
   * thread-safe and quick. What it throws is logged and goes no further.
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
      faults.report(e);
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
    byte[] present = inner.get(key); // no two seals are the same bytes, so these stand for a value
    return Entry.matches(open(key, present), expected)
        && inner.replace(key, present, next, expiresAt);
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
      faults.report(e);
      return null;
    }
  }
}
