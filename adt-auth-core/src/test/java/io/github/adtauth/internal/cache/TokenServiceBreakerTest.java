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

/** Tests of {@link TokenServiceBreaker}, {@link TokenServiceHealth} and {@link FailureCache}. */
class TokenServiceBreakerTest {
  private final ManualTime time = new ManualTime();
  private final TokenServiceHealth health = new TokenServiceHealth(TestTiming.of(time));
  private final TokenServiceBreaker breaker = new TokenServiceBreaker(health);

  @BeforeEach
  void advanceTicker() {
    time.advance(Duration.ofDays(3));
  }

  private void assertFails(String principal, AdtException failure) {
    assertThatThrownBy(() -> breaker.call(principal, () -> fail(failure))).isSameAs(failure);
  }

  private void assertSucceeds(String principal) {
    assertThatCode(() -> breaker.call(principal, () -> "token")).doesNotThrowAnyException();
  }

  private Throwable rejection(String principal) {
    return catchThrowable(
        () -> breaker.call(principal, () -> fail(new IllegalStateException("was called"))));
  }

  private void assertRejected(String principal, Duration wait) {
    assertThat(rejection(principal))
        .isInstanceOfSatisfying(
            UnavailableException.class, e -> assertThat(e.retryAfter()).contains(wait));
  }

  private static String fail(RuntimeException failure) {
    throw failure;
  }

  private static AdtException busy(Duration retryAfter) {
    return new UnavailableException(
        ErrorDetails.of("busy")
            .status(429)
            .correlationId("04f0c124-f2bc-4f59-8241-bf6df9866bbd")
            .retryAfter(retryAfter));
  }

  private static AdtException outage() {
    return new UnavailableException(ErrorDetails.of("down").status(500));
  }

  private static AdtException unreachable() {
    return new UnavailableException(ErrorDetails.of("unreachable").cause(new IOException("reset")));
  }

  @Test
  void throttledPrincipal_delaysOthersForOneSecond() {
    assertFails("alice", busy(Duration.ofHours(1)));
    assertRejected("bob", Duration.ofSeconds(1));
    time.advance(Duration.ofSeconds(1));
    assertSucceeds("bob");
  }

  /** Otherwise the service would impose a longer wait, for example for many inbound tokens. */
  @Test
  void throttledPrincipal_isRejectedUntilWaitEnds() {
    assertFails("alice", busy(Duration.ofHours(1)));
    time.advance(Duration.ofSeconds(1));
    for (int i = 1; i < 60; i++) {
      assertRejected("alice", Duration.ofMinutes(60).minusSeconds(i));
      assertSucceeds("bob");
      time.advance(Duration.ofSeconds(1));
    }
    time.advance(Duration.ofMinutes(59));
    assertSucceeds("alice");
  }

  @Test
  void rejection_hasOriginalFailureAsCause() {
    AdtException busy = busy(Duration.ofHours(1));
    assertFails("alice", busy);
    time.advance(Duration.ofSeconds(1));
    assertFails("bob", outage());
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
    assertFails("alice", busy(Duration.ofHours(1)), "alice");
    assertRejected("alice", Duration.ofHours(1));
  }

  /** A principal that is known to be throttled does not delay others again. */
  @Test
  void principalThrottledRepeatedly_doesNotDelayOthers() {
    assertFails("alice", busy(Duration.ofSeconds(2)));
    for (int i = 0; i < 100; i++) {
      time.advance(Duration.ofSeconds(2));
      assertFails("alice", busy(Duration.ofSeconds(2)));
      assertSucceeds("bob");
    }
  }

  @Test
  void principalThrottledRepeatedly_countsOnce() {
    assertFails("alice", busy(Duration.ofSeconds(2)));
    for (int i = 0; i < 100; i++) {
      time.advance(Duration.ofSeconds(2));
      assertFails("alice", busy(Duration.ofSeconds(2)));
    }
    assertSucceeds("bob");
  }

  @Test
  void secondThrottledPrincipal_opensBreakerBriefly() {
    throttleTwo(Duration.ofHours(1));
    assertRejected("carol", Duration.ofMillis(500));
    time.advance(Duration.ofMillis(500));
    assertSucceeds("carol");
    assertRejected("alice", Duration.ofHours(1).minusMillis(1500));
    assertRejected("bob", Duration.ofHours(1).minusMillis(500));
  }

  /** After one success, further failures of the two principals do not open the breaker. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 60, 3600})
  void twoThrottledPrincipals_delayOthersForTwoSeconds(int retryAfter) {
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
  void throttledPrincipal_neitherProbesNorExtendsOpenState() {
    throttleTwo(Duration.ofMillis(1_100));
    time.advance(Duration.ofMillis(500)); // half-open, and alice's wait has ended
    for (int i = 0; i < 100; i++) {
      attempt("alice", busy(Duration.ofMillis(10)));
      attempt("bob", busy(Duration.ofMillis(10)));
      time.advance(Duration.ofMillis(10));
    }
    assertSucceeds("carol");
  }

  @Test
  void probeOfThrottledPrincipal_doesNotDelayOthers() {
    throttleTwo(Duration.ofMillis(1_100));
    time.advance(Duration.ofMillis(500));
    AdtException busy = busy(Duration.ofSeconds(2));
    Throwable thrown =
        catchThrowable(
            () ->
                breaker.call(
                    "alice",
                    () -> {
                      assertRejected("bob", Duration.ofMillis(600));
                      assertSucceeds("carol");
                      throw busy;
                    }));
    assertThat(thrown).isSameAs(busy);
  }

  /** Throttled principals and the others each send about one probe a minute. */
  @Test
  void throttledClient_isProbedOncePerMinute() {
    int requests = 0;
    for (int i = 0; i < 3_600; i++) {
      requests += isSent("user " + i, busy(Duration.ofHours(2)));
      time.advance(Duration.ofSeconds(1));
    }
    // 2 until the breaker opens, then after 0.5, 1, 2, … 30 s (halved by the jitter)
    assertThat(requests).isBetween(60, 130);
  }

  @Test
  void throttledClientWithFewPrincipals_recovers() {
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
  void success_closesBreaker() throws IOException {
    breaker.call(
        "carol",
        () -> {
          throttleTwo(Duration.ofHours(1));
          assertRejected("dave", Duration.ofMillis(500));
          return "token";
        });
    assertSucceeds("dave");
  }

  private void throttleTwo(Duration wait) {
    assertFails("alice", busy(wait));
    time.advance(Duration.ofSeconds(1));
    assertFails("bob", busy(wait));
  }

  /** Lets {@code during} request a token while a request of {@code principal} is in flight. */
  private void assertFails(String principal, AdtException failure, String during) {
    Throwable thrown =
        catchThrowable(
            () ->
                breaker.call(
                    principal,
                    () -> {
                      attempt(during, failure);
                      throw failure;
                    }));
    assertThat(thrown).isSameAs(failure);
  }

  /** Returns the exception for a principal if the service fails this way; null if it succeeds. */
  private @Nullable Throwable attempt(String principal, @Nullable AdtException failure) {
    return catchThrowable(
        () ->
            breaker.call(
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
    assertFails("alice", busy(Duration.ofSeconds(30)));
    time.advance(Duration.ofSeconds(31));
    assertFails("bob", busy(Duration.ofHours(1)));
    assertRejected("carol", Duration.ofSeconds(1));
  }

  /** The client itself is not throttled if a request between the two succeeded. */
  @Test
  void secondThrottledPrincipalAfterSuccess_countsAsFirst() {
    assertFails("alice", busy(Duration.ofHours(1)));
    time.advance(Duration.ofSeconds(1));
    assertSucceeds("bob");
    assertFails("carol", busy(Duration.ofHours(1)));
    assertRejected("dave", Duration.ofSeconds(1));
    time.advance(Duration.ofSeconds(1));
    assertSucceeds("dave");
  }

  @Test
  void hugeRetryAfter_isOneHour() {
    assertFails("alice", busy(Duration.ofDays(300_000)));
    time.advance(Duration.ofSeconds(1));
    assertFails("bob", busy(Duration.ofDays(300_000)));
    assertThat(rejection("carol"))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> assertThat(e.retryAfter().orElseThrow()).isLessThan(Duration.ofSeconds(1)));
    assertRejected("bob", Duration.ofHours(1));
  }

  @Test
  void retryAfterZero_doesNotReject() {
    assertFails("alice", busy(Duration.ZERO));
    assertSucceeds("bob");
  }

  @Test
  void unreachableService_opensBreakerAfterThreePrincipals() {
    assertFails("1", unreachable());
    assertFails("2", unreachable());
    assertSucceeds("3");
    assertFails("1", unreachable());
    assertFails("2", unreachable());
    assertFails("3", unreachable());
    assertThat(rejection("4")).hasMessageContaining("a moment ago");
  }

  @Test
  void principalFailingRepeatedly_doesNotDelayOthers() {
    for (int i = 0; i < 100; i++) {
      assertFails("forged", outage());
      time.advance(Duration.ofSeconds(1));
    }
    assertSucceeds("bob");
  }

  @Test
  void rejectionsAndUnsentRequests_doNotOpenBreaker() {
    for (int i = 0; i < 5; i++) {
      assertFails("app " + i, new CredentialException(ErrorDetails.of("wrong secret").status(401)));
      assertFails(
          "user " + i, new UnavailableException(ErrorDetails.of("too many queued requests")));
    }
    assertSucceeds("bob");
  }

  private void openBreaker() {
    for (String principal : new String[] {"1", "2", "3"}) {
      assertFails(principal, outage());
    }
    assertThat(health.isOpen()).isTrue();
  }

  @Test
  void halfOpenBreaker_allowsOneRequest() throws Exception {
    openBreaker();
    time.advance(Duration.ofSeconds(1));
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<Void> end = new CompletableFuture<>();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<String> probe =
          threads.submit(
              () ->
                  breaker.call(
                      "4",
                      () -> {
                        started.countDown();
                        end.join();
                        return "token";
                      }));
      started.await();
      assertRejected("5", Duration.ofSeconds(1));
      assertThat(health.isOpen()).isTrue();
      end.complete(null);
      assertThat(probe.get()).isEqualTo("token");
      assertSucceeds("5");
      assertThat(health.isOpen()).isFalse();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void failedProbe_extendsOpenState() {
    openBreaker();
    time.advance(Duration.ofMillis(500));
    assertFails("4", outage());
    assertRejected("5", Duration.ofSeconds(1));
    time.advance(Duration.ofSeconds(1));
    assertFails("5", outage());
    assertRejected("6", Duration.ofSeconds(2));
  }

  /** For example with forged tokens that cause server errors. */
  @Test
  void failingPrincipals_neitherKeepProbeNorExtendOpenState() {
    openBreaker();
    time.advance(Duration.ofMillis(500));
    for (int i = 0; i < 600; i++) {
      attempt(String.valueOf(1 + i % 3), outage());
      time.advance(Duration.ofSeconds(1));
    }
    attempt("1", outage());
    assertSucceeds("4");
  }

  /** A rejection does not show the state of the service, but takes time. */
  @Test
  void inconclusiveProbe_isTriedByOtherPrincipal() {
    openBreaker();
    time.advance(Duration.ofMillis(500));
    CredentialException rejected =
        new CredentialException(ErrorDetails.of("wrong secret").status(401));
    assertFails("4", rejected);
    assertThat(
            catchThrowable(
                () ->
                    breaker.call(
                        "5",
                        () -> {
                          assertRejected("4", Duration.ofSeconds(2));
                          throw rejected;
                        })))
        .isSameAs(rejected);
    assertSucceeds("6");
  }

  /** After an outage that affected only these principals. */
  @Test
  void failedPrincipals_probeLast() {
    openBreaker();
    time.advance(Duration.ofMillis(500));
    assertFails("1", outage());
    time.advance(Duration.ofMillis(500));
    assertRejected("1", Duration.ofMillis(500)); // the others probe first
    assertSucceeds("2");
    assertSucceeds("1");
  }

  /** The wait of one principal does not apply to the others in this state either. */
  @Test
  void throttledProbe_extendsOpenStateByBackOff() {
    openBreaker();
    time.advance(Duration.ofMillis(500));
    assertFails("4", busy(Duration.ofHours(1)));
    assertRejected("5", Duration.ofSeconds(1));
  }

  @Test
  void inconclusiveProbe_allowsNextProbe() {
    openBreaker();
    time.advance(Duration.ofMillis(500));
    assertFails("4", new CredentialException(ErrorDetails.of("wrong secret").status(401)));
    assertSucceeds("5");
  }

  @Test
  void hangingProbe_isAbandoned() throws IOException {
    openBreaker();
    time.advance(Duration.ofMillis(500));
    String token =
        breaker.call(
            "4",
            () -> {
              time.advance(Duration.ofSeconds(59));
              assertRejected("5", Duration.ofSeconds(1));
              time.advance(Duration.ofSeconds(2));
              return breaker.call("5", () -> "token");
            });
    assertThat(token).isEqualTo("token");
  }

  @Test
  void rejection_hasRetryAfterAndDetails() {
    AdtException busy = busy(Duration.ofSeconds(30));
    assertFails("alice", busy(Duration.ofSeconds(30)));
    time.advance(Duration.ofSeconds(1));
    assertFails("bob", busy(Duration.ofSeconds(30)));
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
  void cachedRejection_endsWithOpenState() {
    FailureCache failures = new FailureCache(TestTiming.of(time));
    for (int i = 0; i < 8; i++) {
      openBreaker();
      failures.add("", rejection("4"), health);
      assertThat(failures.isBackingOff()).isTrue();
      time.advance(Duration.ofSeconds(1));
      assertThat(failures.isBackingOff()).isFalse();
      assertSucceeds("5");
    }
  }

  @Test
  void cachedThrottling_appliesToAllClaims() {
    FailureCache failures = new FailureCache(TestTiming.of(time));
    failures.add("", busy(Duration.ofHours(1)), health);
    time.advance(Duration.ofMinutes(59));
    assertThatThrownBy(() -> failures.throwIfCached("{}"))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> assertThat(e.retryAfter()).contains(Duration.ofMinutes(1)));
    time.advance(Duration.ofMinutes(1));
    failures.throwIfCached("{}");
  }

  @Test
  void cachedFailure_backsOffLongerThanRetryAfter() {
    FailureCache failures = new FailureCache(TestTiming.of(time));
    for (int i = 0; i < 4; i++) {
      failures.add("", busy(Duration.ofMillis(1)), health);
      time.advance(Duration.ofMillis(499L << i));
      assertThat(failures.isBackingOff()).as("after failure %d", i + 1).isTrue();
      time.advance(Duration.ofMillis(500));
    }
  }

  /** A failure with another cause is not a rejection by the open breaker. */
  @Test
  void otherFailureWhileOpen_countsAsFailure() {
    openBreaker();
    FailureCache failures = new FailureCache(TestTiming.of(time));
    failures.add("", busy(Duration.ofMillis(1)), health);
    time.advance(Duration.ofMillis(499));
    assertThat(failures.isBackingOff()).isTrue();
  }

  @Test
  void weight_includesClaims() {
    FailureCache failures = new FailureCache(TestTiming.of(time));
    int empty = failures.weight();
    failures.add("x".repeat(1000), unreachable(), health);
    assertThat(failures.weight()).isEqualTo(empty + 1000);
  }
}
