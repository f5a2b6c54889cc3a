package io.github.adtauth.spring;

import io.github.adtauth.Timing;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStringCommands.SetOption;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.core.types.Expiration;

/**
 * Stores encrypted values, which are never empty, in Redis, in the format of {@code
 * RedisTokenStore}: nodes with either store share their entries. Thread-safe.
 */
final class SpringRedisEntries implements TokenStore {
  /** The maximum length of an encrypted value; encryption adds less than 1 KB. */
  private static final int MAX_ENCRYPTED_BYTES = MAX_VALUE_BYTES + 1024;

  private static final Duration MAX_LIFETIME = Duration.ofDays(365 * 100L);
  private static final byte[] MISSING = {};

  /** Replaces a value atomically. It uses a single key, so that it also runs on a Cluster. */
  private static final byte[] REPLACE =
      """
      local present = redis.call('GET', KEYS[1])
      if (present or '') ~= ARGV[1] then return 0 end
      if tonumber(ARGV[3]) > 0 then redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
      else redis.call('DEL', KEYS[1]) end
      return 1
      """
          .getBytes(StandardCharsets.US_ASCII);

  private final RedisCommands commands;
  private final String prefix;
  private final Timing timing;

  SpringRedisEntries(RedisCommands commands, String prefix, Timing timing) {
    this.commands = commands;
    this.prefix = prefix;
    this.timing = timing;
  }

  @Override
  public byte @Nullable [] get(StoreKey key) throws IOException {
    byte[] value = getEvenIfUnreadable(key);
    return value == null || value.length == 0 ? null : value;
  }

  @Override
  public byte @Nullable [] getEvenIfUnreadable(StoreKey key) throws IOException {
    // GET would read a value of any length that another client has written.
    byte @Nullable [] value = commands.run("read", redis -> range(redis, bytes(key)));
    if (value == null || value.length == 0) {
      return null;
    }
    return value.length > MAX_ENCRYPTED_BYTES ? new byte[0] : value;
  }

  /** Reads the start of a value. A value of another type, such as a list, counts as too long. */
  private static byte @Nullable [] range(RedisConnection redis, byte[] key) {
    try {
      return redis.stringCommands().getRange(key, 0, MAX_ENCRYPTED_BYTES);
    } catch (DataAccessException e) {
      if (String.valueOf(e.getMostSpecificCause().getMessage()).startsWith("WRONGTYPE")) {
        return new byte[MAX_ENCRYPTED_BYTES + 1];
      }
      throw e;
    }
  }

  @Override
  public Optional<Instant> serverTime() throws IOException {
    Long micros =
        commands.run(
            "read the time of", redis -> redis.serverCommands().time(TimeUnit.MICROSECONDS));
    return micros == null
        ? Optional.empty()
        : Optional.of(
            Instant.ofEpochSecond(
                micros / 1_000_000, TimeUnit.MICROSECONDS.toNanos(micros % 1_000_000)));
  }

  @Override
  public void put(StoreKey key, byte[] value, Instant expiresAt) throws IOException {
    long millis = millisUntil(expiresAt);
    if (millis <= 0) {
      remove(key);
      return;
    }
    Boolean unused =
        commands.run(
            "write",
            redis ->
                redis
                    .stringCommands()
                    .set(bytes(key), value, Expiration.milliseconds(millis), SetOption.upsert()));
  }

  @Override
  public void remove(StoreKey key) throws IOException {
    Long unused = commands.run("remove", redis -> redis.keyCommands().del(bytes(key)));
  }

  @Override
  public boolean replace(StoreKey key, byte @Nullable [] expected, byte[] value, Instant expiresAt)
      throws IOException {
    byte[] millis = Long.toString(millisUntil(expiresAt)).getBytes(StandardCharsets.US_ASCII);
    byte[] present = expected == null ? MISSING : expected;
    Long replaced =
        commands.run(
            "write",
            redis ->
                redis
                    .scriptingCommands()
                    .eval(REPLACE, ReturnType.INTEGER, 1, bytes(key), present, value, millis));
    return Long.valueOf(1).equals(replaced);
  }

  /** Returns the remaining lifetime by the local clock, because the server's may be wrong. */
  private long millisUntil(Instant expiresAt) {
    Duration remaining = Duration.between(timing.clock().instant(), expiresAt);
    if (remaining.isNegative()) {
      return 0;
    }
    return remaining.compareTo(MAX_LIFETIME) > 0 ? MAX_LIFETIME.toMillis() : remaining.toMillis();
  }

  private byte[] bytes(StoreKey key) {
    return (prefix + key.text()).getBytes(StandardCharsets.UTF_8);
  }
}
