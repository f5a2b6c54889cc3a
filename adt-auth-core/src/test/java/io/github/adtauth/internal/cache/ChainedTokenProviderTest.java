package io.github.adtauth.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.adtauth.AuthListener;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ConsentRequiredException;
import io.github.adtauth.CredentialException;
import io.github.adtauth.CredentialUnavailableException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenProviders;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Tests of {@link ChainedTokenProvider}: only a missing credential leads to the next provider. */
class ChainedTokenProviderTest {
  private static final TokenRequest REQUEST = TokenRequest.of("https://r/.default");

  private final List<String> called = new ArrayList<>();
  private final List<String> selected = new ArrayList<>();
  private final AuthListener listener =
      new AuthListener() {
        @Override
        public void credentialSelected(String credential) {
          selected.add(credential);
        }
      };

  private class FakeProvider implements TokenProvider {
    private final String name;
    private @Nullable Throwable failure;

    FakeProvider(String name, @Nullable Throwable failure) {
      this.name = name;
      this.failure = failure;
    }

    @Override
    public AccessToken token(TokenRequest request) throws IOException {
      called.add(name);
      if (failure instanceof IOException e) {
        throw e;
      } else if (failure instanceof RuntimeException e) {
        throw e;
      } else if (failure instanceof Error e) {
        throw e;
      }
      return AccessToken.of("token-of-" + name, Instant.EPOCH.plusSeconds(9));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private FakeProvider present(String name) {
    return new FakeProvider(name, null);
  }

  private FakeProvider absent(String name) {
    return new FakeProvider(name, unavailable(name + " does not exist."));
  }

  private static CredentialUnavailableException unavailable(String reason) {
    return new CredentialUnavailableException(ErrorDetails.of(reason));
  }

  private static ErrorDetails details(String text) {
    return ErrorDetails.of(text);
  }

  /** Failures other than a missing credential. */
  static Stream<Throwable> otherFailures() {
    return Stream.of(
        new UnavailableException(details("throttled").status(429).retryAfter(Duration.ofHours(1))),
        new UnavailableException(details("down").status(503)),
        new UnavailableException(details("no route").cause(new ConnectException("closed port"))),
        new CredentialException(details("wrong secret").status(401).errorCode("invalid_client")),
        new CredentialException(details("The certificate file is missing.")),
        new InteractionRequiredException(details("expired").claims("{}")),
        new ConsentRequiredException(details("consent")),
        new RegistrationException(details("Identity not found").status(400)),
        new UnexpectedResponseException(details("captive portal").status(200)),
        new CallCanceledException(details("canceled")),
        new IOException("connection reset"),
        new ConnectException("Connection refused"),
        new IOException("wrapped", unavailable("inner")),
        new IllegalStateException("wrapped", unavailable("inner")),
        new IllegalArgumentException("no Client ID"),
        new NullPointerException(),
        new NoClassDefFoundError("com/example/Missing"));
  }

  @ParameterizedTest
  @MethodSource("otherFailures")
  void otherFailure_failsCall_withoutChoice(Throwable failure) throws IOException {
    FakeProvider a = new FakeProvider("a", failure);
    TokenProvider chain = TokenProviders.firstOf(listener, a, present("b"));
    assertThatThrownBy(() -> chain.token(REQUEST)).isSameAs(failure);
    assertThatThrownBy(() -> chain.token(REQUEST)).isSameAs(failure);
    assertThat(called).containsExactly("a", "a");
    assertThat(selected).isEmpty();
    a.failure = null;
    assertThat(chain.token(REQUEST).value()).isEqualTo("token-of-a");
    assertThat(selected).containsExactly("a");
  }

  @ParameterizedTest
  @MethodSource("otherFailures")
  void otherFailureOfSecondProvider_failsCall(Throwable failure) {
    TokenProvider chain =
        TokenProviders.firstOf(listener, absent("a"), new FakeProvider("b", failure), present("c"));
    assertThatThrownBy(() -> chain.token(REQUEST)).isSameAs(failure);
    assertThat(called).containsExactly("a", "b");
    assertThat(selected).isEmpty();
  }

  @Test
  void firstAvailableProvider_isChosenPermanently() throws IOException {
    FakeProvider a = absent("a");
    FakeProvider b = present("b");
    TokenProvider chain = TokenProviders.firstOf(listener, a, b, present("c"));
    assertThat(called).as("called before a token is requested").isEmpty();
    assertThat(chain.token(REQUEST).value()).isEqualTo("token-of-b");
    a.failure = null;
    assertThat(chain.token(REQUEST).value()).isEqualTo("token-of-b");
    b.failure = unavailable("b does not exist any more.");
    assertThatThrownBy(() -> chain.token(REQUEST)).isSameAs(b.failure);
    assertThat(called).containsExactly("a", "b", "b", "b");
    assertThat(selected).containsExactly("b");
    assertThat(chain).hasToString("b");
  }

  @Test
  void noCredential_isUnavailable_withAllReasons() {
    TokenProvider chain = TokenProviders.firstOf(absent("a"), absent("b"), absent("c"));
    assertThatThrownBy(() -> chain.token(REQUEST))
        .isInstanceOfSatisfying(
            CredentialUnavailableException.class,
            e -> {
              assertThat(e).hasCauseInstanceOf(CredentialUnavailableException.class);
              assertThat(e.getSuppressed()).hasSize(2);
            })
        .hasMessage(
            "No credential is available: 1. a: a does not exist. 2. b: b does not exist."
                + " 3. c: c does not exist.");
    assertThatThrownBy(() -> chain.token(REQUEST))
        .isInstanceOf(CredentialUnavailableException.class);
    assertThat(called).as("every call tries all providers").hasSize(6);
  }

  @Test
  void nestedChainWithoutCredential_isSkipped() throws IOException {
    FakeProvider inner = absent("b");
    TokenProvider chain =
        TokenProviders.firstOf(
            listener,
            TokenProviders.firstOf(absent("a"), inner),
            TokenProviders.firstOf(listener, present("c")));
    assertThat(chain.token(REQUEST).value()).isEqualTo("token-of-c");
    assertThat(chain).hasToString("c");

    inner.failure = new UnavailableException(details("throttled").status(429));
    TokenProvider throttled =
        TokenProviders.firstOf(TokenProviders.firstOf(absent("a"), inner), present("c"));
    assertThatThrownBy(() -> throttled.token(REQUEST)).isSameAs(inner.failure);
  }

  @Test
  void missingCredential_isCachedAsMissing() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    TokenProvider cached =
        TokenProviders.cached(
            request -> {
              calls.incrementAndGet();
              throw unavailable("no key file.");
            });
    assertThatThrownBy(() -> cached.token(REQUEST))
        .isInstanceOf(CredentialUnavailableException.class);
    assertThatThrownBy(() -> cached.token(REQUEST))
        .isInstanceOf(CredentialUnavailableException.class)
        .hasMessage("no key file.");
    assertThat(calls).hasValue(1);
    assertThat(TokenProviders.firstOf(cached, present("b")).token(REQUEST).value())
        .isEqualTo("token-of-b");
    assertThat(calls).as("during the back-off").hasValue(1);
  }

  @Test
  void outage_isCachedAsOutage() {
    TokenProvider cached =
        TokenProviders.cached(
            request -> {
              throw new UnavailableException(details("throttled").status(429));
            });
    TokenProvider chain = TokenProviders.firstOf(listener, cached, present("b"));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> chain.token(REQUEST)).isInstanceOf(UnavailableException.class);
    }
    assertThat(called).isEmpty();
  }

  @Test
  void claimsBeforeChoice_doNotChangeIdentity() {
    InteractionRequiredException interaction =
        new InteractionRequiredException(details("x").claims("{}"));
    TokenProvider chain =
        TokenProviders.firstOf(absent("a"), new FakeProvider("b", interaction), present("c"));
    assertThatThrownBy(() -> chain.token(REQUEST.withClaims("{\"access_token\":{}}")))
        .isSameAs(interaction);
    assertThat(called).containsExactly("a", "b");
  }

  @Test
  void providerReturningNull_isNotChosen() {
    TokenProvider broken = request -> null;
    TokenProvider chain = TokenProviders.firstOf(listener, broken, present("b"));
    assertThatThrownBy(() -> chain.token(REQUEST))
        .isInstanceOf(UnexpectedResponseException.class)
        .hasMessageContaining("returned null");
    assertThat(selected).isEmpty();
    assertThat(called).isEmpty();
  }

  @Test
  void emptyChain_isRejected() {
    assertThatIllegalArgumentException().isThrownBy(TokenProviders::firstOf);
  }

  @Test
  void interruptedCaller_doesNotChangeIdentity() {
    for (Exception failure :
        List.of(new InterruptedIOException("interrupted"), unavailable("interrupted"))) {
      FakeProvider interrupted =
          new FakeProvider("a", failure) {
            @Override
            public AccessToken token(TokenRequest request) throws IOException {
              Thread.currentThread().interrupt();
              return super.token(request);
            }
          };
      TokenProvider chain = TokenProviders.firstOf(listener, interrupted, present("b"));
      assertThatThrownBy(() -> chain.token(REQUEST))
          .isInstanceOfAny(CallCanceledException.class, InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(called).containsOnly("a");
    assertThat(selected).isEmpty();
  }

  @Test
  void choice_isLoggedWithReasons() throws IOException {
    Logger logger = (Logger) LoggerFactory.getLogger(TokenProvider.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Level previous = logger.getLevel();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
    try {
      TokenProvider chain = TokenProviders.firstOf(absent("a"), absent("b"), present("c"));
      chain.token(REQUEST);
      chain.token(REQUEST);
      TokenProviders.firstOf(present("d")).token(REQUEST);
    } finally {
      logger.detachAppender(lines);
      logger.setLevel(previous);
    }
    assertThat(lines.list).extracting(ILoggingEvent::getLevel).containsOnly(Level.INFO);
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "Chose c. Unavailable: 1. a: a does not exist. 2. b: b does not exist.", "Chose d.");
  }

  @Test
  void concurrentFirstCalls_chooseSameIdentity() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    TokenProvider appearing =
        request -> {
          if (calls.getAndIncrement() == 0) {
            throw unavailable("does not exist yet");
          }
          return AccessToken.of("token-of-a", Instant.EPOCH.plusSeconds(9));
        };
    TokenProvider slow =
        request -> {
          waiting.countDown();
          awaitUninterruptibly(release);
          return AccessToken.of("token-of-b", Instant.EPOCH.plusSeconds(9));
        };
    TokenProvider chain = TokenProviders.firstOf(listener, appearing, slow);
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<AccessToken> early = other.submit(() -> chain.token(REQUEST));
      awaitUninterruptibly(waiting);
      assertThat(chain.token(REQUEST).value()).isEqualTo("token-of-a");
      release.countDown();
      assertThat(early.get().value()).isEqualTo("token-of-a");
      assertThat(selected).hasSize(1);
    } finally {
      release.countDown();
      other.shutdownNow();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
