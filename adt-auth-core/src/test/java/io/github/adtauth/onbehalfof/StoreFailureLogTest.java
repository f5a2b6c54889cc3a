package io.github.adtauth.onbehalfof;

import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.signin.SignInFixture;
import io.github.adtauth.store.ForwardingStore;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.testkit.entra.FakeEntra;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Tests that store failures are logged on one line, without control characters or secrets. */
class StoreFailureLogTest {
  private static final String TEXT =
      "down\n2026-11-29 INFO root signed in \u001b[31mred password=hunter2hunter2";

  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.adtauth");
  private final Level level = logger.getLevel();

  @BeforeEach
  void listen() {
    log.start();
    logger.setLevel(Level.DEBUG);
    logger.addAppender(log);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
    logger.setLevel(level);
    fixture.close();
  }

  private final class BrokenStore extends ForwardingStore {
    BrokenStore() {
      super(MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(fixture.time)));
    }

    @Override
    protected void before() throws IOException {
      throw new IOException(TEXT);
    }
  }

  private void assertLogIsSanitized(String message) {
    assertThat(log.list).anyMatch(event -> event.getFormattedMessage().contains(message));
    assertThat(log.list)
        .allSatisfy(
            event -> {
              assertThat(event.getThrowableProxy()).isNull();
              assertThat(event.getFormattedMessage())
                  .doesNotContain("\n", "\u001b", "hunter2hunter2");
            });
  }

  @Test
  void storeFailures_areSanitizedInLog() throws IOException {
    OnBehalfOf web =
        fixture
            .signIn(entra.webApi())
            .store(new BrokenStore())
            .onBehalfOf(fixture.secretOf(entra.webApi()));

    assertThatThrownBy(() -> web.signOut(new UserId("a", "b")))
        .isInstanceOf(UnavailableException.class);
    web.forUser(entra.assertionFor(entra.alice(), entra.webApi())).token(TWINS);

    assertLogIsSanitized("Failed to read the time of the token store");
    assertLogIsSanitized("Failed to read sign-out state from the store");
  }

  private long warnings(String message) {
    return log.list.stream()
        .filter(event -> event.getFormattedMessage().startsWith(message))
        .count();
  }

  @Test
  void storeThatIsDown_isLoggedOncePerMinute() throws IOException {
    OnBehalfOf web =
        fixture
            .signIn(entra.webApi())
            .store(new BrokenStore())
            .onBehalfOf(fixture.secretOf(entra.webApi()));
    String message = "Failed to read sign-out state from the store";
    for (int i = 0; i < 5; i++) {
      web.forUser(entra.assertionFor(entra.alice(), entra.webApi())).token(TWINS);
      assertThatThrownBy(() -> web.signOut(new UserId("a", "b")))
          .isInstanceOf(UnavailableException.class);
      fixture.time.advance(Duration.ofSeconds(1)); // another token
    }
    assertThat(warnings(message)).isEqualTo(1);
    assertThat(warnings("Failed to read the time of the token store")).isLessThanOrEqualTo(1);
    fixture.time.advance(Duration.ofMinutes(1));
    web.forUser(entra.assertionFor(entra.alice(), entra.webApi())).token(TWINS);
    assertThat(warnings(message)).isEqualTo(2);
    assertThat(log.list)
        .anySatisfy(
            event ->
                assertThat(event.getFormattedMessage())
                    .startsWith(message)
                    .endsWith("more were not logged.)"));
  }
}
