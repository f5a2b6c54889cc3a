package io.github.adtauth.internal.cache;

import static io.github.adtauth.internal.cache.TokenCacheTest.owner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.CredentialException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;

/** Tests of a {@link TokenCache} whose source fails. */
class TokenCacheFailureTest {
  private static final TokenRequest REQUEST = TokenRequest.of("https://r/.default");

  private static final List<Error> ERRORS =
      List.of(
          new NoClassDefFoundError("com/example/Missing"),
          new ExceptionInInitializerError("com.example.Broken"));

  private final ManualTime time = new ManualTime();
  private final FakeTokenProvider source = new FakeTokenProvider(time);

  private final TokenProvider tokens = cache().provider(owner("a"), source);

  private TokenCache cache() {
    return TokenCache.builder().timing(TestTiming.of(time)).executor(Runnable::run).build();
  }

  @Test
  void failingRefresh_backsOff_tokenIsServed() throws IOException {
    AccessToken first = tokens.token(REQUEST);
    source.failure = () -> new UnavailableException(ErrorDetails.of("down").status(503));
    time.advance(Duration.ofMinutes(41));
    for (int second = 0; second < 19 * 60 - 10; second++) {
      assertThat(tokens.token(REQUEST)).isSameAs(first);
      time.advance(Duration.ofSeconds(1));
    }
    // delays of 1, 2, 4, … 60, 60, … seconds, halved by the jitter
    assertThat(source.requests.size()).isBetween(10, 60);
  }

  @Test
  void rejectedRefresh_servesTokenUntilExpiry() throws IOException {
    tokens.token(REQUEST);
    source.failure = () -> new CredentialException(ErrorDetails.of("wrong secret").status(401));
    time.advance(Duration.ofMinutes(50));
    tokens.token(REQUEST);
    time.advance(Duration.ofMinutes(11));
    assertThatThrownBy(() -> tokens.token(REQUEST)).isInstanceOf(CredentialException.class);
  }

  @Test
  void rejection_isCachedForOwnerOnly() {
    source.failure = () -> new CredentialException(ErrorDetails.of("wrong secret").status(401));
    TokenCache cache = cache();
    TokenProvider one = cache.provider(owner("1"), source);
    TokenProvider other = cache.provider(owner("2"), source);
    assertThatThrownBy(() -> one.token(REQUEST)).isInstanceOf(CredentialException.class);
    assertThatThrownBy(() -> one.token(REQUEST)).isInstanceOf(CredentialException.class);
    assertThat(source.requests).hasSize(1);
    assertThatThrownBy(() -> other.token(REQUEST)).isInstanceOf(CredentialException.class);
    assertThat(source.requests).hasSize(2);
  }

  @Test
  void cachedRejection_hasFirstOneAsCause() {
    source.failure = () -> new CredentialException(ErrorDetails.of("wrong secret").status(401));
    Throwable first = catchFailure(tokens);
    Throwable second = catchFailure(tokens);
    assertThat(second).isNotSameAs(first).hasMessage(first.getMessage());
    assertThat(second.getCause()).isInstanceOf(CredentialException.class);
  }

  private static Throwable catchFailure(TokenProvider provider) {
    return catchThrowable(() -> provider.token(REQUEST));
  }

  private void throttle(Duration retryAfter) {
    source.failure =
        () -> new UnavailableException(ErrorDetails.of("busy").status(429).retryAfter(retryAfter));
  }

  @Test
  void throttledUser_waitsOneHour_othersAreServed() throws IOException {
    throttle(Duration.ofHours(1));
    TokenCache cache = cache();
    TokenProvider alice = cache.provider(owner("alice"), source);
    TokenProvider bob = cache.provider(owner("bob"), source);
    assertThatThrownBy(() -> alice.token(REQUEST)).isInstanceOf(UnavailableException.class);
    source.failure = null;
    assertThatThrownBy(() -> bob.token(REQUEST)).hasMessageContaining("a moment ago");
    time.advance(Duration.ofSeconds(1));
    assertThat(bob.token(REQUEST)).isNotNull();
    time.advance(Duration.ofMinutes(59));
    assertThatThrownBy(() -> alice.token(REQUEST))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(59)));
    assertThatThrownBy(() -> alice.token(REQUEST.withClaims("{\"access_token\":{}}")))
        .isInstanceOf(UnavailableException.class);
    assertThat(source.requests).hasSize(2);
    time.advance(Duration.ofMinutes(1));
    assertThat(alice.token(REQUEST)).isNotNull();
  }

  @Test
  void twoThrottledUsers_openBreakerBriefly() throws IOException {
    throttle(Duration.ofHours(1));
    TokenCache cache = cache();
    assertThat(catchFailure(cache.provider(owner("1"), source))).isNotNull();
    time.advance(Duration.ofSeconds(1));
    assertThat(catchFailure(cache.provider(owner("2"), source))).isNotNull();
    source.failure = null;
    TokenProvider other = cache.provider(owner("3"), source);
    assertThatThrownBy(() -> other.token(REQUEST))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> assertThat(e.retryAfter()).contains(Duration.ofMillis(500)));
    assertThat(source.requests).hasSize(2);
    time.advance(Duration.ofMillis(500));
    assertThat(other.token(REQUEST)).isNotNull();
  }

  @Test
  void throttledTokensOfOneUser_countAsOnePrincipal() throws IOException {
    throttle(Duration.ofHours(1));
    TokenCache cache = cache();
    for (int i = 0; i < 10; i++) {
      assertThat(catchFailure(cache.provider(owner("token " + i), "alice", source))).isNotNull();
      time.advance(Duration.ofSeconds(1));
    }
    assertThat(source.requests).hasSize(1);
    source.failure = null;
    assertThat(cache.provider(owner("bob"), source).token(REQUEST)).isNotNull();
  }

  @Test
  void throttledRefresh_failsNoCall() throws IOException {
    TokenCache cache = cache();
    TokenProvider alice = cache.provider(owner("alice"), source);
    AccessToken aliceToken = alice.token(REQUEST);
    time.advance(Duration.ofMinutes(41));
    throttle(Duration.ofHours(1));
    assertThat(alice.token(REQUEST)).isSameAs(aliceToken);
    source.failure = null;
    time.advance(Duration.ofSeconds(1));
    assertThat(alice.token(REQUEST)).isSameAs(aliceToken);
    assertThat(cache.provider(owner("bob"), source).token(REQUEST)).isNotNull();
    assertThat(source.requests).hasSize(3);
  }

  @Test
  void requestCausingServerErrors_doesNotBlockOthers() throws IOException {
    TokenCache cache = cache();
    source.failure = () -> new UnavailableException(ErrorDetails.of("500").status(500));
    TokenProvider hostile = cache.provider(owner("hostile"), source);
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> hostile.token(REQUEST)).isInstanceOf(UnavailableException.class);
    }
    assertThat(source.requests).hasSize(1);
    source.failure = null;
    assertThat(cache.provider(owner("other"), source).token(REQUEST)).isNotNull();
  }

  @Test
  void outage_opensBreakerAfterThreeFailures() {
    TokenCache cache = cache();
    source.failure = () -> new UnavailableException(ErrorDetails.of("503").status(503));
    for (int i = 0; i < 10; i++) {
      TokenProvider user = cache.provider(owner("user " + i), source);
      assertThatThrownBy(() -> user.token(REQUEST)).isInstanceOf(UnavailableException.class);
    }
    assertThat(source.requests).hasSize(3);
  }

  @Test
  void nullOfCustomProvider_isUnexpectedResponse() {
    TokenProvider nullToken = cache().provider(owner("n"), request -> nullToken());
    assertThatThrownBy(() -> nullToken.token(REQUEST))
        .isInstanceOf(UnexpectedResponseException.class);
  }

  @SuppressWarnings("NullAway")
  private static AccessToken nullToken() {
    return null;
  }

  @Test
  void exceptionOfCustomProvider_isRethrown() {
    IllegalStateException failure = new IllegalStateException("failure of the provider");
    TokenProvider failing =
        cache()
            .provider(
                owner("f"),
                request -> {
                  throw failure;
                });
    assertThatThrownBy(() -> failing.token(REQUEST)).isSameAs(failure);
    TokenProvider offline =
        cache()
            .provider(
                owner("o"),
                request -> {
                  throw new IOException("offline");
                });
    assertThatThrownBy(() -> offline.token(REQUEST)).isInstanceOf(IOException.class);
  }

  @Test
  void virtualMachineError_isRethrown_nextCallRetries() throws IOException {
    OutOfMemoryError error = new OutOfMemoryError("test");
    AtomicBoolean failing = new AtomicBoolean(true);
    TokenProvider provider =
        cache()
            .provider(
                owner("e"),
                request -> {
                  if (failing.get()) {
                    throw error;
                  }
                  return source.token(request);
                });
    assertThatThrownBy(() -> provider.token(REQUEST)).isSameAs(error);
    failing.set(false);
    assertThat(provider.token(REQUEST)).isNotNull();
  }

  @Test
  void fullExecutor_isUnavailable() {
    TokenProvider rejected =
        TokenCache.builder()
            .timing(TestTiming.of(time))
            .executor(
                task -> {
                  throw new RejectedExecutionException();
                })
            .build()
            .provider(owner("r"), source);
    assertThatThrownBy(() -> rejected.token(REQUEST)).isInstanceOf(UnavailableException.class);
  }

  @Test
  void linkageErrorOfExecutor_isRethrown() {
    for (Error error : ERRORS) {
      TokenProvider failing = failingExecutor(error, new AtomicBoolean(true));
      assertThatThrownBy(() -> failing.token(REQUEST)).isSameAs(error);
      assertThatThrownBy(() -> failing.token(REQUEST)).isSameAs(error);
    }
  }

  @Test
  void linkageErrorOfExecutor_doesNotFailWithValidToken() throws IOException {
    for (Error error : ERRORS) {
      AtomicBoolean failing = new AtomicBoolean();
      TokenProvider provider = failingExecutor(error, failing);
      AccessToken first = provider.token(REQUEST);
      failing.set(true);
      time.advance(Duration.ofMinutes(50));
      assertThat(provider.token(REQUEST)).isSameAs(first);
      time.advance(Duration.ofMinutes(11));
      assertThatThrownBy(() -> provider.token(REQUEST)).isSameAs(error);
    }
  }

  private TokenProvider failingExecutor(Error error, AtomicBoolean failing) {
    return TokenCache.builder()
        .timing(TestTiming.of(time))
        .executor(
            task -> {
              if (failing.get()) {
                throw error;
              }
              task.run();
            })
        .build()
        .provider(owner("x"), source);
  }

  /** The executors of the JDK and of Spring put the task's text into their exception. */
  @Test
  void rejectionMessage_containsNeitherClaimsNorSource() {
    ThreadPoolExecutor closed =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1));
    closed.shutdown();
    record PrintableProvider(String secret) implements TokenProvider {
      @Override
      public AccessToken token(TokenRequest request) {
        throw new AssertionError("not called");
      }
    }
    TokenProvider rejected =
        TokenCache.builder()
            .timing(TestTiming.of(time))
            .executor(closed)
            .build()
            .provider(owner("p"), new PrintableProvider("s3cret"));
    TokenRequest claims = REQUEST.withClaims("{\"access_token\":{\"s3cret\":null}}");
    assertThatThrownBy(() -> rejected.token(claims))
        .isInstanceOf(UnavailableException.class)
        .hasStackTraceContaining("rejected from")
        .extracting(Throwables::getStackTrace)
        .asString()
        .doesNotContain("s3cret");
  }
}
