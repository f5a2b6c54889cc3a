package io.github.adtauth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.AuthListener;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.CredentialException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.UnavailableException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FirstOfTest {
  private static final TokenRequest REQUEST = TokenRequest.of("https://r/.default");

  private final List<String> asked = new ArrayList<>();
  private final List<String> selected = new ArrayList<>();
  private final AuthListener listener =
      new AuthListener() {
        @Override
        public void credentialSelected(String credential) {
          selected.add(credential);
        }
      };

  private final class Named implements TokenProvider {
    private final String name;
    private Exception failure;

    Named(String name, Exception failure) {
      this.name = name;
      this.failure = failure;
    }

    @Override
    public AccessToken token(TokenRequest request) throws IOException {
      asked.add(name);
      if (failure instanceof IOException e) {
        throw e;
      }
      if (failure instanceof RuntimeException e) {
        throw e;
      }
      return AccessToken.of("token-of-" + name, Instant.EPOCH.plusSeconds(9));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static CredentialException no(String why) {
    return new CredentialException(ErrorDetails.of(why));
  }

  @Test
  void firstThatServes_isKeptTo_andTold() throws IOException {
    Named a = new Named("a", no("no secret."));
    Named b = new Named("b", null);
    TokenProvider first = TokenProvider.firstOf(listener, a, b, new Named("c", null));
    assertThat(asked).as("nobody is probed").isEmpty();
    assertThat(first.token(REQUEST).value()).isEqualTo("token-of-b");
    a.failure = null;
    assertThat(first.token(REQUEST).value()).isEqualTo("token-of-b");
    assertThat(asked).containsExactly("a", "b", "b");
    assertThat(selected).containsExactly("b");
    assertThat(first).hasToString("b");
    b.failure = no("gone");
    assertThatThrownBy(() -> first.token(REQUEST)).hasMessage("gone");
    assertThat(asked).containsExactly("a", "b", "b", "b");
  }

  @Test
  void ifNoneServes_oneExceptionSaysOfEachWhy_andAllAreTriedAgain() {
    TokenProvider first =
        TokenProvider.firstOf(
            new Named(
                "the Azure CLI", new InteractionRequiredException(ErrorDetails.of("Run it."))),
            new Named("environment", new IllegalArgumentException("it names no credential")));
    assertThatThrownBy(() -> first.token(REQUEST))
        .isInstanceOfSatisfying(
            CredentialException.class,
            e -> {
              assertThat(e.getCause()).isInstanceOf(InteractionRequiredException.class);
              assertThat(e.getSuppressed()).hasSize(1);
            })
        .hasMessage(
            "None of these gave a token. 1. the Azure CLI: Run it. 2. environment: it names no"
                + " credential");
    assertThatThrownBy(() -> first.token(REQUEST)).isInstanceOf(CredentialException.class);
    assertThat(asked).hasSize(4);
  }

  @Test
  void outageOfOne_makesItWorthAnotherTry() {
    TokenProvider first =
        TokenProvider.firstOf(new Named("a", no("x")), new Named("b", new IOException("secret")));
    assertThatThrownBy(() -> first.token(REQUEST))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("2. b: IOException")
        .hasMessageNotContaining("secret");
  }

  @Test
  void callerWhoLeaves_endsTheSearch() {
    TokenProvider first =
        TokenProvider.firstOf(
            new Named("a", new CallCanceledException(ErrorDetails.of("canceled"))),
            new Named("b", null));
    assertThatThrownBy(() -> first.token(REQUEST)).isInstanceOf(CallCanceledException.class);
    assertThat(asked).containsExactly("a");
  }

  @Test
  void nothingToChooseFrom_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(TokenProvider::firstOf);
  }

  @Test
  void providerOfAnotherLibrary_mayFailInItsOwnWay_andTheNextIsTried() throws IOException {
    Named theirs = new Named("theirs", new IllegalStateException("Bearer secret"));
    Named ours = new Named("ours", no("no secret."));
    TokenProvider first = TokenProvider.firstOf(theirs, ours);
    assertThatThrownBy(() -> first.token(REQUEST))
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("1. theirs: IllegalStateException")
        .hasMessageNotContaining("Bearer");
    ours.failure = null;
    assertThat(first.token(REQUEST).value()).isEqualTo("token-of-ours");
  }

  @Test
  void callerWhoIsInterrupted_getsNoOtherIdentity() {
    TokenProvider interrupted =
        request -> {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException("interrupted");
        };
    TokenProvider first = TokenProvider.firstOf(listener, interrupted, new Named("b", null));
    assertThatThrownBy(() -> first.token(REQUEST)).isInstanceOf(CallCanceledException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(asked).isEmpty();
    assertThat(selected).isEmpty();
  }

  @Test
  void callersOfTheFirstMoment_allGetTheSameIdentity() throws Exception {
    CountDownLatch outage = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    TokenProvider flaky =
        request -> {
          if (calls.getAndIncrement() == 0) {
            throw new IOException("an outage");
          }
          return AccessToken.of("token-of-a", Instant.EPOCH.plusSeconds(9));
        };
    TokenProvider slow =
        request -> {
          outage.countDown();
          awaitUninterruptibly(over);
          return AccessToken.of("token-of-b", Instant.EPOCH.plusSeconds(9));
        };
    TokenProvider first = TokenProvider.firstOf(listener, flaky, slow);
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<AccessToken> early = other.submit(() -> first.token(REQUEST));
      awaitUninterruptibly(outage);
      assertThat(first.token(REQUEST).value()).isEqualTo("token-of-a");
      over.countDown();
      assertThat(early.get(30, TimeUnit.SECONDS).value()).isEqualTo("token-of-a");
      assertThat(selected).hasSize(1);
    } finally {
      over.countDown();
      other.shutdownNow();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
