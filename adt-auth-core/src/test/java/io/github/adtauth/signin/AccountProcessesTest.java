package io.github.adtauth.signin;

import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.entra.FakeUser;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests the current account of two processes that share a folder. */
@Timeout(300)
class AccountProcessesTest {
  private final LocalAzure azure = LocalAzure.start();

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    azure.close();
  }

  private UserSignIn users(FakeUser user) throws Exception {
    return SignIn.with(
            DigitalTwinsConfig.builder()
                .clientId(azure.entra().nativeApp().clientId())
                .tenant(azure.entra().tenantId())
                .build())
        .httpClient(azure.httpClient())
        .store(AccountProcess.store(folder))
        .browser(url -> azure.browser().withUser(user).visit(url));
  }

  private String otherProcess(String... command) throws Exception {
    return AccountProcess.run(azure, folder, command);
  }

  @Test
  void signOut_leavesNoCurrentAccountInAnyProcess() throws Exception {
    Account bob = users(azure.entra().bob()).signIn();
    UserSignIn mine = users(azure.entra().alice());
    Account alice = mine.signIn();
    assertThat(mine.accounts()).containsExactlyInAnyOrder(alice, bob);
    assertThat(otherProcess("call")).isEqualTo(alice.objectId());

    String nobody = "nobody of [" + bob.objectId() + "]";
    assertThat(otherProcess("signOut")).isEqualTo(nobody);
    assertThat(otherProcess("call")).isEqualTo(nobody);
    assertThat(mine.currentAccount()).isEmpty();
    assertThatThrownBy(() -> mine.token(TWINS)).isInstanceOf(NoCurrentAccountException.class);

    assertThat(otherProcess("select", bob.id())).isEqualTo(bob.objectId());
    assertThat(otherProcess("call")).isEqualTo(bob.objectId());
    assertThatThrownBy(() -> mine.token(TWINS)).isInstanceOf(NoCurrentAccountException.class);
  }
}
