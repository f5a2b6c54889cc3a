package io.github.adtauth.store.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.TestTiming;
import io.github.adtauth.store.KeyRing;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.testkit.ManualTime;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Connection;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.UnifiedJedis;

/** Tests a hostile server in place of Redis: every reply must be a mere store failure. */
@Timeout(
    value = 60,
    threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // an interrupt does not end a read
class HostileRedisTest {
  private static final StoreKey ALICE = StoreKey.of("token", "alice");

  /** The start of a reply with an endless length. */
  private static final String ENDLESS = "$";

  private final ManualTime time = new ManualTime();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private volatile String reply = "";

  HostileRedisTest() throws IOException {
    start(this::accept);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "hostile-redis");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        open.add(socket);
        start(() -> respond(socket));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void respond(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (true) {
        int arguments = Integer.parseInt(line(in).substring(1));
        String command = "";
        for (int i = 0; i < arguments; i++) {
          byte[] argument = in.readNBytes(Integer.parseInt(line(in).substring(1)));
          command = i == 0 ? new String(argument, ISO_8859_1).toUpperCase(Locale.ROOT) : command;
          in.skipNBytes(2);
        }
        String text = command.equals("CLIENT") ? "+OK\r\n" : reply;
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
        while (text.equals(ENDLESS)) {
          socket.getOutputStream().write('0');
        }
      }
    } catch (IOException | RuntimeException e) {
      // The client has closed the connection.
    }
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\r'; c = in.read()) {
      if (c < 0) {
        throw new IOException("closed");
      }
      line.append((char) c);
    }
    in.skipNBytes(1);
    return line.toString();
  }

  /** Each read of Jedis ends, so its timeout does not apply. */
  @Test
  void slowReply_timesOut_andRedisIsRetriedLater() throws IOException {
    reply = ENDLESS;
    try (JedisPooled jedis = new JedisPooled("127.0.0.1", server.getLocalPort())) {
      RedisTokenStore store = over(jedis).timeout(Duration.ofMillis(50));
      assertThatThrownBy(() -> store.get(ALICE))
          .isInstanceOf(IOException.class)
          .hasMessage("Redis did not respond within 0.05 s.");
      assertThatThrownBy(() -> store.get(ALICE)).hasMessageContaining("Calls are suspended");

      reply = "$-1\r\n";
      RedisTokenStore patient = store.timeout(Duration.ofSeconds(50));
      assertThat(patient.get(ALICE)).isNull();
      assertThatThrownBy(() -> store.timeout(Duration.ZERO))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void everyCall_hasATimeout() {
    reply = ENDLESS;
    try (JedisPooled jedis = new JedisPooled("127.0.0.1", server.getLocalPort())) {
      RedisTokenStore store = over(jedis).timeout(Duration.ofMillis(20));
      Instant expiresAt = time.clock().instant().plusSeconds(60);
      byte[] value = {1};
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> store.get(ALICE),
              () -> store.getEvenIfUnreadable(ALICE),
              () -> store.put(ALICE, value, expiresAt),
              () -> store.remove(ALICE),
              () -> store.replace(ALICE, null, value, expiresAt),
              store::serverTime)) {
        assertThatThrownBy(call)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("did not respond within");
        time.advance(Duration.ofSeconds(6));
      }
    }
  }

  /** By default Jedis waits for a connection without a limit. */
  @Test
  void connectionWait_timesOut() {
    ConnectionPoolConfig config = new ConnectionPoolConfig();
    config.setMaxTotal(1);
    try (JedisPooled jedis = new JedisPooled(config, "127.0.0.1", server.getLocalPort());
        Connection held = jedis.getPool().getResource()) {
      assertThat(held.isConnected()).isTrue();
      assertThatThrownBy(() -> over(jedis).timeout(Duration.ofMillis(20)).get(ALICE))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("did not respond within");
    }
  }

  @Test
  void interruptedCall_endsAndKeepsFlag() {
    reply = ENDLESS;
    try (JedisPooled jedis = new JedisPooled("127.0.0.1", server.getLocalPort())) {
      Thread.currentThread().interrupt();
      Throwable failure = catchThrowable(() -> over(jedis).get(ALICE));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(failure).isInstanceOf(InterruptedIOException.class);
    }
  }

  private RedisTokenStore over(UnifiedJedis jedis) {
    return RedisTokenStore.create(jedis, KeyRing.of("k", new byte[32])).timing(TestTiming.of(time));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$2147483647\r\n",
        "*2147483647\r\n",
        "$-7\r\n",
        ":1\r\n",
        "$x\r\n",
        "*1\r\n$1\r\na\r\n",
        "?\r\n",
        "-ERR no\r\n"
      })
  void malformedReply_isStoreFailure(String hostile) {
    reply = hostile;
    try (JedisPooled jedis = new JedisPooled("127.0.0.1", server.getLocalPort())) {
      RedisTokenStore store = over(jedis);
      assertThatThrownBy(() -> store.get(ALICE)).isInstanceOf(IOException.class);
      time.advance(Duration.ofSeconds(6));
      assertThatThrownBy(() -> store.getEvenIfUnreadable(ALICE)).isInstanceOf(IOException.class);
    }
  }

  /** As servers before version 6 respond to the command that carries the password. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-ERR unknown command `HELLO`, with args beginning with: `3`, `AUTH`, `u`, `p4ss-word`,\r\n",
        "-ERR unknown command 'HELLO', with args beginning with: '3' 'AUTH' 'u' 'p4ss-word' \r\n"
      })
  void passwordEchoedByServer_isRedacted(String quoting) {
    reply = quoting;
    try (JedisPooled jedis = new JedisPooled("127.0.0.1", server.getLocalPort())) {
      Throwable failure = catchThrowable(() -> over(jedis).get(ALICE));
      assertThat(failure).hasMessageContaining("unknown command");
      assertThat(Throwables.getStackTrace(failure)).doesNotContain("p4ss");
    }
  }

  @Test
  void nestedReplies_areStoreFailure() {
    reply = "*1\r\n".repeat(100_000);
    try (JedisPooled jedis = new JedisPooled("127.0.0.1", server.getLocalPort())) {
      RedisTokenStore store = over(jedis);
      assertThatThrownBy(() -> store.get(ALICE)).isInstanceOf(IOException.class);
    }
  }
}
