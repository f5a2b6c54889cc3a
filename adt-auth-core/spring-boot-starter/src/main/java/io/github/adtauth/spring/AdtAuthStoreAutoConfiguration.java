package io.github.adtauth.spring;

import io.github.adtauth.Timing;
import io.github.adtauth.spring.AdtAuthProperties.Store;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.TokenStore;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Auto-configuration of the store of tokens, sessions and sign-outs. */
@AutoConfiguration(
    after = AdtAuthAutoConfiguration.class,
    afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnClass(TokenStore.class)
public final class AdtAuthStoreAutoConfiguration {
  /** Creates the configuration. */
  public AdtAuthStoreAutoConfiguration() {}

  /**
   * The store that {@code adt-auth.store.type} names, or null. The property is read here instead of
   * in a condition, because ahead-of-time processing evaluates conditions during the build.
   */
  @Bean
  @ConditionalOnMissingBean
  @Nullable TokenStore adtAuthTokenStore(
      AdtAuthProperties properties, Timing timing, ObjectProvider<RedisStoreFactory> redis) {
    Store store = properties.store();
    return switch (store.type()) {
      case NONE -> null;
      case MEMORY -> memory(store, timing);
      case REDIS -> {
        RedisStoreFactory factory = redis.getIfAvailable();
        if (factory == null) {
          throw new InvalidPropertyException(
              "adt-auth.store.type is redis, but Spring Data Redis is not on the class path.",
              "Add spring-boot-starter-data-redis.");
        }
        yield factory.create(store);
      }
    };
  }

  private static TokenStore memory(Store store, Timing timing) {
    try {
      return MemoryTokenStore.withMaximumBytes(store.maxSize().toBytes(), timing);
    } catch (IllegalArgumentException e) {
      throw new InvalidPropertyException(
          "adt-auth.store.max-size is " + store.maxSize() + ".", "Set it to 64MB or more.", e);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(RedisConnectionFactory.class)
  static final class Redis {
    Redis() {}

    @Bean
    @ConditionalOnMissingBean
    RedisStoreFactory adtAuthRedisStoreFactory(
        ObjectProvider<RedisConnectionFactory> connections,
        Timing timing,
        Environment environment) {
      return new RedisStoreFactory(
          () -> connections.getIfUnique(), timing, environment::getProperty);
    }
  }
}
