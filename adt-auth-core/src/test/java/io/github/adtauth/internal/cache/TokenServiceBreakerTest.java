package io.github.adtauth.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.AdtException;
import io.github.adtauth.CredentialException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.testkit.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests when the breaker opens, whom it rejects, and when it closes again. */
class TokenServiceBreakerTest {
  private final ManualTime time = new ManualTime();
  private final TokenServiceHealth health = new TokenServiceHealth(TestTiming.of(time));
  private final TokenServiceBreaker guard = new TokenServiceBreaker(health);

  @BeforeEach
  void setTicker() {
    time.advance(Duration.ofDays(3));
  }

  private void fails(String principal, AdtException failure) {
    assertThatThrownBy(() -> guard.call(principal, () -> fail(failure))).isSameAs(failure);
  }

  private void succeeds(String principal) {
    assertThatCode(() -> guard.call(principal, () -> "token")).doesNotThrowAnyException();
  }

  private Throwable rejection(String principal) {
    return catchThrowable(
        () -> guard.call(principal, () -> fail(new IllegalStateException("was called"))));
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
  void throttledPrincipal_delaysOthersOneSecond() {
    fails("alice", busy(Duration.ofHours(1)));
    isRejected("bob", Duration.ofSeconds(1));
    time.advance(Duration.ofSeconds(1));
    succeeds("bob");
  }

  /** Further requests would make the service impose a longer wait. */
  @Test
  void throttledPrincipal_isRejectedLocallyUntilWaitEnds() {
    fails("alice", busy(Duration.ofHours(1)));
    time.advance(Duration.ofSeconds(1));
    for (int i = 1; i < 60; i++) {
      isRejected("alice", Duration.ofMinutes(60).minusSeconds(i));
      succeeds("bob");
      time.advance(Duration.ofSeconds(1));
    }
    time.advance(Duration.ofMinutes(59));
    succeeds("alice");
  }

  @Test
  void throttledPrincipal_getsOriginalReason() {
    AdtException busy = busy(Duration.ofHours(1));
    fails("alice", busy);
    time.advance(Duration.ofSeconds(1));
    fails("bob", outage());
    assertThat(rejection("alice"))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> {
              assertThat(e.getCause()).isSameAs(busy);
              assertThat(e.status()).isEqualTo(429);
              assertThat(health.isRejection(e)).isTrue();
            });
  }

  @Test
  void requestInFlight_doesNotShortenWait() {
    fails("alice", busy(Duration.ofHours(1)), "alice");
    isRejected("alice", Duration.ofHours(1));
  }

  /** Repeated throttling of a known principal does not delay others. */
  @Test
  void repeatedlyThrottledPrincipal_delaysNobody() {
    fails("alice", busy(Duration.ofSeconds(2)));
    for (int i = 0; i < 100; i++) {
      time.advance(Duration.ofSeconds(2));
      fails("alice", busy(Duration.ofSeconds(2)));
      succeeds("bob");
    }
  }

  @Test
  void repeatedlyThrottledPrincipal_countsOnce() {
    fails("alice", busy(Duration.ofSeconds(2)));
    for (int i = 0; i < 100; i++) {
      time.advance(Duration.ofSeconds(2));
      fails("alice", busy(Duration.ofSeconds(2)));
    }
    succeeds("bob");
  }

  @Test
  void secondThrottledPrincipal_suspendsClientBriefly() {
    throttlesTwo(Duration.ofHours(1));
    isRejected("carol", Duration.ofMillis(500));
    time.advance(Duration.ofMillis(500));
    succeeds("carol");
    isRejected("alice", Duration.ofHours(1).minusMillis(1500));
    isRejected("bob", Duration.ofHours(1).minusMillis(500));
  }

  /** A success of another principal ends the suspension, whatever wait the two get. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 60, 3600})
  void twoHammeringPrincipals_delayOthersTwoSeconds(int retryAfter) {
    int rejected = 0;
    for (int i = 0; i < 18_000; i++) {
      AdtException busy = busy(Duration.ofSeconds(retryAfter));
      attempt(i % 2 == 0 ? "mallory 1" : "mallory 2", busy);
      attempt(i % 2 == 0 ? "mallory 2" : "mallory 1", busy);
      if (i % 10 == 5 && attempt("user " + i, null) != null) {
        rejected++;
      }
      time.advance(Duration.ofMillis(100));
    }
    assertThat(rejected).as("seconds").isLessThanOrEqualTo(2);
  }

  @Test
  void hammeringPrincipal_doesNotExtendSuspension() {
    throttlesTwo(Duration.ofMillis(1_100));
    time.advance(Duration.ofMillis(500)); // half-open, and alice's wait is over
    for (int i = 0; i < 100; i++) {
      attempt("alice", busy(Duration.ofMillis(10)));
      attempt("bob", busy(Duration.ofMillis(10)));
      time.advance(Duration.ofMillis(10));
    }
    succeeds("carol");
  }

  @Test
  void probeOfThrottledPrincipal_doesNotDelayOthers() {
    throttlesTwo(Duration.ofMillis(1_100));
    time.advance(Duration.ofMillis(500));
    AdtException busy = busy(Duration.ofSeconds(2));
    Throwable thrown =
        catchThrowable(
            () ->
                guard.call(
                    "alice",
                    () -> {
                      isRejected("bob", Duration.ofMillis(600));
                      succeeds("carol");
                      throw busy;
                    }));
    assertThat(thrown).isSameAs(busy);
  }

  /** About one probe per minute by new principals, and one by throttled ones. */
  @Test
  void throttledClient_isProbedOncePerMinute() {
    int requests = 0;
    for (int i = 0; i < 3_600; i++) {
      requests += isSent("user " + i, busy(Duration.ofHours(2)));
      time.advance(Duration.ofSeconds(1));
    }
    // 2 until the suspension, then after 0.5, 1, 2, … 30 s (half of the delays, without jitter)
    assertThat(requests).isBetween(60, 130);
  }

  @Test
  void throttledClient_withFewPrincipals_isProbedAndRecovers() {
    for (int i = 0; i < 600; i++) {
      attempt("user " + i % 3, busy(Duration.ofSeconds(5)));
      time.advance(Duration.ofSeconds(1));
    }
    int seconds = 0;
    while (attempt("user " + seconds % 3, null) != null) {
      time.advance(Duration.ofSeconds(1));
      seconds++;
    }
    assertThat(seconds).isLessThanOrEqualTo(60);
  }

  @Test
  void success_endsSuspensionAtOnce() throws IOException {
    guard.call(
        "carol",
        () -> {
          throttlesTwo(Duration.ofHours(1));
          isRejected("dave", Duration.ofMillis(500));
          return "token";
        });
    succeeds("dave");
  }

  private void throttlesTwo(Duration wait) {
    fails("alice", busy(wait));
    time.advance(Duration.ofSeconds(1));
    fails("bob", busy(wait));
  }

  /** Lets {@code during} request a token while a request of {@code principal} is in flight. */
  private void fails(String principal, AdtException failure, String during) {
    Throwable thrown =
        catchThrowable(
            () ->
                guard.call(
                    principal,
                    () -> {
                      attempt(during, failure);
                      throw failure;
                    }));
    assertThat(thrown).isSameAs(failure);
  }

  /** Returns what a principal's call throws if the service fails this way; null for a token. */
  private @Nullable Throwable attempt(String principal, @Nullable AdtException failure) {
    return catchThrowable(
        () ->
            guard.call(
                principal,
                () -> {
                  if (failure != null) {
                    throw failure;
                  }
                  return "token";
                }));
  }

  private int isSent(String principal, AdtException failure) {
    return attempt(principal, failure) == failure ? 1 : 0;
  }

  @Test
  void secondThrottledPrincipalAfterWait_countsAsFirst() {
    fails("alice", busy(Duration.ofSeconds(30)));
    time.advance(Duration.ofSeconds(31));
    fails("bob", busy(Duration.ofHours(1)));
    isRejected("carol", Duration.ofSeconds(1));
  }

  /** A success in between shows that the client is not throttled. */
  @Test
  void secondThrottledPrincipalAfterSuccess_countsAsFirst() {
    fails("alice", busy(Duration.ofHours(1)));
    time.advance(Duration.ofSeconds(1));
    succeeds("bob");
    fails("carol", busy(Duration.ofHours(1)));
    isRejected("dave", Duration.ofSeconds(1));
    time.advance(Duration.ofSeconds(1));
    succeeds("dave");
  }

  @Test
  void absurdWait_isLimitedToOneHour() {
    fails("alice", busy(Duration.ofDays(300_000)));
    time.advance(Duration.ofSeconds(1));
    fails("bob", busy(Duration.ofDays(300_000)));
    assertThat(rejection("carol"))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> assertThat(e.retryAfter().orElseThrow()).isLessThan(Duration.ofSeconds(1)));
    isRejected("bob", Duration.ofHours(1));
  }

  @Test
  void zeroWait_isIgnored() {
    fails("alice", busy(Duration.ZERO));
    succeeds("bob");
  }

  @Test
  void unreachableService_opensBreakerAfterThreePrincipals() {
    fails("1", unreachable());
    fails("2", unreachable());
    succeeds("3");
    fails("1", unreachable());
    fails("2", unreachable());
    fails("3", unreachable());
    assertThat(rejection("4")).hasMessageContaining("a moment ago");
  }

  @Test
  void repeatedlyFailingPrincipal_delaysNobody() {
    for (int i = 0; i < 100; i++) {
      fails("forged", outage());
      time.advance(Duration.ofSeconds(1));
    }
    succeeds("bob");
  }

  @Test
  void rejectionAndUnsentRequest_areNotOutage() {
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
  void halfOpenBreaker_admitsOneRequest() throws Exception {
    opens();
    time.advance(Duration.ofSeconds(1));
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<Void> end = new CompletableFuture<>();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<String> probe =
          threads.submit(
              () ->
                  guard.call(
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
  void failedProbe_reopensForLonger() {
    opens();
    time.advance(Duration.ofMillis(500));
    fails("4", outage());
    isRejected("5", Duration.ofSeconds(1));
    time.advance(Duration.ofSeconds(1));
    fails("5", outage());
    isRejected("6", Duration.ofSeconds(2));
  }

  /** For example, forged tokens that cause server errors. */
  @Test
  void repeatedlyFailingPrincipals_doNotKeepProbe() {
    opens();
    time.advance(Duration.ofMillis(500));
    for (int i = 0; i < 600; i++) {
      attempt(String.valueOf(1 + i % 3), outage());
      time.advance(Duration.ofSeconds(1));
    }
    attempt("1", outage());
    succeeds("4");
  }

  /** A rejected request is inconclusive, but takes time. */
  @Test
  void inconclusiveProbe_isNotKept() {
    opens();
    time.advance(Duration.ofMillis(500));
    CredentialException rejected =
        new CredentialException(ErrorDetails.of("wrong secret").status(401));
    fails("4", rejected);
    assertThat(
            catchThrowable(
                () ->
                    guard.call(
                        "5",
                        () -> {
                          isRejected("4", Duration.ofSeconds(2));
                          throw rejected;
                        })))
        .isSameAs(rejected);
    succeeds("6");
  }

  /** After an outage that affected only these principals. */
  @Test
  void failedPrincipals_mayProbe() {
    opens();
    time.advance(Duration.ofMillis(500));
    fails("1", outage());
    time.advance(Duration.ofMillis(500));
    isRejected("1", Duration.ofMillis(500)); // other principals go first
    succeeds("2");
    succeeds("1");
  }

  /** A principal's long wait does not apply to others in this state either. */
  @Test
  void throttledProbe_reopensByBackOff() {
    opens();
    time.advance(Duration.ofMillis(500));
    fails("4", busy(Duration.ofHours(1)));
    isRejected("5", Duration.ofSeconds(1));
  }

  @Test
  void inconclusiveProbe_passesToNextCaller() {
    opens();
    time.advance(Duration.ofMillis(500));
    fails("4", new CredentialException(ErrorDetails.of("wrong secret").status(401)));
    succeeds("5");
  }

  @Test
  void hangingProbe_isAbandoned() throws IOException {
    opens();
    time.advance(Duration.ofMillis(500));
    String token =
        guard.call(
            "4",
            () -> {
              time.advance(Duration.ofSeconds(59));
              isRejected("5", Duration.ofSeconds(1));
              time.advance(Duration.ofSeconds(2));
              return guard.call("5", () -> "token");
            });
    assertThat(token).isEqualTo("token");
  }

  @Test
  void rejectedCaller_getsWaitAndFailure() {
    AdtException busy = busy(Duration.ofSeconds(30));
    fails("alice", busy(Duration.ofSeconds(30)));
    time.advance(Duration.ofSeconds(1));
    fails("bob", busy(Duration.ofSeconds(30)));
    assertThat(rejection("carol"))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> {
              assertThat(e.retryAfter()).contains(Duration.ofMillis(500));
              assertThat(e.status()).isEqualTo(429);
              assertThat(e.correlationId()).contains("04f0c124-f2bc-4f59-8241-bf6df9866bbd");
              assertThat(e.getCause()).hasMessage(busy.getMessage());
            });
  }

  @Test
  void rejectedCaller_waitsNoLongerThanBreaker() {
    FailureCache memory = new FailureCache(TestTiming.of(time));
    for (int i = 0; i < 8; i++) {
      opens();
      memory.add("", rejection("4"), health);
      assertThat(memory.isBackingOff()).isTrue();
      time.advance(Duration.ofSeconds(1));
      assertThat(memory.isBackingOff()).isFalse();
      succeeds("5");
    }
  }

  @Test
  void throttledCaller_waitsRegardlessOfClaims() {
    FailureCache memory = new FailureCache(TestTiming.of(time));
    memory.add("", busy(Duration.ofHours(1)), health);
    time.advance(Duration.ofMinutes(59));
    assertThatThrownBy(() -> memory.throwIfCached("{}"))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> assertThat(e.retryAfter()).contains(Duration.ofMinutes(1)));
    time.advance(Duration.ofMinutes(1));
    memory.throwIfCached("{}");
  }

  @Test
  void failedCaller_waitsLongerEachTime() {
    FailureCache memory = new FailureCache(TestTiming.of(time));
    for (int i = 0; i < 4; i++) {
      memory.add("", busy(Duration.ofMillis(1)), health);
      time.advance(Duration.ofMillis(499L << i));
      assertThat(memory.isBackingOff()).as("after failure %d", i + 1).isTrue();
      time.advance(Duration.ofMillis(500));
    }
  }

  /** A failure of another request while the breaker is open is not a rejection. */
  @Test
  void otherFailureWhileOpen_isFailure() {
    opens();
    FailureCache memory = new FailureCache(TestTiming.of(time));
    memory.add("", busy(Duration.ofMillis(1)), health);
    time.advance(Duration.ofMillis(499));
    assertThat(memory.isBackingOff()).isTrue();
  }

  @Test
  void weight_includesRejectedClaims() {
    FailureCache memory = new FailureCache(TestTiming.of(time));
    int empty = memory.weight();
    memory.add("x".repeat(1000), unreachable(), health);
    assertThat(memory.weight()).isEqualTo(empty + 1000);
  }
}
