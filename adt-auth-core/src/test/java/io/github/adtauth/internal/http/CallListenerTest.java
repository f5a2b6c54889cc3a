package io.github.adtauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.adtauth.AuthListener;
import io.github.adtauth.TestTiming;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Tests of {@link CallListener} with the listener of a custom token provider. */
class CallListenerTest {
  private static final Request REQUEST =
      new Request.Builder().url("https://contoso.example").build();

  private final ManualTime time = new ManualTime();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(AuthListener.class);
  private final Level level = logger.getLevel();

  @BeforeEach
  void captureLog() {
    log.start();
    logger.setLevel(Level.WARN);
    logger.addAppender(log);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
    logger.setLevel(level);
  }

  /** Returns a provider that returns another listener each time. */
  private static TokenProvider provider(Supplier<Error> failure) {
    return new TokenProvider() {
      @Override
      public AccessToken token(TokenRequest request) {
        throw new AssertionError();
      }

      @Override
      public AuthListener listener() {
        return new AuthListener() {
          @Override
          public void challengeReceived(String host, boolean claims) {
            throw failure.get();
          }

          @Override
          public void retrying(String host, int attempt, Duration delay, String reason) {
            throw failure.get();
          }
        };
      }
    };
  }

  private CallListener listener(TokenProvider tokens) {
    return new CallListener(AuthListener.NONE, tokens, TestTiming.of(time).ticker());
  }

  @Test
  void throwingListener_isLoggedOncePerMinute() {
    CallListener calls = listener(provider(() -> new AssertionError("down")));
    for (int i = 0; i < 50; i++) {
      CallListener user = calls.withTokens(provider(() -> new AssertionError("down")));
      user.challengeReceived(REQUEST, true);
      user.retrying(REQUEST, 1, Duration.ZERO, "429");
    }
    assertThat(log.list).hasSize(1);

    time.advance(Duration.ofMinutes(1));
    calls.challengeReceived(REQUEST, false);
    assertThat(log.list).hasSize(2);
    assertThat(log.list.get(1).getFormattedMessage()).contains("(99 more were not logged.)");
  }

  @Test
  void jvmError_isRethrown() {
    CallListener calls = listener(provider(() -> new OutOfMemoryError("test")));
    assertThatThrownBy(() -> calls.challengeReceived(REQUEST, true))
        .isInstanceOf(OutOfMemoryError.class);
    assertThatThrownBy(() -> calls.retrying(REQUEST, 1, Duration.ZERO, "429"))
        .isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void providerWithInvalidListener_doesNotFailCall() {
    Supplier<AuthListener> throwing =
        () -> {
          throw new Error("down");
        };
    for (Supplier<AuthListener> broken : List.<Supplier<AuthListener>>of(() -> null, throwing)) {
      CallListener calls =
          listener(
              new TokenProvider() {
                @Override
                public AccessToken token(TokenRequest request) {
                  throw new AssertionError();
                }

                @Override
                public AuthListener listener() {
                  return broken.get();
                }
              });
      assertThatCode(() -> calls.challengeReceived(REQUEST, true)).doesNotThrowAnyException();
    }
    assertThat(log.list).hasSize(1);
  }
}
