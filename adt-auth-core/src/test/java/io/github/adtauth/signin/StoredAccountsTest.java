package io.github.adtauth.signin;

import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.store.FileTokenStore;
import io.github.adtauth.store.ForwardingStore;
import io.github.adtauth.store.KeyRing;
import io.github.adtauth.store.StoreKey;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.entra.FakeUser;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests accounts in a sealed file store, which later processes use. */
class StoredAccountsTest {
  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();
  private final List<URI> visits = new ArrayList<>();
  private boolean down;
  private TokenStore store;

  @TempDir private Path folder;

  @BeforeEach
  void open() throws IOException {
    KeyRing ring = KeyRing.of("k", new byte[32]);
    store = new UnavailableStore(FileTokenStore.create(folder, ring, TestTiming.of(fixture.time)));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private final class UnavailableStore extends ForwardingStore {
    UnavailableStore(TokenStore inner) {
      super(inner);
    }

    @Override
    protected void before() throws IOException {
      if (down) {
        throw new IOException("the disk is full");
      }
    }
  }

  /** Returns a new sign-in, as another process would create it. */
  private UserSignIn process(FakeUser user) {
    return fixture
        .signIn(entra.nativeApp())
        .store(store)
        .browser(
            url -> {
              visits.add(url);
              fixture.azure.browser().withUser(user).visit(url);
            });
  }

  @Test
  void nextStart_usesStoredAccountWithoutPrompt() throws IOException {
    Account alice = process(entra.alice()).signIn();
    fixture.time.advance(Duration.ofDays(3));
    UserSignIn next = process(entra.bob());
    assertThat(next.accounts()).containsExactly(alice);
    assertThat(next.token(TWINS)).isNotNull();
    assertThat(next.forAccount(alice).token(TWINS)).isNotNull();
    assertThat(process(entra.bob()).token(TWINS)).as("no prompt").isNotNull();
    assertThat(visits).hasSize(1);
  }

  @Test
  void deviceCodeSignIn_isStored() throws IOException {
    fixture
        .signIn(entra.nativeApp())
        .store(store)
        .deviceCode(prompt -> entra.approveDeviceCode(prompt.userCode(), entra.alice()))
        .signIn();
    assertThat(process(entra.bob()).token(TWINS)).isNotNull();
  }

  @Test
  void severalAccounts_areIsolatedAndOrdered() throws IOException {
    Account alice = process(entra.alice()).signIn();
    Account bob = process(entra.bob()).signIn();
    UserSignIn next = process(entra.alice());
    assertThat(next.accounts()).containsExactly(alice, bob);
    assertThat(oid(next)).isEqualTo(entra.bob().oid());
    assertThat(oid(next.forAccount(alice))).isEqualTo(entra.alice().oid());
  }

  private String oid(TokenProvider tokens) throws IOException {
    return entra.verify(tokens.token(TWINS).value()).get("oid").getAsString();
  }

  @Test
  void signOut_appliesToAllProcesses() throws IOException {
    UserSignIn first = process(entra.alice());
    Account alice = first.signIn();
    UserSignIn second = process(entra.alice());
    assertThat(second.token(TWINS)).isNotNull();
    first.signOut(alice);
    fixture.time.advance(Duration.ofHours(2));
    assertThatThrownBy(() -> second.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
    assertThat(process(entra.alice()).accounts()).isEmpty();
  }

  @Test
  void refreshTokenOfOtherProcess_isUsed() throws IOException {
    UserSignIn first = process(entra.alice());
    first.signIn();
    UserSignIn second = process(entra.alice());
    for (int i = 0; i < 3; i++) {
      fixture.time.advance(Duration.ofHours(2));
      assertThat(second.token(TWINS)).isNotNull();
      fixture.time.advance(Duration.ofHours(2));
      assertThat(first.token(TWINS)).isNotNull();
    }
    List<String> used =
        entra.tokenCalls("refresh_token").stream()
            .map(call -> call.parameter("refresh_token"))
            .toList();
    assertThat(used).hasSize(6).doesNotHaveDuplicates();
  }

  @Test
  void storeFailure_failsSignOutOnly() throws IOException {
    down = true;
    UserSignIn users = process(entra.alice());
    Account alice = users.signIn();
    fixture.time.advance(Duration.ofHours(2));
    assertThat(users.token(TWINS)).isNotNull();
    assertThat(users.accounts()).containsExactly(alice);
    assertThatThrownBy(() -> users.signOut(alice))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("still signed in");
    down = false;
    fixture.time.advance(Duration.ofHours(2));
    assertThat(users.token(TWINS)).as("account of this process only").isNotNull();
    users.signOut(alice);
    assertThatThrownBy(() -> users.token(TWINS)).isInstanceOf(InteractionRequiredException.class);
  }

  @Test
  void malformedEntries_areIgnored() throws IOException {
    Account alice = process(entra.alice()).signIn();
    String host = "https://login.microsoftonline.com";
    String client = entra.nativeApp().clientId();
    Instant end = fixture.time.clock().instant().plusSeconds(9999);
    StoreKey list = StoreKey.of("accounts", host, entra.tenantId(), client);
    StoreKey entry = StoreKey.of("account", host, entra.tenantId(), client, alice.id());
    assertThat(store.get(list)).as("store key of the list").isNotNull();
    for (String bad :
        new String[] {
          "", "x", "[]", "{}", "{\"version\":1,\"accounts\":[null,{}]}", "{\"version\":2}", "null"
        }) {
      store.put(list, bad.getBytes(StandardCharsets.UTF_8), end);
      assertThat(process(entra.alice()).accounts()).as(bad).isEmpty();
    }
    process(entra.alice()).signIn();
    store.put(entry, "{\"version\":1}".getBytes(StandardCharsets.UTF_8), end);
    assertThat(process(entra.alice()).accounts()).isEmpty();
  }

  @Test
  void hints_areSentToSignInPage() {
    UserSignIn users = process(entra.alice());
    users.signIn(new SignInHint("alice@contoso.onmicrosoft.com", "contoso.com"));
    assertThat(fixture.authorizationQueries().get(0))
        .contains("login_hint=alice@contoso.onmicrosoft.com")
        .contains("domain_hint=contoso.com");
    users.signIn(new InteractionRequiredException(ErrorDetails.of("more is wanted")));
    assertThat(fixture.authorizationQueries().get(1)).contains("login_hint=alice@contoso");
  }
}
