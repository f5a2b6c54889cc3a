package io.github.adtauth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.AdtException;
import io.github.adtauth.CredentialException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.testkit.ManualTime;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a token service is left alone, and what those remember who were refused meanwhile. */
class AuthorityGuardTest {
  private final ManualTime time = new ManualTime();
  private final Backoff backoff = new Backoff(time.timing(), 3);
  private final AuthorityGuard guard = new AuthorityGuard(backoff);

  @BeforeEach
  void theTickerIsNotAtZero() {
    time.advance(Duration.ofDays(3));
  }

  private void fails(AdtException failure) {
    assertThatThrownBy(() -> guard.ask(() -> fail(failure))).isSameAs(failure);
  }

  private static String fail(AdtException failure) {
    throw failure;
  }

  private static AdtException busy(Duration asked) {
    return new UnavailableException(
        ErrorDetails.of("busy")
            .status(429)
            .correlationId("04f0c124-f2bc-4f59-8241-bf6df9866bbd")
            .retryAfter(asked));
  }

  private static AdtException unreachable() {
    return new UnavailableException(ErrorDetails.of("gone").cause(new IOException("reset")));
  }

  @Test
  void serviceThatIsReachedNoMore_isLeftAloneAfterThreeFailures_unlessItAnsweredBetween()
      throws IOException {
    fails(unreachable());
    fails(unreachable());
    assertThat(guard.ask(() -> "answer")).isEqualTo("answer");
    fails(unreachable());
    fails(unreachable());
    fails(unreachable());
    assertThatThrownBy(() -> guard.ask(() -> "not asked"))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("left alone");
  }

  @Test
  void refusalsAndWhatNeverReachedTheService_sayNothingOfIt() throws IOException {
    for (int i = 0; i < 5; i++) {
      fails(new CredentialException(ErrorDetails.of("wrong secret").status(401)));
      fails(new UnavailableException(ErrorDetails.of("too many requests wait here")));
    }
    assertThat(guard.ask(() -> "answer")).isEqualTo("answer");
  }

  @Test
  void whoIsRefusedMeanwhile_learnsForHowLong_andOfWhichFailure() {
    AdtException busy = busy(Duration.ofSeconds(30));
    fails(busy);
    time.advance(Duration.ofSeconds(10));
    assertThat(catchThrowable(() -> guard.ask(() -> "not asked")))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> {
              assertThat(e.retryAfter()).contains(Duration.ofSeconds(20));
              assertThat(e.status()).isEqualTo(429);
              assertThat(e.correlationId()).contains("04f0c124-f2bc-4f59-8241-bf6df9866bbd");
              assertThat(e).hasCause(busy);
            });
  }

  @Test
  void whoWasOnlyRefusedMeanwhile_waitsNoLongerThanTheServiceIsLeftAlone() {
    FailureMemory memory = new FailureMemory(time.timing());
    for (int i = 0; i < 8; i++) {
      fails(busy(Duration.ofSeconds(60)));
      time.advance(Duration.ofSeconds(59));
      Throwable refusal = catchThrowable(() -> guard.ask(() -> "not asked"));
      memory.failed("", refusal, backoff);
      assertThat(memory.isBackingOff()).isTrue();
      time.advance(Duration.ofSeconds(1));
      assertThat(memory.isBackingOff()).isFalse();
    }
  }

  @Test
  void whoFailedItself_waitsLongerEachTime_evenWhereAShortWaitWasAskedFor() {
    FailureMemory memory = new FailureMemory(time.timing());
    for (int i = 0; i < 4; i++) {
      memory.failed("", busy(Duration.ofMillis(1)), backoff);
      time.advance(Duration.ofMillis(499L << i));
      assertThat(memory.isBackingOff()).as("after failure %d", i + 1).isTrue();
      time.advance(Duration.ofMillis(500));
    }
  }

  /** Nor is another's failure, while the service is left alone, a refusal. */
  @Test
  void failureOfAnotherCause_whileTheServiceIsLeftAlone_isAFailure() {
    fails(busy(Duration.ofSeconds(60)));
    FailureMemory memory = new FailureMemory(time.timing());
    memory.failed("", busy(Duration.ofMillis(1)), backoff);
    time.advance(Duration.ofMillis(499));
    assertThat(memory.isBackingOff()).isTrue();
  }

  @Test
  void whatIsRemembered_weighsWhatWasAskedFor() {
    FailureMemory memory = new FailureMemory(time.timing());
    int empty = memory.weight();
    memory.failed("x".repeat(1000), unreachable(), backoff);
    assertThat(memory.weight()).isEqualTo(empty + 1000);
  }
}
