package io.github.adtauth.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.TestTiming;
import io.github.adtauth.store.KeyRing;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.testkit.ManualTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.UnifiedJedis;

/** Tests expiry, prefix and permissions in Redis, and a server that hangs or restarts. */
@EnabledOnOs(OS.LINUX) // the embedded Redis
class RedisTokenStoreTest {
  private static final StoreKey ALICE = StoreKey.of("token", "alice");
  private static final StoreKey BOB = StoreKey.of("token", "bob");
  private static final byte[] VALUE = "eyJ.the-plain-value".getBytes(UTF_8);
  private static final KeyRing RING = KeyRing.of("k", new byte[32]);
  private static RedisFixture redis;

  private final ManualTime time = new ManualTime();
  private final RedisTokenStore store = over(redis.jedis());

  @BeforeAll
  static void startRedis() throws Exception {
    redis = new RedisFixture();
  }

  @AfterAll
  static void stopRedis() throws Exception {
    redis.close();
  }

  @BeforeEach
  void empty() {
    redis.jedis().flushAll();
  }

  private RedisTokenStore over(UnifiedJedis jedis) {
    return RedisTokenStore.create(jedis, RING).timing(TestTiming.of(time));
  }

  private Instant soon() {
    return time.clock().instant().plus(Duration.ofHours(1));
  }

  private static byte[] raw(StoreKey key) {
    return key.text().getBytes(UTF_8);
  }

  @Test
  void entry_expiresInRedis() throws IOException {
    store.put(ALICE, VALUE, soon());
    assertThat(redis.jedis().pttl(ALICE.text())).isBetween(3_500_000L, 3_600_000L);
    store.replace(ALICE, VALUE, VALUE, time.clock().instant().plus(Duration.ofMinutes(1)));
    assertThat(redis.jedis().pttl(ALICE.text())).isBetween(50_000L, 60_000L);
    store.put(BOB, VALUE, Instant.MAX);
    assertThat(redis.jedis().pttl(BOB.text())).isPositive();
    assertThat(store.get(BOB)).isEqualTo(VALUE);
  }

  @Test
  void redis_containsNoPlaintext() throws IOException {
    store.put(ALICE, VALUE, soon());
    assertThat(redis.jedis().keys("*")).containsExactly(ALICE.text());
    assertThat(
            new String(redis.jedis().get(raw(ALICE)), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("plain");
    assertThat(ALICE.text()).doesNotContain("alice");
  }

  @Test
  void prefix_separatesApplications() throws IOException {
    RedisTokenStore rooms = store.prefix("rooms:");
    rooms.put(ALICE, VALUE, soon());
    assertThat(redis.jedis().keys("*")).containsExactly("rooms:" + ALICE.text());
    assertThat(store.get(ALICE)).isNull();
    assertThat(rooms.get(ALICE)).isEqualTo(VALUE);
  }

  @Test
  void valueOfAnotherUser_isMiss() throws IOException {
    List<String> faults = new ArrayList<>();
    RedisTokenStore telling = store.onFailure((kind, fault) -> faults.add(kind));
    store.put(ALICE, VALUE, soon());
    redis.jedis().set(raw(BOB), redis.jedis().get(raw(ALICE)));
    assertThat(telling.get(BOB)).isNull();
    assertThat(faults).containsExactly("not-authentic");
  }

  @Test
  void oldKeyDecrypts_removedKeyDoesNot() throws IOException {
    store.put(ALICE, VALUE, soon());
    KeyRing rotated =
        KeyRing.of(
            "k2",
            new byte[] {
              1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5,
              6, 7, 8
            });
    KeyRing both = rotated.withDecryptionKey("k", new byte[32]);
    assertThat(RedisTokenStore.create(redis.jedis(), both).timing(TestTiming.of(time)).get(ALICE))
        .isEqualTo(VALUE);
    assertThat(
            RedisTokenStore.create(redis.jedis(), rotated).timing(TestTiming.of(time)).get(ALICE))
        .isNull();
  }

  @Test
  void otherValue_isMissOrError() throws IOException {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      byte[] foreign = new byte[random.nextInt(200)];
      random.nextBytes(foreign);
      redis.jedis().set(raw(ALICE), foreign);
      assertThat(store.get(ALICE)).as("seed %d", seed).isNull();
    }
    redis.jedis().set(raw(ALICE), new byte[3 << 20]);
    assertThat(store.get(ALICE)).isNull();
    redis.jedis().del(raw(ALICE));
    redis.jedis().lpush(ALICE.text(), "a list");
    assertThat(store.get(ALICE)).isNull();
    assertThat(store.getEvenIfUnreadable(ALICE)).isEmpty(); // the entry exists
    store.put(BOB, VALUE, soon());
    assertThat(store.get(BOB)).isEqualTo(VALUE);
  }

  @Test
  void concurrentReplace_succeedsOnce() throws Exception {
    store.put(ALICE, VALUE, soon());
    ExecutorService nodes = Executors.newFixedThreadPool(8);
    try (UnifiedJedis other = redis.connect()) {
      List<TokenStore> stores = List.of(store, over(other));
      for (int round = 0; round < 50; round++) {
        byte[] before = store.get(ALICE);
        List<Callable<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          byte[] mine = (round + " " + i).getBytes(UTF_8);
          TokenStore node = stores.get(i % 2);
          attempts.add(() -> node.replace(ALICE, before, mine, soon()));
        }
        int first = 0;
        for (Future<Boolean> attempt : nodes.invokeAll(attempts)) {
          first += attempt.get() ? 1 : 0;
        }
        assertThat(first).isEqualTo(1);
      }
    } finally {
      nodes.shutdownNow();
    }
  }

  @Test
  void missingPermission_failsWithoutOpeningBreaker() throws IOException {
    redis
        .jedis()
        .sendCommand(Protocol.Command.ACL, "SETUSER", "reader", "on", ">pw", "~*", "+getrange");
    DefaultJedisClientConfig config =
        DefaultJedisClientConfig.builder().user("reader").password("pw").build();
    try (UnifiedJedis reader =
        new JedisPooled(new HostAndPort("127.0.0.1", redis.port()), config)) {
      RedisTokenStore readOnly = over(reader);
      assertThatThrownBy(() -> readOnly.put(ALICE, VALUE, soon()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("NOPERM");
      assertThat(readOnly.get(ALICE)).isNull();
    }
  }

  @Test
  void serverTime_isTimeOfRedis() throws IOException {
    Instant before = Instant.now();
    time.clock().advance(Duration.ofDays(-1));
    Instant serverTime = store.prefix("rooms:").serverTime().orElseThrow();
    assertThat(serverTime).isBetween(before.minusMillis(1), Instant.now().plusMillis(1));
  }

  @Test
  void serverTime_withoutPermission_isEmpty() throws IOException {
    redis
        .jedis()
        .sendCommand(Protocol.Command.ACL, "SETUSER", "timeless", "on", ">pw", "~*", "+getrange");
    DefaultJedisClientConfig config =
        DefaultJedisClientConfig.builder().user("timeless").password("pw").build();
    try (UnifiedJedis jedis = new JedisPooled(new HostAndPort("127.0.0.1", redis.port()), config)) {
      assertThat(over(jedis).serverTime()).isEmpty();
    }
  }

  @Test
  void hangingRedis_costsOneTimeout() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        UnifiedJedis jedis =
            new JedisPooled(
                new HostAndPort("127.0.0.1", silent.getLocalPort()),
                DefaultJedisClientConfig.builder()
                    .connectionTimeoutMillis(200)
                    .socketTimeoutMillis(200)
                    .build())) {
      RedisTokenStore hanging = over(jedis);
      assertThatThrownBy(() -> hanging.get(ALICE)).hasMessageContaining("did not respond: ");
      for (int i = 0; i < 1_000; i++) {
        assertThatThrownBy(() -> hanging.get(ALICE)).hasMessageContaining("Calls are suspended");
      }
      time.advance(Duration.ofSeconds(5));
      assertThatThrownBy(() -> hanging.get(ALICE)).hasMessageContaining("did not respond: ");
      assertThatThrownBy(() -> hanging.get(ALICE)).hasMessageContaining("Calls are suspended");
    }
  }

  @Test
  void restartedRedis_isUsedAgain() throws Exception {
    try (RedisFixture other = new RedisFixture()) {
      RedisTokenStore store = over(other.jedis());
      store.put(ALICE, VALUE, soon());
      other.stop();
      assertThatThrownBy(() -> store.get(ALICE)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> store.put(ALICE, VALUE, soon())).isInstanceOf(IOException.class);
      other.start();
      time.advance(Duration.ofSeconds(5));
      assertThat(store.get(ALICE)).isNull();
      store.put(ALICE, VALUE, soon());
      assertThat(store.get(ALICE)).isEqualTo(VALUE);
    }
  }

  @Test
  void otherCallsDuringTrial_failFast() throws IOException {
    RedisBreaker rest = new RedisBreaker(TestTiming.of(time), Duration.ofSeconds(5));
    rest.acquire();
    rest.onTimeout();
    time.advance(Duration.ofSeconds(5));
    rest.acquire(); // the trial call
    assertThatThrownBy(rest::acquire).isInstanceOf(IOException.class);
    rest.onSuccess();
    rest.acquire();
    rest.acquire();
  }
}
