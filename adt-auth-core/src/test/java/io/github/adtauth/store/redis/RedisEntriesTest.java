package io.github.adtauth.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.TestTiming;
import io.github.adtauth.store.KeyRing;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.testkit.ManualTime;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.executors.CommandExecutor;

/** Tests the circuit breaker after its trial call. */
class RedisEntriesTest {
  private static final StoreKey ALICE = StoreKey.of("token", "alice");
  private static final byte[] VALUE = "v".getBytes(UTF_8);

  private final ManualTime time = new ManualTime();
  private final Queue<Object> results = new ArrayDeque<>();
  private final UnifiedJedis jedis = new UnifiedJedis(new FakeExecutor(results));
  private final RedisEntries entries =
      new RedisEntries(
          jedis,
          "",
          TestTiming.of(time),
          new RedisBreaker(TestTiming.of(time), Duration.ofSeconds(5)),
          new TimedCommands(Duration.ofSeconds(60)));

  /** Returns the next result of a list, or throws it if it is an exception. */
  private record FakeExecutor(Queue<Object> results) implements CommandExecutor {
    @Override
    @SuppressWarnings("unchecked")
    public <T> T executeCommand(CommandObject<T> command) {
      Object result = results.remove();
      if (result instanceof RuntimeException e) {
        throw e;
      }
      return (T) result;
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void setUp() {
    time.advance(Duration.ofDays(3));
  }

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  private static JedisConnectionException hangs() {
    return new JedisConnectionException(new java.net.SocketTimeoutException("Read timed out"));
  }

  private void assertUnavailable() {
    results.add(hangs());
    assertThatThrownBy(() -> entries.get(ALICE)).hasMessageStartingWith("Redis did not respond: ");
    assertThatThrownBy(() -> entries.get(ALICE)).hasMessageContaining("Calls are suspended");
    assertThat(results).isEmpty();
    time.advance(Duration.ofSeconds(5));
  }

  private void assertRetried() throws IOException {
    results.add(VALUE);
    assertThat(entries.get(ALICE)).isEqualTo(VALUE);
    results.add(VALUE);
    assertThat(entries.get(ALICE)).isEqualTo(VALUE);
  }

  @Test
  void repeatedOutage_isRetriedEachTime() throws IOException {
    for (int i = 0; i < 3; i++) {
      assertUnavailable();
    }
    assertRetried();
    assertUnavailable();
    assertRetried();
  }

  @Test
  void errorReply_closesBreaker() throws IOException {
    assertUnavailable();
    results.add(new JedisDataException("NOPERM"));
    assertThatThrownBy(() -> entries.get(ALICE)).hasMessageContaining("NOPERM");
    assertRetried();
  }

  @Test
  void interruptedTrial_allowsAnother() throws IOException {
    assertUnavailable();
    results.add(new JedisConnectionException(new InterruptedException()));
    assertThatThrownBy(() -> entries.get(ALICE)).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertRetried();
  }

  @Test
  void trialWithoutConnection_allowsAnother() throws IOException {
    assertUnavailable();
    results.add(new JedisConnectionException(new NoSuchElementException("pool")));
    assertThatThrownBy(() -> entries.get(ALICE)).hasMessageContaining("No Redis connection");
    assertRetried();
  }

  @Test
  void failedTrial_allowsAnother() throws IOException {
    assertUnavailable();
    results.add(new IllegalStateException("theirs"));
    assertThatThrownBy(() -> entries.get(ALICE)).isInstanceOf(IllegalStateException.class);
    assertRetried();
  }

  @Test
  void tooLongValue_isMissButExists() throws IOException {
    results.add(new byte[(1 << 20) + 1024]);
    assertThat(entries.get(ALICE)).hasSize((1 << 20) + 1024);
    results.add(new byte[(1 << 20) + 1025]);
    assertThat(entries.get(ALICE)).isNull();
    results.add(new byte[(1 << 20) + 1025]);
    assertThat(entries.getEvenIfUnreadable(ALICE)).isEmpty();
  }

  @Test
  void unreadableEntry_isReportedAndRemoved() throws IOException {
    RedisTokenStore store = RedisTokenStore.create(jedis, KeyRing.of("k", new byte[32]));
    results.add(VALUE);
    assertThat(store.get(ALICE)).isNull();
    results.add(VALUE);
    assertThat(store.getEvenIfUnreadable(ALICE)).isEmpty();
    results.add(new byte[0]);
    assertThat(store.getEvenIfUnreadable(ALICE)).isNull();
    results.add(1L);
    store.remove(ALICE);
    assertThat(results).isEmpty();
    results.add("OK");
    store.put(ALICE, VALUE, Instant.MAX);
    assertThat(results).isEmpty();
  }
}
