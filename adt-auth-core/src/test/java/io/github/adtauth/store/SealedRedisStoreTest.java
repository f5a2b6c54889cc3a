package io.github.adtauth.store;

import io.github.adtauth.Timing;
import io.github.adtauth.store.redis.RedisFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Runs the contract of encrypted stores against a real Redis. */
@EnabledOnOs(OS.LINUX) // the embedded Redis
class SealedRedisStoreTest extends SealedStoreContract {
  private static RedisFixture redis;

  @BeforeAll
  static void startRedis() throws Exception {
    redis = new RedisFixture();
  }

  @AfterAll
  static void stopRedis() throws Exception {
    redis.close();
  }

  @Override
  TokenStore newInner(Timing timing) {
    redis.jedis().flushAll();
    return redis.unsealed(timing);
  }
}
