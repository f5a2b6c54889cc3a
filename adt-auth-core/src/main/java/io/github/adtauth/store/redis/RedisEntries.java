package io.github.adtauth.store.redis;

import static java.time.temporal.ChronoUnit.MICROS;

import io.github.adtauth.Timing;
import io.github.adtauth.internal.text.Ascii;
import io.github.adtauth.internal.text.RedactedCause;
import io.github.adtauth.internal.text.Redactor;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.math.BigDecimal;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/** Stores encrypted values, which are never empty, in Redis. Thread-safe. */
final class RedisEntries implements TokenStore {
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

  private final UnifiedJedis jedis;
  private final String prefix;
  private final Timing timing;
  private final RedisBreaker breaker;
  private final TimedCommands commands;

  RedisEntries(
      UnifiedJedis jedis,
      String prefix,
      Timing timing,
      RedisBreaker breaker,
      TimedCommands commands) {
    this.jedis = jedis;
    this.prefix = prefix;
    this.timing = timing;
    this.breaker = breaker;
    this.commands = commands;
  }

  @Override
  public byte @Nullable [] get(StoreKey key) throws IOException {
    byte[] value = getEvenIfUnreadable(key);
    return value == null || value.length == 0 ? null : value;
  }

  @Override
  public byte @Nullable [] getEvenIfUnreadable(StoreKey key) throws IOException {
    // GET would read a value of any length that another client has written.
    byte @Nullable [] value = execute("read", retryingOnce(() -> range(bytes(key))));
    if (value == null || value.length == 0) {
      return null;
    }
    return value.length > MAX_ENCRYPTED_BYTES ? new byte[0] : value;
  }

  /**
   * Reads the start of a value. A value of another type, such as a list, is treated as too long.
   */
  private byte @Nullable [] range(byte[] key) {
    try {
      return jedis.getrange(key, 0, MAX_ENCRYPTED_BYTES);
    } catch (JedisDataException e) {
      if (String.valueOf(e.getMessage()).startsWith("WRONGTYPE")) {
        return new byte[MAX_ENCRYPTED_BYTES + 1];
      }
      throw e;
    }
  }

  @Override
  public Optional<Instant> serverTime() throws IOException {
    byte[] anyKey =
        (prefix + "time").getBytes(StandardCharsets.UTF_8); // selects a node of a Cluster
    return execute(
        "read the time of",
        retryingOnce(
            () -> {
              try {
                return time(jedis.sendCommand(anyKey, Protocol.Command.TIME));
              } catch (JedisDataException e) {
                return Optional.empty(); // the user lacks the permission
              }
            }));
  }

  /** Parses the reply of TIME: seconds since 1970 and microseconds. */
  private static Optional<Instant> time(Object response) {
    if (response instanceof List<?> parts
        && parts.size() == 2
        && parts.get(0) instanceof byte[] seconds
        && parts.get(1) instanceof byte[] micros) {
      try {
        return Optional.of(Instant.ofEpochSecond(number(seconds)).plus(number(micros), MICROS));
      } catch (NumberFormatException | DateTimeException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static long number(byte[] ascii) {
    return Long.parseLong(new String(ascii, StandardCharsets.US_ASCII));
  }

  @Override
  public void put(StoreKey key, byte[] value, Instant expiresAt) throws IOException {
    long millis = millisUntil(expiresAt);
    if (millis <= 0) {
      remove(key);
      return;
    }
    execute(
        "write",
        retryingOnce(() -> jedis.set(bytes(key), value, SetParams.setParams().px(millis))));
  }

  @Override
  public void remove(StoreKey key) throws IOException {
    execute("remove", retryingOnce(() -> jedis.del(bytes(key))));
  }

  @Override
  public boolean replace(StoreKey key, byte @Nullable [] expected, byte[] value, Instant expiresAt)
      throws IOException {
    byte[] millis = Long.toString(millisUntil(expiresAt)).getBytes(StandardCharsets.US_ASCII);
    List<byte[]> arguments = List.of(expected == null ? MISSING : expected, value, millis);
    return Long.valueOf(1)
        .equals(execute("write", () -> jedis.eval(REPLACE, List.of(bytes(key)), arguments)));
  }

  /**
   * Returns a message without the arguments of an unknown command, because one of them may be the
   * password.
   */
  private static String redactedMessage(JedisException e) {
    String message = String.valueOf(e.getMessage());
    int arguments = Ascii.toLowerCase(message).indexOf("with args");
    return Redactor.sanitize(arguments < 0 ? message : message.substring(0, arguments), 300);
  }

  private <T> T execute(String operation, Supplier<T> command) throws IOException {
    breaker.acquire();
    try {
      T result = commands.run(command);
      breaker.onSuccess();
      return result;
    } catch (TimeoutException e) {
      breaker.onTimeout();
      throw new IOException("Redis did not respond within " + seconds(commands.timeout()) + ".");
    } catch (RejectedExecutionException e) {
      breaker.onTimeout();
      throw new IOException("Too many earlier Redis commands have not completed.");
    } catch (InterruptedException e) {
      breaker.release();
      throw interrupted(e);
    } catch (JedisDataException e) {
      breaker.onSuccess();
      throw new IOException(
          "Redis rejected the request to " + operation + " an entry: " + redactedMessage(e),
          RedactedCause.of(e));
    } catch (JedisException e) {
      if (isInterrupted(e)) {
        breaker.release();
        throw interrupted(e);
      }
      if (e.getCause() instanceof NoSuchElementException) {
        breaker.release(); // the command was not sent
        throw new IOException("No Redis connection is available in the pool.", RedactedCause.of(e));
      }
      breaker.onTimeout();
      throw new IOException("Redis did not respond: " + redactedMessage(e), RedactedCause.of(e));
    } catch (ClassCastException
        | NumberFormatException
        | NegativeArraySizeException
        | IndexOutOfBoundsException
        | OutOfMemoryError
        | StackOverflowError e) {
      // Jedis trusts the lengths in a reply, even a gigabyte or a billion nested replies.
      breaker.onTimeout();
      throw new IOException(
          "Redis sent a malformed reply: " + e.getClass().getName(), RedactedCause.of(e));
    } catch (RuntimeException | Error e) {
      breaker.release();
      throw e;
    }
  }

  private static IOException interrupted(Exception e) {
    Thread.currentThread().interrupt();
    return (IOException) new InterruptedIOException("interrupted").initCause(RedactedCause.of(e));
  }

  private static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }

  /**
   * Retries an idempotent command once on another connection if the first connection was lost.
   * Firewalls and managed servers close idle connections.
   */
  private static <T> Supplier<T> retryingOnce(Supplier<T> command) {
    return () -> {
      try {
        return command.get();
      } catch (JedisConnectionException e) {
        if (e.getCause() instanceof SocketTimeoutException
            || e.getCause() instanceof NoSuchElementException
            || isInterrupted(e)) {
          throw e;
        }
        return command.get();
      }
    };
  }

  private static boolean isInterrupted(JedisException e) {
    return Thread.currentThread().isInterrupted() || e.getCause() instanceof InterruptedException;
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
