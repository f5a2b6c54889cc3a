package io.github.adtauth.signin;

import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.internal.store.StoredEntries;
import io.github.adtauth.testkit.entra.FakeEntra;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the stored current account, and lists that a newer version of this library wrote. */
class StoredCurrentAccountTest {
  private final AccountsFixture fixture = new AccountsFixture();
  private final FakeEntra entra = fixture.entra;

  @AfterEach
  void stop() {
    fixture.close();
  }

  private InteractionRequiredException challengeFor(UserSignIn users) {
    entra.requireMfa(entra.alice());
    fixture.expireAccessTokens();
    return catchThrowableOfType(InteractionRequiredException.class, () -> users.token(TWINS));
  }

  @Test
  void signInForChallenge_keepsStoredCurrentAccount() {
    UserSignIn ofAlice = fixture.process(entra.alice());
    Account alice = ofAlice.signIn();
    Account bob = fixture.process(entra.bob()).signIn();
    ofAlice.signIn(challengeFor(ofAlice));
    assertThat(ofAlice.currentAccount()).contains(alice);
    assertThat(fixture.process(fixture.carol).currentAccount()).contains(bob);
  }

  @Test
  void signInForChallengeOfCurrentAccount_keepsItCurrent() {
    UserSignIn ofAlice = fixture.process(entra.alice());
    Account alice = ofAlice.signIn();
    ofAlice.signIn(challengeFor(ofAlice));
    assertThat(fixture.process(fixture.carol).currentAccount()).contains(alice);
  }

  @Test
  void signInForChallenge_afterSignOutOnFullDisk_isNotCurrent() {
    UserSignIn users = fixture.process(entra.alice());
    Account alice = users.signIn();
    InteractionRequiredException demand = challengeFor(users);
    fixture.store.failsToReplace = true;
    users.signOut(alice);
    fixture.store.failsToReplace = false;
    assertThat(users.signIn(demand)).isEqualTo(alice);
    assertThat(users.currentAccount()).isEmpty();
    UserSignIn other = fixture.process(fixture.carol);
    assertThat(other.currentAccount()).isEmpty();
    assertThat(other.accounts()).containsExactly(alice);
  }

  /** Replaces the stored list by one of a newer version, which may have other fields. */
  private byte[] storeNewerList(int version, int length) throws Exception {
    byte[] list = Arrays.copyOf(StoredEntries.withVersion(version, fixture.storedList()), length);
    fixture.storeList(list);
    return list;
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 122, 124, 255})
  void signOut_withListOfNewerVersion_keepsList(int version) throws Exception {
    fixture.process(entra.alice()).signIn();
    UserSignIn users = fixture.process(entra.bob());
    Account bob = users.signIn();
    byte[] list = storeNewerList(version, 200);
    users.signOut(bob);
    assertThat(fixture.storedList()).isEqualTo(list);
    assertThat(fixture.storedAccount(bob)).isNull();
    assertThatThrownBy(() -> users.token(TWINS)).isInstanceOf(NoCurrentAccountException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 200, 2000})
  void signIn_withListOfNewerVersion_isForThisProcessOnly(int length) throws Exception {
    UserSignIn users = fixture.process(entra.alice(), entra.bob());
    Account alice = users.signIn();
    byte[] list = storeNewerList(4, length);
    byte[] entry = fixture.storedAccount(alice);
    Account bob = users.signIn();
    assertThat(fixture.storedList()).isEqualTo(list);
    assertThat(fixture.storedAccount(bob)).isNull();
    assertThat(fixture.storedAccount(alice)).isEqualTo(entry);
    assertThat(users.currentAccount()).contains(bob);
    assertThat(fixture.oid(users)).isEqualTo(entra.bob().oid());
  }

  @Test
  void select_withListOfNewerVersion_failsAndKeepsList() throws Exception {
    UserSignIn users = fixture.process(entra.alice(), entra.bob());
    Account alice = users.signIn();
    Account bob = users.signIn();
    byte[] list = storeNewerList(4, 200);
    assertThatThrownBy(() -> users.select(alice)).isInstanceOf(UnavailableException.class);
    assertThat(fixture.storedList()).isEqualTo(list);
    assertThat(users.currentAccount()).contains(bob);
  }
}
