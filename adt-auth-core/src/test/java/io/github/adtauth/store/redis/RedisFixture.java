package io.github.adtauth.store.redis;

import io.github.adtauth.Timing;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.testkit.internal.ReservedPort;
import java.io.IOException;
import java.time.Duration;
import redis.clients.jedis.UnifiedJedis;
import redis.embedded.RedisServer;

/** A real Redis on loopback. */
public final class RedisFixture implements AutoCloseable {
  private final ReservedPort reserved = ReservedPort.open();
  private final int port = reserved.port();
  private RedisServer server;
  private final UnifiedJedis jedis;

  /** Starts a server. */
  public RedisFixture() throws IOException {
    start();
    jedis = connect();
  }

  /** Restarts the server, empty, on the same port. */
  public void start() throws IOException {
    server = RedisServer.newRedisServer().bind("127.0.0.1").port(port).setting("save \"\"").build();
    server.start();
  }

  /** Stops the server. */
  public void stop() throws IOException {
    server.stop();
  }

  /** Returns the port. */
  public int port() {
    return port;
  }

  /** Returns a client. */
  public UnifiedJedis jedis() {
    return jedis;
  }

  /** Creates another client. */
  public UnifiedJedis connect() {
    return new redis.clients.jedis.JedisPooled("127.0.0.1", port);
  }

  /** Returns the store without encryption. */
  public TokenStore unsealed(Timing timing) {
    return new RedisEntries(
        jedis,
        "",
        timing,
        new RedisBreaker(timing, Duration.ofSeconds(5)),
        new TimedCommands(Duration.ofSeconds(60)));
  }

  @Override
  public void close() throws IOException {
    jedis.close();
    server.stop();
    reserved.close();
  }
}
