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
 * Stores entries in Redis, shared by all nodes. Entries are encrypted; see {@link
 * SealedTokenStore}.
 *
 * <p>The store uses the given Jedis client for a single server, Sentinel or Cluster, with its TLS
 * and ACL settings. The caller closes the client, and must configure finite timeouts, which are the
 * default. The key in Redis is a prefix and {@link StoreKey#text}. Entries also expire in Redis. A
 * hit takes one round trip.
 *
 * <p>A circuit breaker opens when Redis does not respond. Calls then fail fast for five seconds,
 * until one call checks Redis again, so a hanging Redis costs one timeout per five seconds instead
 * of one per call. An error reply (no permission, out of memory) fails only its own call. A call
 * ends within its {@linkplain #timeout timeout}, even if Redis sends its reply byte by byte.
 * Commands run on daemon threads that end when they are idle.
 *
 * <p>The {@code maxmemory-policy} of Redis must be {@code noeviction}. Otherwise a full Redis may
 * evict sign-outs and sessions, and a signed-out user's token is accepted again.
 *
 * <p>The Redis user needs the commands {@code GETRANGE}, {@code SET}, {@code DEL} and {@code EVAL}
 * for keys with the prefix, and should have {@code TIME}. Thread-safe.
 */
public final class RedisTokenStore implements TokenStore {
  private static final Duration BREAKER_OPEN_DURATION = Duration.ofSeconds(5);
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
      BiConsumer<String, Throwable> onFailure,
      Duration timeout) {
    this.jedis = jedis;
    this.ring = ring;
    this.prefix = prefix;
    this.timing = timing;
    this.onFailure = onFailure;
    this.timeout = timeout;
    RedisEntries entries =
        new RedisEntries(
            jedis,
            prefix,
            timing,
            new RedisBreaker(timing, BREAKER_OPEN_DURATION),
            new TimedCommands(timeout));
    sealed = SealedTokenStore.wrap(entries, ring).timing(timing).onFailure(onFailure);
  }

  /** Returns a store in the given Redis that encrypts its entries with the given keys. */
  @SuppressWarnings(
      "exports") // "requires transitive" would force the optional module on every consumer
  public static RedisTokenStore create(UnifiedJedis jedis, KeyRing ring) {
    return new RedisTokenStore(
        Objects.requireNonNull(jedis, "jedis"),
        Objects.requireNonNull(ring, "ring"),
        "",
        Timing.system(),
        (kind, failure) -> {},
        DEFAULT_TIMEOUT);
  }

  /** Returns a copy with a prefix for all keys. Defaults to no prefix. */
  public RedisTokenStore prefix(String value) {
    return new RedisTokenStore(
        jedis, ring, Objects.requireNonNull(value, "prefix"), timing, onFailure, timeout);
  }

  /** Returns a copy that uses the given clock. For tests. */
  public RedisTokenStore timing(Timing value) {
    return new RedisTokenStore(
        jedis, ring, prefix, Objects.requireNonNull(value, "timing"), onFailure, timeout);
  }

  /**
   * Returns a copy that notifies a listener of unreadable entries; see {@link
   * SealedTokenStore#onFailure}.
   */
  public RedisTokenStore onFailure(BiConsumer<String, Throwable> listener) {
    return new RedisTokenStore(
        jedis, ring, prefix, timing, Objects.requireNonNull(listener, "listener"), timeout);
  }

  /**
   * Returns a copy with a timeout for each command, including the wait for a connection and one
   * retry after a lost connection. Defaults to 5 seconds. The timeouts of Jedis limit single reads.
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
