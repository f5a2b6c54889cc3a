package io.github.adtauth.store.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.TestTiming;
import io.github.adtauth.store.KeyRing;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.testkit.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.UnifiedJedis;

/** Tests when the circuit breaker opens. */
@EnabledOnOs(OS.LINUX) // the embedded Redis
class RedisBreakerTest {
  private static final StoreKey ALICE = StoreKey.of("token", "alice");
  private static RedisFixture redis;
  private final ManualTime time = new ManualTime();

  @BeforeAll
  static void startRedis() throws Exception {
    redis = new RedisFixture();
  }

  @AfterAll
  static void stopRedis() throws Exception {
    redis.close();
  }

  private RedisTokenStore over(UnifiedJedis jedis) {
    return RedisTokenStore.create(jedis, KeyRing.of("k", new byte[32])).timing(TestTiming.of(time));
  }

  /** A full pool does not mean that Redis is down: calls after the burst must not fail. */
  @Test
  void exhaustedPool_doesNotOpenBreaker() throws Exception {
    ConnectionPoolConfig config = new ConnectionPoolConfig();
    config.setMaxTotal(1);
    config.setMaxWait(Duration.ofMillis(50));
    try (JedisPooled jedis = new JedisPooled(config, "127.0.0.1", redis.port())) {
      RedisTokenStore store = over(jedis);
      store.put(ALICE, "v".getBytes(UTF_8), time.clock().instant().plusSeconds(3600));
      try (Connection all = jedis.getPool().getResource()) {
        assertThat(all.ping()).isTrue();
        assertThatThrownBy(() -> store.get(ALICE))
            .hasMessage("No Redis connection is available in the pool.");
      }
      assertThat(store.get(ALICE)).isEqualTo("v".getBytes(UTF_8));
    }
  }

  /** Azure closes idle connections after ten minutes; so do many firewalls. */
  @Test
  void closedIdleConnection_isRetried() throws Exception {
    try (UnifiedJedis jedis = redis.connect()) {
      RedisTokenStore store = over(jedis);
      store.put(ALICE, "v".getBytes(UTF_8), time.clock().instant().plusSeconds(3600));
      redis.jedis().sendCommand(Protocol.Command.CLIENT, "KILL", "SKIPME", "yes", "TYPE", "normal");
      assertThat(store.get(ALICE)).isEqualTo("v".getBytes(UTF_8));
    }
  }
}
