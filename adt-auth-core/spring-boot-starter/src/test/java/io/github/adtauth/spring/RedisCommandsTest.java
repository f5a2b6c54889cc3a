package io.github.adtauth.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.Timing;
import io.github.adtauth.testkit.ManualTime;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** The time limit and the suspension of Redis commands. */
class RedisCommandsTest {
  private static final String SECRET = "hunter2~hunter2";

  private final ManualTime time = new ManualTime();

  /** The commands of these tests do not use their connection. */
  private static RedisConnectionFactory connections() {
    RedisConnection connection = fake(RedisConnection.class, null);
    return fake(RedisConnectionFactory.class, connection);
  }

  private static <T> T fake(Class<T> type, @Nullable Object result) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> result));
  }

  private RedisCommands commands(Duration timeout) {
    return new RedisCommands(connections(), timing(), timeout);
  }

  private Timing timing() {
    return new Timing(time.clock(), time::nanoTime, time::jitter, time::sleep);
  }

  /** A healthy Redis must not count as down because many requests arrive at once. */
  @Test
  void manyCommands_shareThreads() throws Exception {
    int count = 400;
    RedisCommands commands = commands(Duration.ofSeconds(60));
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CountDownLatch running = new CountDownLatch(64);
    ExecutorService callers = Executors.newFixedThreadPool(count);
    try {
      List<Future<Boolean>> results = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        results.add(
            callers.submit(
                () ->
                    commands.run(
                        "read",
                        redis -> {
                          threads.add(Thread.currentThread());
                          running.countDown();
                          return await(running);
                        })));
      }
      for (Future<Boolean> result : results) {
        assertThat(result.get()).isTrue();
      }
      assertThat(threads).hasSize(64);
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void trialWithoutThread_isRepeated() throws Exception {
    AtomicBoolean outOfMemory = new AtomicBoolean();
    RedisCommands commands =
        new RedisCommands(
            connections(),
            timing(),
            Duration.ofSeconds(60),
            task -> {
              if (outOfMemory.get()) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              return new Thread(task);
            });
    assertThatThrownBy(
            () ->
                commands.run(
                    "read",
                    redis -> {
                      throw new RedisConnectionFailureException("down");
                    }))
        .isInstanceOf(IOException.class);
    time.advance(Duration.ofSeconds(5));
    outOfMemory.set(true);
    assertThatThrownBy(() -> commands.run("read", redis -> "x"))
        .isInstanceOf(OutOfMemoryError.class);
    outOfMemory.set(false);
    assertThat(commands.<String>run("read", redis -> "x")).isEqualTo("x");
  }

  /** The command does not end when it is interrupted, like a read of a socket. */
  @Test
  void hangingCommands_areLimited() throws Exception {
    RedisCommands commands = commands(Duration.ofSeconds(60));
    CountDownLatch end = new CountDownLatch(1);
    try {
      for (int i = 0; i < 64; i++) {
        CountDownLatch started = new CountDownLatch(1);
        Thread caller =
            new Thread(
                () ->
                    assertThatThrownBy(
                            () ->
                                commands.run(
                                    "read",
                                    redis -> {
                                      started.countDown();
                                      return awaitUninterruptibly(end);
                                    }))
                        .isInstanceOf(InterruptedIOException.class));
        caller.start();
        started.await();
        caller.interrupt();
        caller.join();
      }
      assertThatThrownBy(() -> commands.run("read", redis -> "x"))
          .hasMessage("Too many earlier Redis commands have not completed.");
    } finally {
      end.countDown();
    }
  }

  @Test
  void commandWithoutResponse_suspendsCommands() throws Exception {
    RedisCommands commands = commands(Duration.ofSeconds(60));
    assertThatThrownBy(
            () ->
                commands.run(
                    "read",
                    redis -> {
                      throw new RedisConnectionFailureException("password " + SECRET);
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("RedisConnectionFailureException")
        .hasMessageNotContaining(SECRET)
        .hasNoCause();
    assertThatThrownBy(() -> commands.run("read", redis -> "x")).hasMessageContaining("suspended");
    time.advance(Duration.ofSeconds(5));
    assertThat(commands.<String>run("read", redis -> "x")).isEqualTo("x");
    assertThat(commands.<String>run("read", redis -> "y")).isEqualTo("y");
  }

  @Test
  void rejectedCommand_failsAlone() throws Exception {
    RedisCommands commands = commands(Duration.ofSeconds(60));
    assertThatThrownBy(
            () ->
                commands.run(
                    "write",
                    redis -> {
                      throw new RedisSystemException("OOM " + SECRET, null);
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("Redis rejected the command to write an entry.");
    assertThat(commands.<String>run("read", redis -> "x")).isEqualTo("x");
  }

  @Test
  void slowCommand_failsAfterTimeout() {
    RedisCommands commands = commands(Duration.ofMillis(1));
    CountDownLatch end = new CountDownLatch(1);
    try {
      assertThatThrownBy(() -> commands.run("read", redis -> awaitUninterruptibly(end)))
          .isInstanceOf(IOException.class)
          .hasMessage("Redis did not respond within 1 ms.");
      assertThatThrownBy(() -> commands.run("read", redis -> "x"))
          .hasMessageContaining("suspended");
    } finally {
      end.countDown();
    }
  }

  @Test
  void interruptedCaller_stopsWaiting() {
    RedisCommands commands = commands(Duration.ofSeconds(60));
    CountDownLatch end = new CountDownLatch(1);
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> commands.run("read", redis -> await(end)))
          .isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
    } finally {
      end.countDown();
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return false;
    }
  }

  private static boolean awaitUninterruptibly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      boolean unused = await(latch);
    }
    return true;
  }
}
