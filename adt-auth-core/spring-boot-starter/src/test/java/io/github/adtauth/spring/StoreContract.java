package io.github.adtauth.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.Timing;
import io.github.adtauth.spring.AdtAuthProperties.Store;
import io.github.adtauth.store.KeyRing;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.store.redis.RedisTokenStore;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.testkit.internal.ReservedPort;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.util.unit.DataSize;
import redis.clients.jedis.JedisPooled;
import redis.embedded.RedisServer;

/** The contract of the store over Spring's Redis connections, with a real Redis. */
abstract class StoreContract {
  static final StoreKey KEY = StoreKey.of("test", "tenant", "alice");
  static final StoreKey OTHER = StoreKey.of("test", "tenant", "bob");
  private static final byte[] SEALING_KEY = new byte[32];
  private static final String KEYS = "k1:" + Base64.getEncoder().encodeToString(SEALING_KEY);

  final ManualTime time = new ManualTime();
  private final ReservedPort reserved = ReservedPort.open();
  private RedisServer server;
  RedisConnectionFactory connections;
  TokenStore store;

  /** Creates and starts the connections to Redis. */
  abstract RedisConnectionFactory connect(String host, int port);

  abstract void close(RedisConnectionFactory factory);

  @BeforeEach
  final void start() throws IOException {
    startRedis();
    connections = connect("127.0.0.1", reserved.port());
    store = newStore(Duration.ofSeconds(20));
  }

  @AfterEach
  final void stop() throws IOException {
    close(connections);
    server.stop();
    reserved.close();
  }

  private void startRedis() throws IOException {
    server =
        RedisServer.newRedisServer()
            .bind("127.0.0.1")
            .port(reserved.port())
            .setting("save \"\"")
            .build();
    server.start();
  }

  private TokenStore newStore(Duration timeout) {
    Timing timing = new Timing(time.clock(), time::nanoTime, time::jitter, time::sleep);
    return new RedisStoreFactory(() -> connections, timing, name -> KEYS)
        .create(new Store(Store.Type.REDIS, DataSize.ofMegabytes(1), null, "rooms:", timeout));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private Instant soon() {
    return time.clock().instant().plus(Duration.ofHours(1));
  }

  @Test
  void entries_areWrittenReadAndRemoved() throws Exception {
    assertThat(store.get(KEY)).isNull();
    store.put(KEY, bytes("a"), soon());
    store.put(OTHER, bytes("b"), soon());
    store.put(KEY, bytes("c"), soon());
    assertThat(store.get(KEY)).isEqualTo(bytes("c"));
    store.remove(KEY);
    store.remove(KEY);
    assertThat(store.get(KEY)).isNull();
    assertThat(store.getEvenIfUnreadable(OTHER)).isEqualTo(bytes("b"));
  }

  @Test
  void emptyAndLongValues_areAccepted() throws Exception {
    byte[] large = new byte[TokenStore.MAX_VALUE_BYTES];
    large[large.length - 1] = 1;
    store.put(KEY, new byte[0], soon());
    store.put(OTHER, large, soon());
    assertThat(store.get(KEY)).isEmpty();
    assertThat(store.get(OTHER)).isEqualTo(large);
    assertThatThrownBy(() -> store.put(KEY, new byte[large.length + 1], soon()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void entry_expires() throws Exception {
    store.put(KEY, bytes("value"), time.clock().instant().plus(Duration.ofSeconds(1)));
    time.advance(Duration.ofMillis(999));
    assertThat(store.get(KEY)).isNotNull();
    time.advance(Duration.ofMillis(1));
    assertThat(store.get(KEY)).isNull();
    store.put(KEY, bytes("old"), soon());
    store.put(KEY, bytes("new"), time.clock().instant());
    assertThat(store.get(KEY)).isNull();
    store.put(KEY, bytes("value"), Instant.MAX);
    assertThat(store.get(KEY)).isNotNull();
  }

  @Test
  void redis_expiresEntryToo() throws Exception {
    store.put(KEY, bytes("value"), soon());
    try (RedisConnection redis = connections.getConnection()) {
      byte[] key = bytes("rooms:" + KEY.text());
      assertThat(redis.keyCommands().ttl(key)).isBetween(3500L, 3600L);
      assertThat(new String(redis.stringCommands().get(key), UTF_8)).doesNotContain("value");
    }
  }

  @Test
  void replace_requiresExpectedValue() throws Exception {
    assertThat(store.replace(KEY, null, bytes("1"), soon())).isTrue();
    assertThat(store.replace(KEY, null, bytes("2"), soon())).isFalse();
    assertThat(store.replace(KEY, bytes("2"), bytes("3"), soon())).isFalse();
    assertThat(store.replace(KEY, bytes("1"), bytes("2"), soon())).isTrue();
    assertThat(store.get(KEY)).isEqualTo(bytes("2"));
    assertThat(store.replace(KEY, bytes("2"), bytes("3"), Instant.MIN)).isTrue();
    assertThat(store.get(KEY)).isNull();
  }

  @Test
  void concurrentReplace_losesNoWrite() throws Exception {
    int threads = 4;
    int each = 25;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        tasks.add(
            () -> {
              for (int n = 0; n < each; n++) {
                countUp();
              }
              return null;
            });
      }
      for (Future<Void> done : executor.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(new String(store.get(KEY), UTF_8)).isEqualTo(String.valueOf(threads * each));
  }

  private void countUp() throws IOException {
    byte[] present;
    byte[] next;
    do {
      present = store.get(KEY);
      int count = present == null ? 0 : Integer.parseInt(new String(present, UTF_8));
      next = bytes(String.valueOf(count + 1));
    } while (!store.replace(KEY, present, next, soon()));
  }

  @Test
  void untrustedValues_areMisses() throws Exception {
    byte[] key = bytes("rooms:" + KEY.text());
    try (RedisConnection redis = connections.getConnection()) {
      redis.stringCommands().set(key, bytes("plaintext"));
      assertThat(store.get(KEY)).isNull();
      assertThat(store.getEvenIfUnreadable(KEY)).as("exists").isEmpty();
      redis.keyCommands().del(key);
      redis.listCommands().lPush(key, bytes("a list"));
    }
    assertThat(store.get(KEY)).isNull();
    assertThat(store.getEvenIfUnreadable(KEY)).as("exists").isEmpty();
  }

  @Test
  void serverTime_isThatOfRedis() throws Exception {
    assertThat(store.serverTime())
        .hasValueSatisfying(
            now -> assertThat(now).isBetween(Instant.EPOCH, Instant.now().plusSeconds(60)));
  }

  @Test
  void storeOfTheCore_sharesEntries() throws Exception {
    try (JedisPooled jedis = new JedisPooled("127.0.0.1", reserved.port())) {
      TokenStore core =
          RedisTokenStore.create(jedis, KeyRing.of("k1", SEALING_KEY))
              .prefix("rooms:")
              .timing(new Timing(time.clock(), time::nanoTime, time::jitter, time::sleep));
      core.put(KEY, bytes("a"), soon());
      assertThat(store.get(KEY)).isEqualTo(bytes("a"));
      assertThat(store.replace(KEY, bytes("a"), bytes("b"), soon())).isTrue();
      assertThat(core.get(KEY)).isEqualTo(bytes("b"));
    }
  }

  @Test
  void stoppedRedis_failsFastAndRecovers() throws Exception {
    store.put(KEY, bytes("a"), soon());
    server.stop();
    TokenStore impatient = newStore(Duration.ofMillis(300));
    assertThatThrownBy(() -> impatient.get(KEY)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> impatient.get(KEY))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("suspended for 5 s");
    startRedis();
    time.advance(Duration.ofSeconds(5));
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (true) {
      try {
        assertThat(impatient.get(KEY)).as("empty after its restart").isNull();
        break;
      } catch (IOException e) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        time.advance(Duration.ofSeconds(5));
      }
    }
  }
}
