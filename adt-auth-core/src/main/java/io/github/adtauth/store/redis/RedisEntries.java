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

/** Sealed bytes in Redis, none of them empty. Thread-safe. */
final class RedisEntries implements TokenStore {
  /** What sealing adds to a value is less. */
  private static final int MOST = MAX_VALUE_BYTES + 1024;

  private static final Duration FOREVER = Duration.ofDays(365 * 100L);
  private static final byte[] NONE = {};

  /** In one step on the server; one key, so that it runs on a Cluster. */
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
  private final RedisBreaker rest;
  private final TimedCommands commands;

  RedisEntries(
      UnifiedJedis jedis, String prefix, Timing timing, RedisBreaker rest, TimedCommands commands) {
    this.jedis = jedis;
    this.prefix = prefix;
    this.timing = timing;
    this.rest = rest;
    this.commands = commands;
  }

  @Override
  public byte @Nullable [] get(StoreKey key) throws IOException {
    byte[] found = getEvenIfUnreadable(key);
    return found == null || found.length == 0 ? null : found;
  }

  @Override
  public byte @Nullable [] getEvenIfUnreadable(StoreKey key) throws IOException {
    // Not GET: whatever somebody has put there, no more of it is read than could be ours.
    byte @Nullable [] found = ask("read", twice(() -> range(bytes(key))));
    if (found == null || found.length == 0) {
      return null;
    }
    return found.length > MOST ? new byte[0] : found;
  }

  /**
   * Reads the start of a value. A value of another type, such as a list, is treated as too long.
   */
  private byte @Nullable [] range(byte[] key) {
    try {
      return jedis.getrange(key, 0, MOST);
    } catch (JedisDataException e) {
      if (String.valueOf(e.getMessage()).startsWith("WRONGTYPE")) {
        return new byte[MOST + 1];
      }
      throw e;
    }
  }

  @Override
  public Optional<Instant> serverTime() throws IOException {
    byte[] anyKey = (prefix + "time").getBytes(StandardCharsets.UTF_8); // chooses a Cluster's node
    return ask(
        "read the time of",
        twice(
            () -> {
              try {
                return time(jedis.sendCommand(anyKey, Protocol.Command.TIME));
              } catch (JedisDataException e) {
                return Optional.empty(); // the user has no permission
              }
            }));
  }

  /** Reads seconds since 1970 and microseconds. */
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
    ask("write", twice(() -> jedis.set(bytes(key), value, SetParams.setParams().px(millis))));
  }

  @Override
  public void remove(StoreKey key) throws IOException {
    ask("remove", twice(() -> jedis.del(bytes(key))));
  }

  @Override
  public boolean replace(StoreKey key, byte @Nullable [] expected, byte[] value, Instant expiresAt)
      throws IOException {
    byte[] millis = Long.toString(millisUntil(expiresAt)).getBytes(StandardCharsets.US_ASCII);
    List<byte[]> arguments = List.of(expected == null ? NONE : expected, value, millis);
    return Long.valueOf(1)
        .equals(ask("write", () -> jedis.eval(REPLACE, List.of(bytes(key)), arguments)));
  }

  /**
   * Returns a message without the arguments of an unknown command, because one of them may be the
   * password.
   */
  private static String shown(JedisException e) {
    String message = String.valueOf(e.getMessage());
    int arguments = Ascii.toLowerCase(message).indexOf("with args");
    return Redactor.sanitize(arguments < 0 ? message : message.substring(0, arguments), 300);
  }

  private <T> T ask(String what, Supplier<T> command) throws IOException {
    rest.enter();
    try {
      T answer = commands.run(command);
      rest.answered();
      return answer;
    } catch (TimeoutException e) {
      rest.didNotAnswer();
      throw new IOException("Redis did not respond within " + seconds(commands.timeout()) + ".");
    } catch (RejectedExecutionException e) {
      rest.didNotAnswer();
      throw new IOException("Redis has not responded to too many earlier commands.");
    } catch (InterruptedException e) {
      rest.leave();
      throw interrupted(e);
    } catch (JedisDataException e) {
      rest.answered();
      throw new IOException("Redis refused to " + what + ": " + shown(e), RedactedCause.of(e));
    } catch (JedisException e) {
      if (isInterrupted(e)) {
        rest.leave();
        throw interrupted(e);
      }
      if (e.getCause() instanceof NoSuchElementException) {
        rest.leave(); // it was not asked
        throw new IOException("No connection to Redis was free.", RedactedCause.of(e));
      }
      rest.didNotAnswer();
      throw new IOException("Redis did not answer: " + shown(e), RedactedCause.of(e));
    } catch (ClassCastException
        | NumberFormatException
        | NegativeArraySizeException
        | IndexOutOfBoundsException
        | OutOfMemoryError
        | StackOverflowError e) {
      // Jedis believes what a reply announces, a gigabyte or a billion replies within it.
      rest.didNotAnswer();
      throw new IOException(
          "Redis sent a reply that cannot be read: " + e.getClass().getName(), RedactedCause.of(e));
    } catch (RuntimeException | Error e) {
      rest.leave();
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
   * Sends a command once more, by another connection, if the first was lost: firewalls and managed
   * servers close those that were idle. Only what is the same done twice.
   */
  private static <T> Supplier<T> twice(Supplier<T> command) {
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

  /** By our clock, so that the server's may be wrong. */
  private long millisUntil(Instant expiresAt) {
    Duration left = Duration.between(timing.clock().instant(), expiresAt);
    if (left.isNegative()) {
      return 0;
    }
    return left.compareTo(FOREVER) > 0 ? FOREVER.toMillis() : left.toMillis();
  }

  private byte[] bytes(StoreKey key) {
    return (prefix + key.text()).getBytes(StandardCharsets.UTF_8);
  }
}
