package io.github.adtauth.spring;

import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Runs the contract with Lettuce, the default of Spring Boot. */
@EnabledOnOs(OS.LINUX) // the embedded Redis
class LettuceStoreTest extends StoreContract {
  @Override
  RedisConnectionFactory connect(String host, int port) {
    LettuceConnectionFactory factory =
        new LettuceConnectionFactory(new RedisStandaloneConfiguration(host, port));
    factory.afterPropertiesSet();
    factory.start();
    return factory;
  }

  @Override
  void close(RedisConnectionFactory factory) {
    ((LettuceConnectionFactory) factory).destroy();
  }
}
