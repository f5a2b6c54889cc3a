package io.github.adtauth.onbehalfof;

import static io.github.adtauth.signin.SignInFixture.LOGIN;
import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.CallCanceledException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.signin.SignInFixture;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.http.Gate;
import io.github.adtauth.testkit.http.LoggedRequest;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that many pending tokens or sessions of one user do not delay another user. */
@Timeout(120)
class UserWithManyTokensTest {
  private static final int IN_FLIGHT = 104;
  private static final int TOKENS = IN_FLIGHT + 20;

  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();
  private final OnBehalfOf onBehalfOf =
      fixture
          .signIn(entra.webApi())
          .store(MemoryTokenStore.withMaximumBytes(8 << 20, TestTiming.of(fixture.time)))
          .onBehalfOf(fixture.secretOf(entra.webApi()));
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final BlockingQueue<UnavailableException> rejections = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    callers.shutdownNow();
    fixture.azure.script(LOGIN).clear();
    fixture.close();
  }

  private boolean isOfAlice(LoggedRequest request) {
    String mailbox = request.headers().get("X-AnchorMailbox");
    return mailbox != null && mailbox.contains(entra.alice().oid());
  }

  private void requestAll(List<TokenProvider> providers) throws InterruptedException {
    for (TokenProvider provider : providers) {
      callers.execute(
          () -> {
            try {
              AccessToken unused = provider.token(TWINS);
            } catch (UnavailableException e) {
              rejections.add(e);
            } catch (CallCanceledException e) {
              // The test has ended.
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
    for (int i = IN_FLIGHT; i < providers.size(); i++) {
      UnavailableException rejection = rejections.take();
      assertThat(rejection).hasMessageContaining("Too many token requests");
      assertThat(rejection.retryAfter()).contains(Duration.ofSeconds(1));
    }
  }

  @Test
  void newTokensOfOneUser_doNotDelayAnother() throws Exception {
    fixture.azure.script(LOGIN).hold(this::isOfAlice);
    List<TokenProvider> tokens = new ArrayList<>();
    for (int i = 0; i < TOKENS; i++) {
      tokens.add(onBehalfOf.forUser(entra.assertionFor(entra.alice(), entra.webApi())));
    }
    requestAll(tokens);
    String bobs = entra.assertionFor(entra.bob(), entra.webApi());
    assertThat(onBehalfOf.forUser(bobs).token(TWINS)).isNotNull();
    assertThat(rejections).isEmpty();
  }

  @Test
  void sessionsOfOneUser_doNotDelayAnother() throws Exception {
    List<TokenProvider> sessions = new ArrayList<>();
    for (int i = 0; i < TOKENS; i++) {
      String alices = entra.assertionFor(entra.alice(), entra.webApi());
      sessions.add(onBehalfOf.startSession(alices));
      fixture.time.advance(Duration.ofMinutes(i < 99 ? 0 : 5)); // the limit of one user
    }
    Session bobs = onBehalfOf.startSession(entra.assertionFor(entra.bob(), entra.webApi()));
    fixture.time.advance(Duration.ofHours(2));
    AtomicBoolean isHeld = new AtomicBoolean(true);
    Gate gate = fixture.azure.script(LOGIN).hold(request -> isHeld.get());
    requestAll(sessions);
    gate.awaitArrived(4); // the maximum number of concurrent requests
    isHeld.set(false);
    assertThat(bobs.token(TWINS)).isNotNull();
  }
}
