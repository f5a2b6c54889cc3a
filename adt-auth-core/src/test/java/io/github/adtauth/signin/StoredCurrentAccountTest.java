package io.github.adtauth.signin;

import static io.github.adtauth.signin.World.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.testkit.FakeEntra;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is recorded of the current account, and in a list that a later version wrote. */
class StoredCurrentAccountTest {
  private final AccountsFixture fixture = new AccountsFixture();
  private final FakeEntra entra = fixture.entra;

  @AfterEach
  void stop() {
    fixture.close();
  }

  private InteractionRequiredException demandOf(UserSignIn users) {
    entra.demandMfa(entra.alice());
    fixture.expireAccessTokens();
    return catchThrowableOfType(InteractionRequiredException.class, () -> users.token(TWINS));
  }

  @Test
  void meetingADemand_keepsTheCurrentAccountOfTheStore() {
    UserSignIn ofAlice = fixture.process(entra.alice());
    Account alice = ofAlice.signIn();
    Account bob = fixture.process(entra.bob()).signIn();
    ofAlice.signIn(demandOf(ofAlice));
    assertThat(ofAlice.currentAccount()).contains(alice);
    assertThat(fixture.process(fixture.carol).currentAccount()).contains(bob);
  }

  @Test
  void meetingADemand_ofTheStoredCurrentAccount_keepsItCurrent() {
    UserSignIn ofAlice = fixture.process(entra.alice());
    Account alice = ofAlice.signIn();
    ofAlice.signIn(demandOf(ofAlice));
    assertThat(fixture.process(fixture.carol).currentAccount()).contains(alice);
  }

  @Test
  void meetingADemand_afterASignOutWithTheDiskFull_leavesNobodyCurrent() {
    UserSignIn users = fixture.process(entra.alice());
    Account alice = users.signIn();
    InteractionRequiredException demand = demandOf(users);
    fixture.store.failsToReplace = true;
    users.signOut(alice);
    fixture.store.failsToReplace = false;
    assertThat(users.signIn(demand)).isEqualTo(alice);
    assertThat(users.currentAccount()).isEmpty();
    UserSignIn other = fixture.process(fixture.carol);
    assertThat(other.currentAccount()).isEmpty();
    assertThat(other.accounts()).containsExactly(alice);
  }

  private String laterVersion(String version, String accounts) throws Exception {
    String list =
        fixture
            .storedList()
            .replace("\"version\":2", "\"version\":" + version)
            .replace("\"accounts\"", accounts);
    fixture.storeList(list);
    return list;
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", "2.1", "\"3\"", "99999999999"})
  void signOut_withTheListOfALaterVersion_signsOutAndKeepsTheList(String version) throws Exception {
    fixture.process(entra.alice()).signIn();
    UserSignIn users = fixture.process(entra.bob());
    Account bob = users.signIn();
    String list = laterVersion(version, "\"accounts\"");
    users.signOut(bob);
    assertThat(fixture.storedList()).isEqualTo(list);
    assertThatThrownBy(() -> fixture.storedAccount(bob)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> users.token(TWINS)).isInstanceOf(NoCurrentAccountException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"accounts\"", "\"accounts\":5,\"others\""})
  void signIn_withTheListOfALaterVersion_isForThisProcessOnly(String accounts) throws Exception {
    UserSignIn users = fixture.process(entra.alice(), entra.bob());
    Account alice = users.signIn();
    String list = laterVersion("3", accounts);
    String entry = fixture.storedAccount(alice);
    Account bob = users.signIn();
    assertThat(fixture.storedList()).isEqualTo(list);
    assertThatThrownBy(() -> fixture.storedAccount(bob)).isInstanceOf(NullPointerException.class);
    assertThat(fixture.storedAccount(alice)).isEqualTo(entry);
    assertThat(users.currentAccount()).contains(bob);
    assertThat(fixture.oid(users)).isEqualTo(entra.bob().oid());
  }

  @Test
  void select_withTheListOfALaterVersion_failsAndKeepsTheList() throws Exception {
    UserSignIn users = fixture.process(entra.alice(), entra.bob());
    Account alice = users.signIn();
    Account bob = users.signIn();
    String list = laterVersion("3", "\"accounts\"");
    assertThatThrownBy(() -> users.select(alice)).isInstanceOf(UnavailableException.class);
    assertThat(fixture.storedList()).isEqualTo(list);
    assertThat(users.currentAccount()).contains(bob);
  }
}
