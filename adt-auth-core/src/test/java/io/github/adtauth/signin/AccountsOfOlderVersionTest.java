package io.github.adtauth.signin;

import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.github.adtauth.internal.store.EntryReader;
import io.github.adtauth.testkit.entra.FakeEntra;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests accounts in a store that a process with the previous version of this library shares. */
class AccountsOfOlderVersionTest {
  private static final Gson GSON = new Gson();

  private final AccountsFixture fixture = new AccountsFixture();
  private final FakeEntra entra = fixture.entra;
  private Account alice;

  @BeforeEach
  void signInWithOlderVersion() throws IOException {
    alice = fixture.process(entra.alice()).signIn();
    fixture.storeList(
        json(Map.of("version", 2, "current", alice.id(), "accounts", List.of(alice))));
    fixture.storeAccount(alice, json(Map.of("version", 1, "refreshToken", storedToken())));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private static byte[] json(Map<String, Object> members) {
    return GSON.toJson(members).getBytes(StandardCharsets.UTF_8);
  }

  private String storedToken() throws IOException {
    return new EntryReader(fixture.storedAccount(alice), 2).readString(10_000);
  }

  @Test
  void currentAccount_isUsed() throws IOException {
    UserSignIn users = fixture.process(fixture.carol);
    assertThat(users.accounts()).containsExactly(alice);
    assertThat(users.currentAccount()).contains(alice);
    assertThat(fixture.oid(users)).isEqualTo(alice.objectId());
  }

  @Test
  void refreshToken_isReplacedInNewFormat() throws IOException {
    String before = GSON.fromJson(text(alice), JsonObject.class).get("refreshToken").getAsString();
    assertThat(fixture.process(fixture.carol).token(TWINS)).isNotNull();
    assertThat(storedToken()).isNotEqualTo(before);
    assertThat(fixture.process(fixture.carol).currentAccount()).contains(alice);
  }

  private String text(Account account) throws IOException {
    return new String(fixture.storedAccount(account), StandardCharsets.UTF_8);
  }

  @Test
  void refreshTokenReplacedByOlderVersion_isUsed() throws IOException {
    UserSignIn users = fixture.process(fixture.carol);
    assertThat(users.token(TWINS)).isNotNull();
    fixture.storeAccount(alice, json(Map.of("version", 1, "refreshToken", storedToken())));
    fixture.expireAccessTokens();
    assertThat(fixture.oid(users)).isEqualTo(alice.objectId());
  }

  @Test
  void signIn_keepsAccountsOfOlderVersion() throws IOException {
    Account bob = fixture.process(entra.bob()).signIn();
    UserSignIn users = fixture.process(fixture.carol);
    assertThat(users.accounts()).containsExactly(alice, bob);
    assertThat(users.currentAccount()).contains(bob);
    assertThat(fixture.oid(users.forAccount(alice))).isEqualTo(alice.objectId());
  }

  @Test
  void signOut_leavesNoCurrentAccount() throws IOException {
    fixture.process(fixture.carol).signOut(alice);
    assertThat(fixture.storedAccount(alice)).isNull();
    UserSignIn users = fixture.process(fixture.carol);
    assertThat(users.accounts()).isEmpty();
    assertThatThrownBy(() -> users.token(TWINS)).isInstanceOf(NoCurrentAccountException.class);
  }

  @Test
  void signOutByOlderVersion_isNoticed() throws IOException {
    UserSignIn users = fixture.process(fixture.carol);
    assertThat(users.currentAccount()).contains(alice);
    fixture.removeStoredAccount(alice);
    fixture.storeList(json(Map.of("version", 2, "accounts", List.of())));
    assertThat(users.accounts()).isEmpty();
    assertThatThrownBy(() -> users.token(TWINS)).isInstanceOf(NoCurrentAccountException.class);
  }
}
