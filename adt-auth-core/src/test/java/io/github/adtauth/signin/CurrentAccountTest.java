package io.github.adtauth.signin;

import static io.github.adtauth.signin.SignInFixture.LOGIN;
import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.Gson;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.internal.store.EntryWriter;
import io.github.adtauth.internal.store.StoredEntries;
import io.github.adtauth.testkit.entra.FakeEntra;
import io.github.adtauth.testkit.http.Gate;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests which account is current after sign-ins and sign-outs in this and other processes. */
class CurrentAccountTest {
  private final AccountsFixture fixture = new AccountsFixture();
  private final FakeEntra entra = fixture.entra;

  @AfterEach
  void stop() {
    fixture.close();
  }

  private String oid(TokenProvider tokens) throws IOException {
    return fixture.oid(tokens);
  }

  private void assertNoCurrentAccount(UserSignIn users, Account... signedIn) {
    assertThat(users.cachedToken(TWINS)).isNull();
    assertThat(users.currentAccount()).isEmpty();
    assertThatThrownBy(() -> users.token(TWINS))
        .isInstanceOfSatisfying(
            NoCurrentAccountException.class,
            e -> assertThat(e.accounts()).containsExactlyInAnyOrder(signedIn))
        .isInstanceOf(InteractionRequiredException.class)
        .hasMessageContaining("signIn()")
        .hasMessageNotContaining("contoso")
        .hasMessageNotContaining("Bob");
  }

  @Test
  void signOutOfCurrentAccount_leavesNoCurrentAccount() throws IOException {
    Account bob = fixture.process(entra.bob()).signIn();
    UserSignIn users = fixture.process(entra.alice());
    Account alice = users.signIn();
    assertThat(users.accounts()).containsExactlyInAnyOrder(alice, bob);
    users.signOut(alice);
    assertNoCurrentAccount(users, bob);
    assertNoCurrentAccount(fixture.process(fixture.carol), bob);
    assertThat(oid(users.forAccount(bob)))
        .as("account that the caller names")
        .isEqualTo(entra.bob().oid());
    assertNoCurrentAccount(users, bob);
  }

  @Test
  void signOutWithoutStore_leavesNoCurrentAccount() {
    UserSignIn users =
        fixture.withBrowser(
            fixture.signInFixture.signIn(entra.nativeApp()), entra.bob(), entra.alice());
    Account bob = users.signIn();
    users.signOut(users.signIn());
    assertNoCurrentAccount(users, bob);
  }

  @Test
  void signOutOfOtherAccount_keepsCurrentAccount() throws IOException {
    Account bob = fixture.process(entra.bob()).signIn();
    UserSignIn users = fixture.process(entra.alice());
    Account alice = users.signIn();
    users.signOut(bob);
    assertThat(users.currentAccount()).contains(alice);
    assertThat(oid(users)).isEqualTo(alice.objectId());
    assertThat(oid(fixture.process(entra.bob()))).isEqualTo(alice.objectId());
  }

  @Test
  void signOutInOtherProcess_leavesNoCurrentAccount() throws IOException {
    UserSignIn users = fixture.process(entra.bob(), entra.alice());
    Account bob = users.signIn();
    Account alice = users.signIn();
    fixture.process(fixture.carol).signOut(alice);
    fixture.expireAccessTokens();
    assertNoCurrentAccount(users, bob);
    Account carol = fixture.process(fixture.carol).signIn();
    assertNoCurrentAccount(users, bob, carol);
    assertThat(oid(fixture.process(entra.bob()))).isEqualTo(carol.objectId());
  }

  @Test
  void signOutInOtherProcess_failsNextRefresh() {
    UserSignIn users = fixture.process(entra.bob(), entra.alice());
    Account bob = users.signIn();
    Account alice = users.signIn();
    TokenProvider hers = users.forAccount(alice);
    fixture.process(entra.bob()).signOut(alice);
    fixture.expireAccessTokens();
    assertThatThrownBy(() -> hers.token(TWINS))
        .isInstanceOfSatisfying(
            InteractionRequiredException.class,
            e -> assertThat(e.accountId()).contains(alice.id()));
    fixture.store.failsToRead = true; // only the refresh can have noticed the sign-out
    assertThatThrownBy(() -> users.token(TWINS))
        .isInstanceOfSatisfying(
            NoCurrentAccountException.class, e -> assertThat(e.accounts()).containsExactly(bob));
  }

  @Test
  void signOutInOtherProcess_discardsValidTokensWhenNoticed() {
    UserSignIn users = fixture.process(entra.bob(), entra.alice());
    Account bob = users.signIn();
    Account alice = users.signIn();
    fixture.process(entra.bob()).signOut(alice);
    assertThat(users.accounts()).containsExactly(bob);
    assertNoCurrentAccount(users, bob);
  }

  @Test
  void signOutBeforeFirstCall_leavesNoCurrentAccount() {
    Account alice = fixture.process(entra.alice()).signIn();
    UserSignIn users = fixture.process(entra.bob());
    users.signOut(alice);
    Account bob = fixture.process(entra.bob()).signIn();
    assertNoCurrentAccount(users, bob);
  }

  @Test
  void signOutDuringTokenRequest_failsCall() throws Exception {
    UserSignIn users = fixture.process(entra.alice());
    Account alice = users.signIn();
    fixture.expireAccessTokens();
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try (Gate gate = fixture.signInFixture.azure.script(LOGIN).hold(request -> true)) {
      Future<AccessToken> token = caller.submit(() -> users.token(TWINS));
      gate.awaitArrived();
      users.signOut(alice);
      gate.release();
      assertThatThrownBy(() -> token.get()).hasCauseInstanceOf(NoCurrentAccountException.class);
    } finally {
      caller.shutdownNow();
    }
    assertNoCurrentAccount(users);
  }

  @Test
  void signOutWithUnwritableList_signsOut() {
    UserSignIn users = fixture.process(entra.alice());
    Account alice = users.signIn();
    fixture.store.failsToWrite = true; // entries can still be removed
    users.signOut(alice);
    fixture.store.failsToWrite = false;
    assertNoCurrentAccount(users);
    assertNoCurrentAccount(fixture.process(entra.bob()));
  }

  @Test
  void signInAfterSignOut_makesAccountCurrent() throws IOException {
    UserSignIn users = fixture.process(entra.alice());
    users.signOut(users.signIn());
    Account alice = users.signIn();
    assertThat(oid(users)).isEqualTo(alice.objectId());
    fixture.expireAccessTokens();
    assertThat(oid(users)).isEqualTo(alice.objectId());
    assertThat(fixture.process(entra.bob()).currentAccount()).contains(alice);
  }

  @Test
  void signInInOtherProcess_keepsCurrentAccount() throws IOException {
    UserSignIn mine = fixture.process(entra.alice());
    Account alice = mine.signIn();
    UserSignIn other = fixture.process(entra.bob());
    Account bob = other.signIn();
    fixture.expireAccessTokens();
    assertThat(oid(mine)).isEqualTo(alice.objectId());
    assertThat(oid(other)).isEqualTo(bob.objectId());
    assertThat(fixture.process(fixture.carol).currentAccount())
        .as("most recent sign-in")
        .contains(bob);
    mine.signOut(alice);
    assertNoCurrentAccount(mine, bob);
    assertThat(fixture.process(fixture.carol).currentAccount()).contains(bob);
  }

  @Test
  void signInThatIsNotStored_isCurrentInThisProcessOnly() throws IOException {
    UserSignIn users = fixture.process(entra.alice());
    fixture.store.failsToWrite = true;
    Account alice = users.signIn();
    fixture.store.failsToWrite = false;
    fixture.expireAccessTokens();
    assertThat(oid(users)).isEqualTo(alice.objectId());
    assertNoCurrentAccount(fixture.process(entra.bob()));
  }

  @Test
  void select_makesAccountCurrentForNextProcessToo() throws IOException {
    UserSignIn users = fixture.process(entra.alice(), entra.bob());
    Account alice = users.signIn();
    Account bob = users.signIn();
    users.select(alice);
    assertThat(users.currentAccount()).contains(alice);
    assertThat(oid(users)).isEqualTo(alice.objectId());
    assertThat(oid(fixture.process(fixture.carol))).isEqualTo(alice.objectId());
    users.signOut(alice);
    UserSignIn next = fixture.process(fixture.carol);
    NoCurrentAccountException nobody =
        catchThrowableOfType(NoCurrentAccountException.class, () -> next.token(TWINS));
    next.select(nobody.accounts().get(0));
    assertThat(oid(next)).isEqualTo(bob.objectId());
    assertThat(fixture.visits).as("number of prompts").hasSize(2);
  }

  @Test
  void selectOfSignedOutAccount_isRejected() throws IOException {
    UserSignIn users = fixture.process(entra.alice(), entra.bob());
    Account alice = users.signIn();
    Account bob = users.signIn();
    fixture.process(fixture.carol).signOut(alice);
    assertThatThrownBy(() -> users.select(alice))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("alice");
    assertThatThrownBy(() -> users.forAccount(alice))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("alice");
    assertThat(oid(users)).isEqualTo(bob.objectId());
  }

  @Test
  void selectThatIsNotStored_failsAndChangesNothing() throws IOException {
    UserSignIn users = fixture.process(entra.alice(), entra.bob());
    Account alice = users.signIn();
    Account bob = users.signIn();
    fixture.store.failsToWrite = true;
    assertThatThrownBy(() -> users.select(alice)).isInstanceOf(UnavailableException.class);
    assertThat(oid(users)).isEqualTo(bob.objectId());
    fixture.store.failsToWrite = false;
    assertThat(fixture.process(fixture.carol).currentAccount()).contains(bob);
  }

  @Test
  void select_storesAccountAfterFailedWrite() throws IOException {
    UserSignIn users = fixture.process(entra.alice(), entra.bob());
    fixture.store.failsToWrite = true;
    Account alice = users.signIn();
    fixture.store.failsToWrite = false;
    users.signIn();
    users.select(alice);
    assertThat(oid(fixture.process(fixture.carol))).isEqualTo(alice.objectId());
    users.signOut(alice);
    assertThat(fixture.process(fixture.carol).currentAccount()).isEmpty();
  }

  @Test
  void storedListOfVersion1_hasNoCurrentAccount() throws IOException {
    Account alice = fixture.process(entra.alice()).signIn();
    fixture.storeList(
        ("{\"version\":1,\"accounts\":[" + new Gson().toJson(alice) + "]}")
            .getBytes(StandardCharsets.UTF_8));
    UserSignIn users = fixture.process(entra.bob());
    assertNoCurrentAccount(users, alice);
    users.select(alice);
    assertThat(oid(fixture.process(entra.bob()))).isEqualTo(alice.objectId());
  }

  @Test
  void storedListOfNewerVersion_isEmpty() throws IOException {
    fixture.process(entra.alice()).signIn();
    fixture.storeList(StoredEntries.withVersion(4, fixture.storedList()));
    assertNoCurrentAccount(fixture.process(entra.bob()));
  }

  @Test
  void currentAccountWithoutValidEntry_isNotCurrent() throws IOException {
    Account bob = fixture.process(entra.bob()).signIn();
    Account alice = fixture.process(entra.alice()).signIn();
    byte[] entry = fixture.storedAccount(alice);
    for (byte[] unreadable :
        List.of(
            new byte[0],
            new byte[] {'x'},
            new byte[] {'{', '}'},
            Arrays.copyOf(entry, entry.length - 1),
            Arrays.copyOf(entry, entry.length + 1),
            StoredEntries.withVersion(1, entry),
            StoredEntries.withVersion(3, entry))) {
      fixture.storeAccount(alice, unreadable);
      assertNoCurrentAccount(fixture.process(fixture.carol), bob);
    }
    fixture.removeStoredAccount(alice);
    assertNoCurrentAccount(fixture.process(fixture.carol), bob);
    fixture.storeAccount(alice, entry);
    assertThat(fixture.process(fixture.carol).currentAccount()).contains(alice);
  }

  @Test
  void currentAccountThatIsNotListed_isNotCurrent() throws IOException {
    Account bob = fixture.process(entra.bob()).signIn();
    for (String current : List.of("x.y", "")) {
      fixture.storeList(
          new EntryWriter(3)
              .writeString(current)
              .writeLong(1)
              .writeString(bob.id())
              .writeString(bob.objectId())
              .writeString(bob.tenantId())
              .writeString(bob.username())
              .writeString(bob.name())
              .toByteArray());
      assertNoCurrentAccount(fixture.process(fixture.carol), bob);
      fixture.process(entra.bob()).select(bob);
    }
  }

  @Test
  void unreadableStore_leavesNoCurrentAccount() throws IOException {
    Account alice = fixture.process(entra.alice()).signIn();
    UserSignIn users = fixture.process(entra.bob());
    fixture.store.failsToRead = true;
    assertNoCurrentAccount(users);
    assertThatThrownBy(() -> users.token(TWINS)).hasMessageContaining("store could not be read");
    fixture.store.failsToRead = false;
    assertThat(oid(users)).isEqualTo(alice.objectId());
  }

  @Test
  void rejectedToken_isReplacedForSameUser() throws IOException {
    UserSignIn users = fixture.process(entra.alice(), entra.bob());
    Account alice = users.signIn();
    AccessToken rejected = users.token(TWINS);
    users.signIn();
    fixture.signInFixture.time.advance(Duration.ofMinutes(5));
    AccessToken replaced = users.token(TWINS.afterRejection(rejected, null));
    assertThat(replaced).isNotEqualTo(rejected);
    assertThat(entra.verify(replaced.value()).get("oid").getAsString()).isEqualTo(alice.objectId());
    users.signOut(alice);
    assertThatThrownBy(() -> users.token(TWINS.afterRejection(replaced, null)))
        .isInstanceOfSatisfying(
            InteractionRequiredException.class,
            e -> assertThat(e.accountId()).contains(alice.id()));
  }
}
