package io.github.adtauth.internal.signin;

import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.AuthListener;
import io.github.adtauth.ConsentRequiredException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.signin.Account;
import io.github.adtauth.signin.NoCurrentAccountException;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.SignInFixture;
import io.github.adtauth.signin.SignInHint;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.store.ForwardingStore;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the accounts, prompts and listener events of a desktop tool. */
class SignedInUsersTest {
  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();
  private final FakeUser carol =
      entra.addUser(
          new FakeUser(
              "cccccccc-2222-4333-8444-555555555555",
              entra.tenantId(),
              "carol@contoso.onmicrosoft.com",
              "Carol"));
  private final List<String> faults = new ArrayList<>();
  private final ExecutorService others = Executors.newCachedThreadPool();
  private final FailingStore store =
      new FailingStore(MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(fixture.time)));

  @AfterEach
  void stop() {
    others.shutdownNow();
    fixture.close();
  }

  private SignIn settings() {
    return fixture
        .signIn(entra.nativeApp())
        .listener(
            new AuthListener() {
              @Override
              public void storeFailed(String operation, Throwable fault) {
                faults.add(operation);
              }
            });
  }

  private UserSignIn signInAs(SignIn settings, FakeUser... users) {
    List<FakeUser> next = new ArrayList<>(List.of(users));
    return settings.browser(
        url -> {
          fixture
              .azure
              .browser()
              .withUser(next.size() > 1 ? next.remove(0) : next.get(0))
              .visit(url);
        });
  }

  private static final class FailingStore extends ForwardingStore {
    private boolean down;
    private boolean full;

    FailingStore(TokenStore inner) {
      super(inner);
    }

    @Override
    protected void before() throws IOException {
      if (down) {
        throw new IOException("the disk is full");
      }
    }

    @Override
    protected void beforeWrite() throws IOException {
      if (down || full) {
        throw new IOException("the disk is full");
      }
    }
  }

  private String oid(TokenProvider tokens) throws IOException {
    return entra.verify(tokens.token(TWINS).value()).get("oid").getAsString();
  }

  @Test
  void everySignInMethod_returnsAccount() {
    UserSignIn users = signInAs(settings(), entra.alice());
    Account alice = users.signIn();
    assertThat(alice.objectId()).isEqualTo(entra.alice().oid());
    assertThat(users.signIn(SignInHint.domain("contoso.com"))).isEqualTo(alice);
    assertThat(users.signIn(new InteractionRequiredException(ErrorDetails.of("more"))))
        .isEqualTo(alice);
    assertThat(users.signIn(new ConsentRequiredException(ErrorDetails.of("consent"))))
        .isEqualTo(alice);
    assertThat(fixture.authorizationQueries().get(1))
        .contains("domain_hint=contoso.com")
        .doesNotContain("login_hint");
    assertThat(fixture.authorizationQueries().get(3)).contains("prompt=consent");
    assertThat(fixture.authorizationQueries().get(0))
        .doesNotContain("prompt=consent", "login_hint", "domain");
  }

  @Test
  void browser_sendsCapabilityUnlessDisabled() {
    signInAs(settings(), entra.alice()).signIn();
    assertThat(fixture.authorizationQueries().get(0)).contains("claims=", "cp1");
    assertThat(entra.requests().get(0).parameter("claims")).contains("cp1");
    signInAs(settings().claimsChallenges(false), entra.alice()).signIn();
    assertThat(fixture.authorizationQueries().get(1)).doesNotContain("claims=");
    assertThat(entra.requests().get(1).parameter("claims")).isEmpty();
  }

  @Test
  void deviceCode_sendsCapabilityUnlessDisabled() {
    for (SignIn settings : List.of(settings(), settings().claimsChallenges(false))) {
      settings
          .deviceCode(prompt -> entra.approveDeviceCode(prompt.userCode(), entra.alice()))
          .signIn();
    }
    List<String> claims = entra.requests().stream().map(call -> call.parameter("claims")).toList();
    assertThat(claims).hasSizeGreaterThan(1);
    assertThat(claims.get(0)).contains("cp1");
    assertThat(claims.get(claims.size() - 1)).isEmpty();
  }

  @Test
  void cachedToken_belongsToLastSignedInUser() throws IOException {
    UserSignIn users = signInAs(settings(), entra.alice());
    assertThat(users.cachedToken(TWINS)).isNull();
    users.signIn();
    assertThat(users.cachedToken(TWINS)).isNotNull().isSameAs(users.token(TWINS));
  }

  @Test
  void nextSignIn_returnsNewToken() throws IOException {
    UserSignIn users = signInAs(settings(), entra.alice());
    users.signIn();
    AccessToken first = users.token(TWINS);
    fixture.time.advance(Duration.ofMinutes(1));
    users.signIn();
    assertThat(users.token(TWINS)).isNotEqualTo(first);
  }

  @Test
  void signIn_isPossibleOnAnotherThreadAfterwards() throws Exception {
    UserSignIn users = signInAs(settings(), entra.alice());
    Account alice = others.submit(() -> users.signIn()).get();
    assertThat(others.submit(() -> users.signIn()).get()).isEqualTo(alice);
  }

  @Test
  void signOutOfCurrentAccount_doesNotSelectOther() throws IOException {
    UserSignIn users = signInAs(settings(), entra.alice(), entra.bob(), carol);
    users.signIn();
    users.signIn();
    Account last = users.signIn();
    assertThat(oid(users)).isEqualTo(carol.oid());
    users.signOut(last);
    assertThatThrownBy(() -> users.token(TWINS)).isInstanceOf(NoCurrentAccountException.class);
  }

  @Test
  void refreshWithoutStore_usesLatestRefreshToken() throws IOException {
    UserSignIn users = signInAs(settings(), entra.alice());
    users.signIn();
    for (int i = 0; i < 3; i++) {
      fixture.time.advance(Duration.ofHours(2));
      users.token(TWINS);
    }
    assertThat(entra.tokenCalls("refresh_token"))
        .extracting(call -> call.parameter("refresh_token"))
        .hasSize(3)
        .doesNotHaveDuplicates();
  }

  @Test
  void accountOfEarlierProcess_isAvailable() throws IOException {
    Account alice = signInAs(settings().store(store), entra.alice()).signIn();
    UserSignIn next = signInAs(settings().store(store), entra.bob());
    assertThat(oid(next.forAccount(alice))).isEqualTo(entra.alice().oid());
  }

  @Test
  void storeFailure_isReportedEachTime() throws IOException {
    UserSignIn users = signInAs(settings().store(store), entra.alice());
    store.full = true;
    users.signIn();
    assertThat(faults).containsExactly("write");
    store.full = false;
    users.signIn();
    assertThat(faults).hasSize(1);
    store.down = true;
    assertThat(users.accounts()).hasSize(1);
    assertThat(faults).containsExactly("write", "read");
    fixture.time.advance(Duration.ofHours(2));
    assertThat(oid(users)).isEqualTo(entra.alice().oid());
    assertThat(faults).containsExactly("write", "read", "read", "write", "read");
  }

  @Test
  void signOutOnFullDisk_isReported() {
    UserSignIn users = signInAs(settings().store(store), entra.alice());
    Account alice = users.signIn();
    store.full = true;
    users.signOut(alice);
    assertThat(faults).containsExactly("write");
    assertThatThrownBy(() -> users.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
  }
}
