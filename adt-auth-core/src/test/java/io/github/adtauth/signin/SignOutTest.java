package io.github.adtauth.signin;

import static io.github.adtauth.signin.SignInFixture.LOGIN;
import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.Registration;
import io.github.adtauth.testkit.http.Gate;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mockwebserver3.MockResponse;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests that a signed-out account gets no token, even if a request was in flight. */
class SignOutTest {
  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();
  private final ExecutorService callers = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    callers.shutdownNow();
    fixture.close();
  }

  private UserSignIn alice() {
    return fixture
        .signIn(entra.nativeApp())
        .browser(url -> fixture.azure.browser().withUser(entra.alice()).visit(url));
  }

  @Test
  void providerOfEarlierSignIn_failsAfterSignOut() throws Exception {
    UserSignIn users = alice();
    TokenProvider held = users.forAccount(users.signIn());
    Account again = users.signIn();
    users.signOut(again);
    assertThatThrownBy(() -> held.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
  }

  @Test
  void refreshInFlight_doesNotRestoreRefreshToken() throws Exception {
    UserSignIn users = alice();
    Account account = users.signIn();
    TokenProvider held = users.forAccount(account);
    fixture.time.advance(Duration.ofHours(2));
    Gate gate = fixture.azure.script(LOGIN).hold(request -> true);
    Future<AccessToken> waiting = callers.submit(() -> held.token(TWINS));
    gate.awaitArrived();
    users.signOut(account);
    gate.release();
    try {
      waiting.get();
    } catch (java.util.concurrent.ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(InteractionRequiredException.class);
    }
    assertThatThrownBy(() -> held.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
  }

  @Test
  void expiredProvider_failsAfterSignOut() throws Exception {
    UserSignIn users = alice();
    Account account = users.signIn();
    TokenProvider held = users.forAccount(account);
    held.token(TWINS);
    fixture.time.advance(Duration.ofHours(2));
    held.token(TWINS);
    users.signOut(account);
    assertThatThrownBy(() -> held.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
  }

  @Test
  void throttlingUntilYear9999_isUnavailable() {
    fixture
        .azure
        .script(LOGIN)
        .always(
            new MockResponse.Builder()
                .code(429)
                .addHeader("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT")
                .build());
    TokenProvider service =
        fixture.signIn(entra.daemon()).service(fixture.secretOf(entra.daemon()));
    assertThatThrownBy(() -> service.token(TWINS)).isInstanceOf(UnavailableException.class);
  }

  /** MSAL4J stores each Retry-After in a static map, even that of a successful response. */
  @Test
  void retryAfterInSuccess_doesNotThrottleNextRefresh() throws Exception {
    OkHttpClient gateway =
        fixture
            .azure
            .httpClient()
            .newBuilder()
            .addNetworkInterceptor(
                chain ->
                    chain
                        .proceed(chain.request())
                        .newBuilder()
                        .header("Retry-After", "3000")
                        .build())
            .build();
    // A separate client ID, because MSAL4J's map is shared by all tests of this process.
    Registration app =
        entra.register(
            Registration.builder("7a0e3c1f-52c4-4a5e-8f5b-3c0d9a1b2c3d", "Throttled")
                .publicClient(true)
                .redirectUri("http://localhost")
                .permission("https://digitaltwins.azure.net/Read.Write")
                .consentGranted(true)
                .build());
    UserSignIn users =
        fixture
            .signIn(app)
            .tokenHttpClient(gateway)
            .browser(url -> fixture.azure.browser().withUser(entra.alice()).visit(url));
    users.signIn();
    fixture.time.advance(Duration.ofHours(2));
    AccessToken first = users.token(TWINS);
    fixture.time.advance(Duration.ofHours(2));
    assertThat(users.token(TWINS)).isNotEqualTo(first);
  }
}
