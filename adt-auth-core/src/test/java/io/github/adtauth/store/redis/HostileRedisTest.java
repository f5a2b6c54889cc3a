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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.UnifiedJedis;

/** What calls itself Redis and sends what no store would: a failure of the store, nothing worse. */
@Timeout(60)
class HostileRedisTest {
  private static final StoreKey ALICE = StoreKey.of("token", "alice");

  private final ManualTime time = new ManualTime();
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private volatile String reply = "";

  HostileRedisTest() throws IOException {
    start(this::accept);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
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
        start(() -> answer(socket));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void answer(Socket socket) {
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
      }
    } catch (IOException | RuntimeException e) {
      // The other side has gone.
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

  private RedisStore over(UnifiedJedis jedis) {
    return RedisStore.sealing(jedis, KeyRing.of("k", new byte[32])).timing(TestTiming.of(time));
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
  void reply_thatIsNone_isAFailureOfTheStore(String hostile) {
    reply = hostile;
    try (JedisPooled jedis = new JedisPooled("127.0.0.1", server.getLocalPort())) {
      RedisStore store = over(jedis);
      assertThatThrownBy(() -> store.get(ALICE)).isInstanceOf(IOException.class);
      time.advance(Duration.ofSeconds(6));
      assertThatThrownBy(() -> store.getOrEmpty(ALICE)).isInstanceOf(IOException.class);
    }
  }

  /** As servers before version 6 respond to the command that carries the password. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-ERR unknown command `HELLO`, with args beginning with: `3`, `AUTH`, `u`, `p4ss-word`,\r\n",
        "-ERR unknown command 'HELLO', with args beginning with: '3' 'AUTH' 'u' 'p4ss-word' \r\n"
      })
  void passwordThatTheServerQuotes_isNotInTheFailure(String quoting) {
    reply = quoting;
    try (JedisPooled jedis = new JedisPooled("127.0.0.1", server.getLocalPort())) {
      Throwable failure = catchThrowable(() -> over(jedis).get(ALICE));
      assertThat(failure).hasMessageContaining("unknown command");
      assertThat(Throwables.getStackTrace(failure)).doesNotContain("p4ss");
    }
  }

  @Test
  void repliesWithinReplies_areAFailureOfTheStore() {
    reply = "*1\r\n".repeat(100_000);
    try (JedisPooled jedis = new JedisPooled("127.0.0.1", server.getLocalPort())) {
      RedisStore store = over(jedis);
      assertThatThrownBy(() -> store.get(ALICE)).isInstanceOf(IOException.class);
    }
  }
}
