package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggedListenerTest {
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
  void exceptionOfAListener_isLoggedSanitized_withItsLocation() {
    AuthListener broken =
        new AuthListener() {
          @Override
          public void tokenEvicted(String principal) {
            throw new IllegalStateException(
                "down\nINFO root \u001b[31mred password=hunter2hunter2");
          }
        };

    new GuardedListener(broken).tokenEvicted("alice");

    ILoggingEvent event = log.list.get(0);
    assertThat(event.getThrowableProxy()).isNull();
    assertThat(event.getFormattedMessage())
        .contains("IllegalStateException: down", "LoggedListenerTest.java:")
        .doesNotContain("\n", "\u001b", "hunter2hunter2");
  }
}
