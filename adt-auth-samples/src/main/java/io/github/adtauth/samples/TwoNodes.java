package io.github.adtauth.samples;

import com.sun.net.httpserver.HttpServer;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.store.KeyRing;
import io.github.adtauth.store.redis.RedisTokenStore;
import io.github.adtauth.testkit.internal.ReservedPort;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.UnifiedJedis;
import redis.embedded.RedisServer;

/**
 * Two nodes of one web API before one Redis: what one has exchanged the other need not; a node that
 * goes takes nothing with it; without Redis each continues with what it knows.
 */
public final class TwoNodes {
  private TwoNodes() {}

  /** Runs it. */
  public static void main(String[] args) {
    Launcher.main(Role.WEB_API, TwoNodes::run);
  }

  static void run(Surroundings in) throws Exception {
    PrintStream out = in.out();
    ReservedPort reserved = ReservedPort.open();
    int port = reserved.port();
    RedisServer redis = RedisServer.newRedisServer().bind("127.0.0.1").port(port).build();
    redis.start();
    try (reserved;
        UnifiedJedis jedis = new JedisPooled("127.0.0.1", port)) {
      RedisTokenStore store = RedisTokenStore.create(jedis, KeyRing.of("2026-11", newKey()));
      SignIn signIn = SignIn.with(in.config()).httpClient(in.http()).store(store);
      HttpServer first = RoomsOnJdkServer.start(in, signIn);
      HttpServer second = RoomsOnJdkServer.start(in, signIn);
      List<String> users = Stream.generate(in.inboundToken()).limit(3).toList();

      out.println("1. Three users reach the first node, which exchanges their tokens");
      askAll(in, first, users);
      out.println("2. They are sent to the second node, which finds the tokens in Redis");
      askAll(in, second, users);
      out.println("3. The first node is stopped; nothing is lost");
      first.stop(0);
      askAll(in, second, users);
      out.println("4. Redis is stopped; the second node goes on with what it knows");
      redis.stop();
      askAll(in, second, users);
      second.stop(0);
    } finally {
      redis.stop();
    }
  }

  private static void askAll(Surroundings in, HttpServer node, List<String> users)
      throws Exception {
    for (String user : users) {
      RoomsCaller.call(in, node, user);
    }
  }

  /** From a vault, the same on all nodes, in earnest. */
  private static byte[] newKey() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return key;
  }
}
