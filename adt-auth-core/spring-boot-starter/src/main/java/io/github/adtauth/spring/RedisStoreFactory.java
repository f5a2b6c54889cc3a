package io.github.adtauth.spring;

import static org.springframework.util.StringUtils.hasText;

import io.github.adtauth.Secret;
import io.github.adtauth.Timing;
import io.github.adtauth.spring.AdtAuthProperties.Store;
import io.github.adtauth.store.KeyRing;
import io.github.adtauth.store.SealedTokenStore;
import io.github.adtauth.store.SealingKeySource;
import io.github.adtauth.store.TokenStore;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Creates an encrypted store over the Redis connections of Spring. Thread-safe. */
final class RedisStoreFactory {
  private static final String KEYS = "adt-auth.store.keys";

  private final Supplier<@Nullable RedisConnectionFactory> connections;
  private final Timing timing;
  private final UnaryOperator<@Nullable String> variables;

  RedisStoreFactory(
      Supplier<@Nullable RedisConnectionFactory> connections,
      Timing timing,
      UnaryOperator<@Nullable String> variables) {
    this.connections = connections;
    this.timing = timing;
    this.variables = variables;
  }

  /**
   * Creates the store. Does not connect, so that a Redis that is down does not prevent the start.
   *
   * @throws InvalidPropertyException if the connection or the keys are missing
   */
  TokenStore create(Store store) {
    RedisConnectionFactory factory = connections.get();
    if (factory == null) {
      throw new InvalidPropertyException(
          "adt-auth.store.type is redis, but there is not exactly one RedisConnectionFactory.",
          "Set spring.data.redis.host or spring.data.redis.url, or declare one primary factory.");
    }
    if (store.timeout().isNegative() || store.timeout().isZero()) {
      throw new InvalidPropertyException(
          "adt-auth.store.timeout is " + store.timeout() + ".", "Set a positive time.");
    }
    RedisCommands commands = new RedisCommands(factory, timing, store.timeout());
    return SealedTokenStore.wrap(
            new SpringRedisEntries(commands, store.prefix(), timing), keys(store))
        .timing(timing);
  }

  private KeyRing keys(Store store) {
    Secret keys = store.keys();
    String name = KEYS;
    String text = keys == null ? null : keys.reveal();
    if (text == null) {
      name = SealingKeySource.VARIABLE;
      text = variables.apply(name);
    }
    if (!hasText(text)) {
      throw new InvalidPropertyException(
          "adt-auth.store.type is redis, but " + KEYS + " is missing.",
          "Set it to id:base64 of 32 random bytes, the same on all nodes.");
    }
    try {
      return KeyRing.parse(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidPropertyException(
          name + " is invalid: " + e.getMessage() + ".",
          "Set it to id:base64 of 32 random bytes; separate several keys by commas.");
    }
  }
}
