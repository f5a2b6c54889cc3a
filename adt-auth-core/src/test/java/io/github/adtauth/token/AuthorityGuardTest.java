package io.github.adtauth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.AdtException;
import io.github.adtauth.CredentialException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.testkit.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a token service is left alone, and what those remember who were rejected meanwhile. */
class AuthorityGuardTest {
  private final ManualTime time = new ManualTime();
  private final AuthorityHealth health = new AuthorityHealth(time.timing());
  private final AuthorityGuard guard = new AuthorityGuard(health);

  @BeforeEach
  void theTickerIsNotAtZero() {
    time.advance(Duration.ofDays(3));
  }

  private void fails(String principal, AdtException failure) {
    assertThatThrownBy(() -> guard.ask(principal, () -> fail(failure))).isSameAs(failure);
  }

  private void succeeds(String principal) {
    assertThatCode(() -> guard.ask(principal, () -> "token")).doesNotThrowAnyException();
  }

  private Throwable rejection(String principal) {
    return catchThrowable(
        () -> guard.ask(principal, () -> fail(new IllegalStateException("was called"))));
  }

  private void isRejected(String principal, Duration wait) {
    assertThat(rejection(principal))
        .isInstanceOfSatisfying(
            UnavailableException.class, e -> assertThat(e.retryAfter()).contains(wait));
  }

  private static String fail(RuntimeException failure) {
    throw failure;
  }

  private static AdtException busy(Duration asked) {
    return new UnavailableException(
        ErrorDetails.of("busy")
            .status(429)
            .correlationId("04f0c124-f2bc-4f59-8241-bf6df9866bbd")
            .retryAfter(asked));
  }

  private static AdtException outage() {
    return new UnavailableException(ErrorDetails.of("down").status(500));
  }

  private static AdtException unreachable() {
    return new UnavailableException(ErrorDetails.of("gone").cause(new IOException("reset")));
  }

  @Test
  void oneThrottledPrincipal_holdsUpTheOthersForASecond() {
    fails("alice", busy(Duration.ofHours(1)));
    isRejected("bob", Duration.ofSeconds(1));
    time.advance(Duration.ofSeconds(1));
    succeeds("bob");
  }

  @Test
  void throttledPrincipalThatTriesAgain_holdsUpNobody() {
    fails("alice", busy(Duration.ofHours(1)));
    time.advance(Duration.ofSeconds(1));
    for (int i = 0; i < 100; i++) {
      fails("alice", busy(Duration.ofHours(1)));
      succeeds("bob");
    }
  }

  /** An insider with many inbound tokens, whom Entra throttles for each of them. */
  @Test
  void throttledPrincipalThatTriesAgain_isStillOne_whileNobodySucceeds() {
    fails("alice", busy(Duration.ofHours(1)));
    time.advance(Duration.ofSeconds(1));
    for (int i = 0; i < 100; i++) {
      fails("alice", busy(Duration.ofHours(1)));
    }
    succeeds("bob");
  }

  @Test
  void secondThrottledPrincipal_withinTheWait_isThrottlingOfTheClient() {
    fails("alice", busy(Duration.ofHours(1)));
    time.advance(Duration.ofMinutes(10));
    fails("bob", busy(Duration.ofHours(1)));
    time.advance(Duration.ofMinutes(10));
    isRejected("carol", Duration.ofMinutes(40)); // what both were told
    time.advance(Duration.ofMinutes(40));
    succeeds("carol");
  }

  @Test
  void secondThrottledPrincipal_withAShortWait_isNotHeldToTheLongOneOfTheFirst() {
    fails("alice", busy(Duration.ofHours(1)));
    time.advance(Duration.ofSeconds(1));
    fails("bob", busy(Duration.ofSeconds(5)));
    isRejected("carol", Duration.ofSeconds(5));
  }

  @Test
  void secondThrottledPrincipal_afterTheWait_isTheFirstAgain() {
    fails("alice", busy(Duration.ofSeconds(30)));
    time.advance(Duration.ofSeconds(31));
    fails("bob", busy(Duration.ofHours(1)));
    isRejected("carol", Duration.ofSeconds(1));
  }

  /** The client is not throttled where somebody was served in between. */
  @Test
  void secondThrottledPrincipal_afterASuccess_isTheFirstAgain() {
    fails("alice", busy(Duration.ofHours(1)));
    time.advance(Duration.ofSeconds(1));
    succeeds("bob");
    fails("carol", busy(Duration.ofHours(1)));
    isRejected("dave", Duration.ofSeconds(1));
    time.advance(Duration.ofSeconds(1));
    succeeds("dave");
  }

  @Test
  void absurdWait_isAnHour() {
    fails("alice", busy(Duration.ofDays(300_000)));
    time.advance(Duration.ofSeconds(1));
    fails("bob", busy(Duration.ofDays(300_000)));
    assertThat(rejection("carol"))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> assertThat(e.retryAfter().orElseThrow()).isLessThan(Duration.ofHours(1)));
  }

  @Test
  void waitOfZero_isNone() {
    fails("alice", busy(Duration.ZERO));
    succeeds("bob");
  }

  @Test
  void unreachableService_isLeftAlone_afterThreePrincipalsFailedInARow() {
    fails("1", unreachable());
    fails("2", unreachable());
    succeeds("3");
    fails("1", unreachable());
    fails("2", unreachable());
    fails("3", unreachable());
    assertThat(rejection("4")).hasMessageContaining("a moment ago");
  }

  @Test
  void principalThatFailsAgainAndAgain_holdsUpNobody() {
    for (int i = 0; i < 100; i++) {
      fails("forged", outage());
      time.advance(Duration.ofSeconds(1));
    }
    succeeds("bob");
  }

  @Test
  void rejectedCredentials_andWhatNeverReachedTheService_areNoOutage() {
    for (int i = 0; i < 5; i++) {
      fails("app " + i, new CredentialException(ErrorDetails.of("wrong secret").status(401)));
      fails("user " + i, new UnavailableException(ErrorDetails.of("too many requests wait here")));
    }
    succeeds("bob");
  }

  private void opens() {
    for (String principal : new String[] {"1", "2", "3"}) {
      fails(principal, outage());
    }
    assertThat(health.isOpen()).isTrue();
  }

  @Test
  void halfOpen_letsOneRequestPass() throws Exception {
    opens();
    time.advance(Duration.ofSeconds(1));
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<Void> end = new CompletableFuture<>();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<String> probe =
          threads.submit(
              () ->
                  guard.ask(
                      "4",
                      () -> {
                        started.countDown();
                        end.join();
                        return "token";
                      }));
      started.await();
      isRejected("5", Duration.ofSeconds(1));
      assertThat(health.isOpen()).isTrue();
      end.complete(null);
      assertThat(probe.get()).isEqualTo("token");
      succeeds("5");
      assertThat(health.isOpen()).isFalse();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void failedProbe_opensAgain_forLonger() {
    opens();
    time.advance(Duration.ofMillis(500));
    fails("4", outage());
    isRejected("5", Duration.ofSeconds(1));
    time.advance(Duration.ofSeconds(1));
    fails("5", outage());
    isRejected("6", Duration.ofSeconds(2));
  }

  /** One principal's hour is not everybody's in this state either. */
  @Test
  void throttledProbe_opensAgain_byTheBackOff() {
    opens();
    time.advance(Duration.ofMillis(500));
    fails("4", busy(Duration.ofHours(1)));
    isRejected("5", Duration.ofSeconds(1));
  }

  @Test
  void probeThatSaysNothingOfTheService_leavesTheTryToTheNext() {
    opens();
    time.advance(Duration.ofMillis(500));
    fails("4", new CredentialException(ErrorDetails.of("wrong secret").status(401)));
    succeeds("5");
  }

  @Test
  void probeThatHangs_isGivenUp() throws IOException {
    opens();
    time.advance(Duration.ofMillis(500));
    String token =
        guard.ask(
            "4",
            () -> {
              time.advance(Duration.ofSeconds(59));
              isRejected("5", Duration.ofSeconds(1));
              time.advance(Duration.ofSeconds(2));
              return guard.ask("5", () -> "token");
            });
    assertThat(token).isEqualTo("token");
  }

  @Test
  void rejectedCaller_isTold_forHowLong_andOfWhichFailure() {
    AdtException busy = busy(Duration.ofSeconds(30));
    fails("alice", busy(Duration.ofSeconds(30)));
    time.advance(Duration.ofSeconds(1));
    fails("bob", busy(Duration.ofSeconds(30)));
    assertThat(rejection("carol"))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> {
              assertThat(e.retryAfter()).contains(Duration.ofSeconds(29));
              assertThat(e.status()).isEqualTo(429);
              assertThat(e.correlationId()).contains("04f0c124-f2bc-4f59-8241-bf6df9866bbd");
              assertThat(e.getCause()).hasMessage(busy.getMessage());
            });
  }

  @Test
  void rejectedCaller_waitsNoLongerThanTheServiceIsLeftAlone() {
    FailureMemory memory = new FailureMemory(time.timing());
    for (int i = 0; i < 8; i++) {
      opens();
      memory.failed("", rejection("4"), health);
      assertThat(memory.isBackingOff()).isTrue();
      time.advance(Duration.ofSeconds(1));
      assertThat(memory.isBackingOff()).isFalse();
      succeeds("5");
    }
  }

  @Test
  void throttledCaller_waitsForAsLongAsItWasTold_whateverTheClaims() {
    FailureMemory memory = new FailureMemory(time.timing());
    memory.failed("", busy(Duration.ofHours(1)), health);
    time.advance(Duration.ofMinutes(59));
    assertThatThrownBy(() -> memory.refuse("{}"))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> assertThat(e.retryAfter()).contains(Duration.ofMinutes(1)));
    time.advance(Duration.ofMinutes(1));
    memory.refuse("{}");
  }

  @Test
  void failedCaller_waitsLongerEachTime_evenWhereAShortWaitWasAskedFor() {
    FailureMemory memory = new FailureMemory(time.timing());
    for (int i = 0; i < 4; i++) {
      memory.failed("", busy(Duration.ofMillis(1)), health);
      time.advance(Duration.ofMillis(499L << i));
      assertThat(memory.isBackingOff()).as("after failure %d", i + 1).isTrue();
      time.advance(Duration.ofMillis(500));
    }
  }

  /** Nor is another's failure, while the service is left alone, a rejection. */
  @Test
  void failureOfAnotherCause_whileTheServiceIsLeftAlone_isAFailure() {
    opens();
    FailureMemory memory = new FailureMemory(time.timing());
    memory.failed("", busy(Duration.ofMillis(1)), health);
    time.advance(Duration.ofMillis(499));
    assertThat(memory.isBackingOff()).isTrue();
  }

  @Test
  void whatIsRemembered_weighsWhatWasAskedFor() {
    FailureMemory memory = new FailureMemory(time.timing());
    int empty = memory.weight();
    memory.failed("x".repeat(1000), unreachable(), health);
    assertThat(memory.weight()).isEqualTo(empty + 1000);
  }
}
