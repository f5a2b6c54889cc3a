package io.github.adtauth.signin;

import com.google.gson.Gson;
import io.github.adtauth.internal.store.EntryWriter;
import io.github.adtauth.internal.store.StoredEntries;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import static io.github.adtauth.signin.World.LOGIN;
import static io.github.adtauth.signin.World.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.testkit.FakeEntra;
import io.github.adtauth.testkit.Gate;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** For whom a client speaks after sign-ins and sign-outs, in its own process and in others. */
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

  private void assertNobodyCurrent(UserSignIn users, Account... signedIn) {
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
  void signOut_ofTheCurrentAccount_leavesNobodyCurrent() throws IOException {
    Account bob = fixture.process(entra.bob()).signIn();
    UserSignIn users = fixture.process(entra.alice());
    Account alice = users.signIn();
    assertThat(users.accounts()).containsExactlyInAnyOrder(alice, bob);
    users.signOut(alice);
    assertNobodyCurrent(users, bob);
    assertNobodyCurrent(fixture.process(fixture.carol), bob);
    assertThat(oid(users.forAccount(bob)))
        .as("named, not by accident")
        .isEqualTo(entra.bob().oid());
    assertNobodyCurrent(users, bob);
  }

  @Test
  void signOut_withoutAStore_leavesNobodyCurrent() {
    UserSignIn users =
        fixture.withBrowser(fixture.world.signIn(entra.nativeApp()), entra.bob(), entra.alice());
    Account bob = users.signIn();
    users.signOut(users.signIn());
    assertNobodyCurrent(users, bob);
  }

  @Test
  void signOut_ofAnotherAccount_keepsTheCurrentOne() throws IOException {
    Account bob = fixture.process(entra.bob()).signIn();
    UserSignIn users = fixture.process(entra.alice());
    Account alice = users.signIn();
    users.signOut(bob);
    assertThat(users.currentAccount()).contains(alice);
    assertThat(oid(users)).isEqualTo(alice.objectId());
    assertThat(oid(fixture.process(entra.bob()))).isEqualTo(alice.objectId());
  }

  @Test
  void signOut_inAnotherProcess_leavesNobodyCurrentForGood() throws IOException {
    UserSignIn users = fixture.process(entra.bob(), entra.alice());
    Account bob = users.signIn();
    Account alice = users.signIn();
    fixture.process(fixture.carol).signOut(alice);
    fixture.expireAccessTokens();
    assertNobodyCurrent(users, bob);
    Account carol = fixture.process(fixture.carol).signIn();
    assertNobodyCurrent(users, bob, carol);
    assertThat(oid(fixture.process(entra.bob()))).isEqualTo(carol.objectId());
  }

  @Test
  void signOut_inAnotherProcess_endsTheFirstRefreshAfterIt() {
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
    fixture.store.failsToRead = true; // so only the refresh can have noticed it
    assertThatThrownBy(() -> users.token(TWINS))
        .isInstanceOfSatisfying(
            NoCurrentAccountException.class, e -> assertThat(e.accounts()).containsExactly(bob));
  }

  @Test
  void signOut_inAnotherProcess_endsValidTokensWhenNoticed() {
    UserSignIn users = fixture.process(entra.bob(), entra.alice());
    Account bob = users.signIn();
    Account alice = users.signIn();
    fixture.process(entra.bob()).signOut(alice);
    assertThat(users.accounts()).containsExactly(bob);
    assertNobodyCurrent(users, bob);
  }

  @Test
  void signOut_ofTheStoredCurrentAccount_beforeTheFirstCall_leavesNobodyCurrent() {
    Account alice = fixture.process(entra.alice()).signIn();
    UserSignIn users = fixture.process(entra.bob());
    users.signOut(alice);
    Account bob = fixture.process(entra.bob()).signIn();
    assertNobodyCurrent(users, bob);
  }

  @Test
  void signOut_whileACallWaitsForAToken_endsTheCall() throws Exception {
    UserSignIn users = fixture.process(entra.alice());
    Account alice = users.signIn();
    fixture.expireAccessTokens();
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try (Gate gate = fixture.world.azure.script(LOGIN).hold(request -> true)) {
      Future<AccessToken> token = caller.submit(() -> users.token(TWINS));
      gate.awaitArrived();
      users.signOut(alice);
      gate.release();
      assertThatThrownBy(() -> token.get()).hasCauseInstanceOf(NoCurrentAccountException.class);
    } finally {
      caller.shutdownNow();
    }
    assertNobodyCurrent(users);
  }

  @Test
  void signOut_whoseListCannotBeWritten_isASignOut() {
    UserSignIn users = fixture.process(entra.alice());
    Account alice = users.signIn();
    fixture.store.failsToWrite = true; // entries can still be removed
    users.signOut(alice);
    fixture.store.failsToWrite = false;
    assertNobodyCurrent(users);
    assertNobodyCurrent(fixture.process(entra.bob()));
  }

  @Test
  void signIn_again_afterASignOut_makesTheUserCurrent() throws IOException {
    UserSignIn users = fixture.process(entra.alice());
    users.signOut(users.signIn());
    Account alice = users.signIn();
    assertThat(oid(users)).isEqualTo(alice.objectId());
    fixture.expireAccessTokens();
    assertThat(oid(users)).isEqualTo(alice.objectId());
    assertThat(fixture.process(entra.bob()).currentAccount()).contains(alice);
  }

  @Test
  void signIn_inAnotherProcess_doesNotChangeWhoIsCurrentHere() throws IOException {
    UserSignIn mine = fixture.process(entra.alice());
    Account alice = mine.signIn();
    UserSignIn other = fixture.process(entra.bob());
    Account bob = other.signIn();
    fixture.expireAccessTokens();
    assertThat(oid(mine)).isEqualTo(alice.objectId());
    assertThat(oid(other)).isEqualTo(bob.objectId());
    assertThat(fixture.process(fixture.carol).currentAccount()).as("the last one").contains(bob);
    mine.signOut(alice);
    assertNobodyCurrent(mine, bob);
    assertThat(fixture.process(fixture.carol).currentAccount()).contains(bob);
  }

  @Test
  void signIn_thatIsNotStored_isCurrentHereOnly() throws IOException {
    UserSignIn users = fixture.process(entra.alice());
    fixture.store.failsToWrite = true;
    Account alice = users.signIn();
    fixture.store.failsToWrite = false;
    fixture.expireAccessTokens();
    assertThat(oid(users)).isEqualTo(alice.objectId());
    assertNobodyCurrent(fixture.process(entra.bob()));
  }

  @Test
  void select_makesAnAccountCurrent_hereAndInTheNextProcess() throws IOException {
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
    assertThat(fixture.visits).as("prompts").hasSize(2);
  }

  @Test
  void select_ofAnAccountThatIsNotSignedIn_isRejected() throws IOException {
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
  void select_thatIsNotStored_fails_andChangesNothing() throws IOException {
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
  void select_storesAnAccount_thatCouldNotBeStoredAtItsSignIn() throws IOException {
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
  void storedList_withoutACurrentAccount_isRead_andNobodyIsCurrent() throws IOException {
    Account alice = fixture.process(entra.alice()).signIn();
    fixture.storeList(
        ("{\"version\":1,\"accounts\":[" + new Gson().toJson(alice) + "]}")
            .getBytes(StandardCharsets.UTF_8));
    UserSignIn users = fixture.process(entra.bob());
    assertNobodyCurrent(users, alice);
    users.select(alice);
    assertThat(oid(fixture.process(entra.bob()))).isEqualTo(alice.objectId());
  }

  @Test
  void storedList_ofALaterVersion_isNotRead() throws IOException {
    fixture.process(entra.alice()).signIn();
    fixture.storeList(StoredEntries.withVersion(4, fixture.storedList()));
    assertNobodyCurrent(fixture.process(entra.bob()));
  }

  @Test
  void currentAccount_whoseEntryIsMissingOrUnreadable_isNobody() throws IOException {
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
      assertNobodyCurrent(fixture.process(fixture.carol), bob);
    }
    fixture.removeStoredAccount(alice);
    assertNobodyCurrent(fixture.process(fixture.carol), bob);
    fixture.storeAccount(alice, entry);
    assertThat(fixture.process(fixture.carol).currentAccount()).contains(alice);
  }

  @Test
  void currentAccount_thatIsNotListed_isNobody() throws IOException {
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
      assertNobodyCurrent(fixture.process(fixture.carol), bob);
      fixture.process(entra.bob()).select(bob);
    }
  }

  @Test
  void storeThatCannotBeRead_leavesNobodyCurrent_untilItCan() throws IOException {
    Account alice = fixture.process(entra.alice()).signIn();
    UserSignIn users = fixture.process(entra.bob());
    fixture.store.failsToRead = true;
    assertNobodyCurrent(users);
    assertThatThrownBy(() -> users.token(TWINS)).hasMessageContaining("store could not be read");
    fixture.store.failsToRead = false;
    assertThat(oid(users)).isEqualTo(alice.objectId());
  }

  @Test
  void rejectedToken_isReplacedByOneOfTheSameUser() throws IOException {
    UserSignIn users = fixture.process(entra.alice(), entra.bob());
    Account alice = users.signIn();
    AccessToken rejected = users.token(TWINS);
    users.signIn();
    fixture.world.time.advance(Duration.ofMinutes(5));
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
