package io.github.adtauth.internal.listener;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.adtauth.AuthListener;
import io.github.adtauth.TestTiming;
import io.github.adtauth.testkit.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Tests of the log messages of {@link GuardedAuthListener}. */
class GuardedAuthListenerTest {
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(AuthListener.class);
  private final Level level = logger.getLevel();

  @BeforeEach
  void listen() {
    log.start();
    logger.setLevel(Level.WARN);
    logger.addAppender(log);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
    logger.setLevel(level);
  }

  @Test
  void listenerException_isLoggedRedactedWithLocation() {
    AuthListener broken =
        new AuthListener() {
          @Override
          public void tokenEvicted(String principal) {
            throw new IllegalStateException(
                "down\nINFO root \u001b[31mred password=hunter2hunter2");
          }
        };

    GuardedAuthListener.of(broken).tokenEvicted("alice");

    ILoggingEvent event = log.list.get(0);
    assertThat(event.getThrowableProxy()).isNull();
    assertThat(event.getFormattedMessage())
        .contains("IllegalStateException: down", "GuardedAuthListenerTest.java:")
        .doesNotContain("\n", "\u001b", "hunter2hunter2");
  }

  @Test
  void failingListener_isLoggedOncePerMinute() {
    ManualTime time = new ManualTime();
    AuthListener broken =
        new AuthListener() {
          @Override
          public void tokenServed(String principal, boolean stale) {
            throw new IllegalStateException("down");
          }
        };
    AuthListener guarded = new GuardedAuthListener(broken, TestTiming.of(time));
    for (int i = 0; i < 100; i++) {
      guarded.tokenServed("user 1", false);
    }
    assertThat(log.list).hasSize(1);

    time.advance(Duration.ofMinutes(1));
    guarded.tokenServed("user 1", false);
    assertThat(log.list).hasSize(2);
    assertThat(log.list.get(1).getFormattedMessage()).contains("(99 more were not logged.)");
  }
}
