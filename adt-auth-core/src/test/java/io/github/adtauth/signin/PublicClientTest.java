package io.github.adtauth.signin;

import static io.github.adtauth.signin.SignInFixture.LOGIN;
import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.testkit.FakeBrowser;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.testkit.http.Faults;
import io.github.adtauth.token.AccessToken;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublicClientTest {
  private static final String DEVICE = "urn:ietf:params:oauth:grant-type:device_code";

  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();
  private final FakeBrowser browser = fixture.azure.browser();
  private final List<DeviceCodePrompt> prompts = new ArrayList<>();

  @AfterEach
  void stop() {
    fixture.close();
  }

  private UserSignIn withBrowser(FakeBrowser used) {
    return fixture.signIn(entra.nativeApp()).browser(used::visit);
  }

  private UserSignIn withDevice(FakeUser user) {
    return fixture
        .signIn(entra.nativeApp())
        .deviceCode(
            prompt -> {
              prompts.add(prompt);
              entra.approveDeviceCode(prompt.userCode(), user);
            });
  }

  private String oidOf(AccessToken token) {
    return Objects.requireNonNull(entra.verify(token.value())).get("oid").getAsString();
  }

  @Test
  void browserSignIn_makesLaterTokensSilent() throws IOException {
    UserSignIn users = withBrowser(browser.withUser(entra.alice()));
    Account account = users.signIn();
    assertThat(account.username()).isEqualTo(entra.alice().upn());
    assertThat(account.objectId()).isEqualTo(entra.alice().oid());
    assertThat(account.id()).isEqualTo(entra.alice().homeAccountId());
    assertThat(oidOf(users.token(TWINS))).isEqualTo(entra.alice().oid());
    assertThat(entra.requests()).hasSize(1);
    assertThat(entra.requests().get(0).parameter("code_verifier")).hasSizeGreaterThan(42);
  }

  private void loseTheCode(int times, MockResponse loss) {
    for (int i = 0; i < times; i++) {
      fixture.azure.script(LOGIN).nextWhen(request -> request.path().endsWith("/token"), loss);
    }
  }

  @Test
  void code_isRetriedAfterLostConnection() {
    for (MockResponse loss : List.of(Faults.disconnect(), Faults.truncated())) {
      loseTheCode(1, loss);
      assertThat(withBrowser(browser.withUser(entra.alice())).signIn().username())
          .isEqualTo(entra.alice().upn());
    }
  }

  @Test
  void code_isSentAtMostTwice() {
    loseTheCode(2, Faults.disconnect());

    assertThatThrownBy(() -> withBrowser(browser.withUser(entra.alice())).signIn())
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("broke");

    assertThat(
            fixture.azure.requests(LOGIN).stream()
                .filter(r -> r.path().endsWith("/token"))
                .toList())
        .hasSize(2);
  }

  @Test
  void code_isNotRetriedAfterResponse() {
    loseTheCode(1, Faults.status(503));

    assertThatThrownBy(() -> withBrowser(browser.withUser(entra.alice())).signIn())
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void expiredToken_isRefreshedSilently() throws IOException {
    UserSignIn users = withBrowser(browser.withUser(entra.alice()));
    users.signIn();
    AccessToken first = users.token(TWINS);
    fixture.time.advance(Duration.ofHours(2));
    AccessToken second = users.token(TWINS);
    assertThat(second).isNotEqualTo(first);
    assertThat(oidOf(second)).isEqualTo(entra.alice().oid());
    assertThat(entra.tokenCalls("refresh_token")).hasSize(1);
    assertThat(entra.tokenCalls("refresh_token").get(0).parameter("claims")).contains("cp1");
  }

  @Test
  void endedSignIn_requiresInteraction() {
    UserSignIn users = withBrowser(browser.withUser(entra.alice()));
    users.signIn();
    entra.revokeSessions(entra.alice());
    fixture.time.advance(Duration.ofHours(2));
    assertThatThrownBy(() -> users.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
  }

  @Test
  void tokenWithoutSignIn_failsWithoutPrompt() {
    UserSignIn users = withBrowser(browser.withUser(entra.alice()));
    assertThatThrownBy(() -> users.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
    assertThat(fixture.azure.requests()).isEmpty();
  }

  @Test
  void declinedSignIn_reportsReason() {
    assertThatThrownBy(() -> withBrowser(browser.declining()).signIn())
        .isInstanceOfSatisfying(
            AdtException.class, e -> assertThat(e.aadstsCodes()).contains(65004));
  }

  @Test
  void unrelatedRequests_doNotEndSignIn() {
    assertThat(withBrowser(browser.withUser(entra.bob()).withStrayRequests()).signIn().objectId())
        .isEqualTo(entra.bob().oid());
  }

  @Test
  void wrongRedirectUri_isRegistrationError() {
    var noRedirect = entra.register(entra.nativeApp().toBuilder().noRedirectUris().build());
    UserSignIn users =
        fixture.signIn(noRedirect).browser(url -> browser.withUser(entra.alice()).visit(url));
    Thread.currentThread()
        .interrupt(); // Entra ID shows the error in the browser and does not redirect
    assertThatThrownBy(users::signIn).isInstanceOf(AdtException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void claims_areRequestedAtNextSignIn() throws IOException {
    UserSignIn users = withBrowser(browser.withUser(entra.alice()));
    users.signIn();
    String mfa = "{\"access_token\":{\"acrs\":{\"value\":\"c7\"}}}";
    entra.requireClaims(entra.alice(), mfa);
    fixture.time.advance(Duration.ofHours(2));
    InteractionRequiredException demand =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            InteractionRequiredException.class, () -> users.token(TWINS));
    assertThat(demand.claims()).contains(mfa);
    users.signIn(demand);
    assertThat(oidOf(users.token(TWINS))).isEqualTo(entra.alice().oid());
  }

  @Test
  void severalAccounts_areIsolated() throws IOException {
    List<FakeUser> next = new ArrayList<>(List.of(entra.alice(), entra.bob()));
    UserSignIn users =
        fixture
            .signIn(entra.nativeApp())
            .browser(url -> browser.withUser(next.remove(0)).visit(url));
    Account alice = users.signIn();
    Account bob = users.signIn();
    assertThat(users.accounts()).containsExactly(alice, bob);
    assertThat(oidOf(users.forAccount(alice).token(TWINS))).isEqualTo(alice.objectId());
    assertThat(oidOf(users.token(TWINS))).isEqualTo(bob.objectId());
    var held = users.forAccount(bob);
    users.signOut(bob);
    assertThat(users.accounts()).containsExactly(alice);
    assertThat(oidOf(users.forAccount(alice).token(TWINS))).isEqualTo(alice.objectId());
    assertThatThrownBy(() -> users.token(TWINS)).isInstanceOf(NoCurrentAccountException.class);
    assertThatThrownBy(() -> users.forAccount(bob)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> held.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
  }

  @Test
  void deviceCode_signsUserIn() throws IOException {
    UserSignIn users = withDevice(entra.bob());
    assertThat(users.signIn().objectId()).isEqualTo(entra.bob().oid());
    assertThat(oidOf(users.token(TWINS))).isEqualTo(entra.bob().oid());
    assertThat(prompts.get(0).timeLeft()).isEqualTo(Duration.ofMinutes(15));
    assertThat(prompts.get(0).message()).contains(prompts.get(0).userCode()).contains("15 minutes");
    assertThat(prompts.get(0).toString()).doesNotContain(prompts.get(0).userCode());
    fixture.time.advance(Duration.ofHours(2));
    assertThat(oidOf(users.token(TWINS))).isEqualTo(entra.bob().oid());
  }

  @Test
  void deviceCode_survivesSlowDownAndOutage() {
    entra.slowDownDevicePolls(1);
    UserSignIn users =
        fixture
            .signIn(entra.nativeApp())
            .deviceCode(
                prompt -> {
                  fixture
                      .azure
                      .script(LOGIN)
                      .times(3, Faults.status(503))
                      .times(3, Faults.disconnect());
                  entra.approveDeviceCode(prompt.userCode(), entra.bob());
                });
    assertThat(users.signIn().objectId()).isEqualTo(entra.bob().oid());
    assertThat(fixture.time.sleeps().stream().filter(s -> s.compareTo(Duration.ofSeconds(4)) > 0))
        .containsExactly(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(20));
  }

  @Test
  void deviceCode_pollsWhilePending() {
    List<String> codes = new ArrayList<>();
    entra.deviceCodeInterval(60);
    UserSignIn users =
        fixture.signIn(entra.nativeApp()).deviceCode(prompt -> codes.add(prompt.userCode()));
    assertThatThrownBy(users::signIn)
        .isInstanceOf(InteractionRequiredException.class)
        .hasMessageContaining("Start again");
    assertThat(entra.tokenCalls(DEVICE).size()).isBetween(14, 15);
  }

  @Test
  void declinedDeviceCode_isReported() {
    UserSignIn users =
        fixture
            .signIn(entra.nativeApp())
            .deviceCode(prompt -> entra.declineDeviceCode(prompt.userCode()));
    assertThatThrownBy(users::signIn).isInstanceOf(AdtException.class);
    assertThat(users.accounts()).isEmpty();
  }

  @Test
  void deviceCode_isCancelable() {
    UserSignIn users =
        fixture.signIn(entra.nativeApp()).deviceCode(prompt -> Thread.currentThread().interrupt());
    assertThatThrownBy(users::signIn).isInstanceOf(CallCanceledException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void confidentialApplication_cannotSignUsersIn() {
    UserSignIn users =
        fixture
            .signIn(entra.daemon())
            .deviceCode(prompt -> entra.approveDeviceCode(prompt.userCode(), entra.bob()));
    assertThatThrownBy(users::signIn)
        .isInstanceOfAny(RegistrationException.class, io.github.adtauth.CredentialException.class);
  }

  @Test
  void missingBrowser_isReported() {
    UserSignIn users =
        fixture
            .signIn(entra.nativeApp())
            .browser(
                url -> {
                  throw new IllegalStateException("no screen");
                });
    assertThatThrownBy(users::signIn).hasMessage("no screen");
    assertThat(users.accounts()).isEmpty();
  }
}
