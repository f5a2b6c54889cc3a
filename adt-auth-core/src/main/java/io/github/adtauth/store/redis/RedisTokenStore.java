package io.github.adtauth.store.redis;

import io.github.adtauth.Timing;
import io.github.adtauth.store.KeyRing;
import io.github.adtauth.store.SealedTokenStore;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/**
 * A store in Redis, shared by nodes, over a Jedis of yours: one server, Sentinel or Cluster, with
 * TLS and ACL user as you set it up; closing it stays yours. Give it finite timeouts, as it has by
 * default. What is kept is sealed (see {@link SealedTokenStore}), under the key as text after a
 * prefix, and expires in Redis too. A hit is one round trip.
 *
 * <p>After a call that Redis did not answer, it is left alone until a moment five seconds later:
 * calls fail at once until then, and then one of them tries it again. So a Redis that hangs costs
 * one timeout in five seconds, not one a call. An answer that refuses (no permission, no memory)
 * fails its own call only. A call ends within its {@linkplain #timeout time limit}, even if Redis
 * sends its reply byte by byte; commands run on daemon threads that end when they are idle.
 *
 * <p>The user needs {@code GETRANGE}, {@code SET}, {@code DEL} and {@code EVAL} on the prefix, and
 * should have {@code TIME}. Thread-safe; share it; nothing to close.
 */
public final class RedisTokenStore implements TokenStore {
  private static final Duration REST = Duration.ofSeconds(5);
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  private final UnifiedJedis jedis;
  private final KeyRing ring;
  private final String prefix;
  private final Timing timing;
  private final BiConsumer<String, Throwable> onFailure;
  private final Duration timeout;
  private final SealedTokenStore sealed;

  private RedisTokenStore(
      UnifiedJedis jedis,
      KeyRing ring,
      String prefix,
      Timing timing,
      BiConsumer<String, Throwable> onFault,
      Duration timeout) {
    this.jedis = jedis;
    this.ring = ring;
    this.prefix = prefix;
    this.timing = timing;
    this.onFailure = onFault;
    this.timeout = timeout;
    RedisEntries entries =
        new RedisEntries(
            jedis, prefix, timing, new RedisBreaker(timing, REST), new TimedCommands(timeout));
    sealed = SealedTokenStore.wrap(entries, ring).timing(timing).onFailure(onFault);
  }

  /** Seals with this ring what is kept in this Redis. */
  @SuppressWarnings("exports") // required transitively, an optional module were every consumer's
  public static RedisTokenStore create(UnifiedJedis jedis, KeyRing ring) {
    return new RedisTokenStore(
        Objects.requireNonNull(jedis, "jedis"),
        Objects.requireNonNull(ring, "ring"),
        "",
        Timing.system(),
        (kind, fault) -> {},
        DEFAULT_TIMEOUT);
  }

  /** Returns a store that begins all its keys with this prefix; empty unless it is said. */
  public RedisTokenStore prefix(String value) {
    return new RedisTokenStore(
        jedis, ring, Objects.requireNonNull(value, "prefix"), timing, onFailure, timeout);
  }

  /** Returns a store that takes the time from here. */
  public RedisTokenStore timing(Timing value) {
    return new RedisTokenStore(
        jedis, ring, prefix, Objects.requireNonNull(value, "timing"), onFailure, timeout);
  }

  /**
   * Returns a store that tells of entries that did not open, as {@link SealedTokenStore#onFailure}.
   */
  public RedisTokenStore onFailure(BiConsumer<String, Throwable> listener) {
    return new RedisTokenStore(
        jedis, ring, prefix, timing, Objects.requireNonNull(listener, "listener"), timeout);
  }

  /**
   * Returns a store whose commands may take this long, with the wait for a free connection and one
   * retry after a lost connection. Defaults to 5 seconds. Jedis's own timeouts limit a single read.
   *
   * @throws IllegalArgumentException if the time is not positive
   */
  public RedisTokenStore timeout(Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException("timeout must be positive: " + value);
    }
    return new RedisTokenStore(jedis, ring, prefix, timing, onFailure, value);
  }

  @Override
  public byte @Nullable [] get(StoreKey key) throws IOException {
    return sealed.get(key);
  }

  @Override
  public byte @Nullable [] getEvenIfUnreadable(StoreKey key) throws IOException {
    return sealed.getEvenIfUnreadable(key);
  }

  /** Returns the time of Redis; empty if the user may not read it. */
  @Override
  public Optional<Instant> serverTime() throws IOException {
    return sealed.serverTime();
  }

  @Override
  public void put(StoreKey key, byte[] value, Instant expiresAt) throws IOException {
    sealed.put(key, value, expiresAt);
  }

  @Override
  public void remove(StoreKey key) throws IOException {
    sealed.remove(key);
  }

  @Override
  public boolean replace(StoreKey key, byte @Nullable [] expected, byte[] value, Instant expiresAt)
      throws IOException {
    return sealed.replace(key, expected, value, expiresAt);
  }
}
