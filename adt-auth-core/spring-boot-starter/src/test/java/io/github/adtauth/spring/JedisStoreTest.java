package io.github.adtauth.spring;

import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

/** Runs the contract with Jedis. */
@EnabledOnOs(OS.LINUX) // the embedded Redis
class JedisStoreTest extends StoreContract {
  @Override
  RedisConnectionFactory connect(String host, int port) {
    JedisConnectionFactory factory =
        new JedisConnectionFactory(new RedisStandaloneConfiguration(host, port));
    factory.afterPropertiesSet();
    factory.start();
    return factory;
  }

  @Override
  void close(RedisConnectionFactory factory) {
    ((JedisConnectionFactory) factory).destroy();
  }
}
