package io.github.adtauth.internal.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.credential.ManagedIdentityId;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.signin.SystemBrowser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** Tests the options of the sign-in methods. */
class SignInOptionsTest {
  private static final SignIn SIGN_IN =
      SignIn.with(
              DigitalTwinsConfig.builder()
                  .clientId("11111111-2222-4333-8444-555555555555")
                  .tenant("66666666-2222-4333-8444-555555555555")
                  .build())
          .environment(Map.of("AZURE_CLIENT_SECRET", "s3cret"));

  @Test
  void defaultClient_isSharedByThreads() throws Exception {
    SignInOptions defaults = SignInOptions.defaults();
    ExecutorService others = Executors.newCachedThreadPool();
    OkHttpClient one = others.submit(() -> defaults.http()).get();
    OkHttpClient other = others.submit(() -> defaults.http()).get();
    others.shutdownNow();
    assertThat(one).isNotNull().isSameAs(other).isSameAs(defaults.http());
  }

  @Test
  void signOutCheckInterval_isAtMostOneDay() {
    for (Duration fits : List.of(Duration.ZERO, Duration.ofDays(1))) {
      assertThatCode(() -> SIGN_IN.signOutCheckInterval(fits)).doesNotThrowAnyException();
    }
    for (Duration wrong : List.of(Duration.ofNanos(-1), Duration.ofDays(1).plusNanos(1))) {
      assertThatIllegalArgumentException().isThrownBy(() -> SIGN_IN.signOutCheckInterval(wrong));
    }
    assertThat(
            SignInOptions.defaults()
                .signOutCheckInterval(Duration.ofSeconds(7))
                .signOutCheckInterval())
        .isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void maximumCacheBytes_isAtLeast64Kilobytes() {
    assertThat(SignInOptions.defaults().maxCacheBytes(64 << 10).maxCacheBytes())
        .isEqualTo(64 << 10);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SIGN_IN.maximumCacheBytes((64 << 10) - 1));
  }

  @Test
  void environment_isNotPrinted() {
    assertThat(SignInOptions.defaults()).hasToString("SignInOptions");
  }

  @Test
  void machineCredentials_areNamed() {
    assertThat(SIGN_IN.managedIdentity(ManagedIdentityId.systemAssigned()))
        .hasToString("the managed identity system-assigned");
    assertThat(SIGN_IN.managedIdentity(ManagedIdentityId.clientId("c")))
        .hasToString("the managed identity c");
    assertThat(SIGN_IN.azureCli()).hasToString("the Azure CLI");
  }

  @Test
  void systemBrowser_isNotStartedBeforeSignIn() {
    assertThat(SIGN_IN.browser().accounts()).isEmpty();
    assertThat(SystemBrowser.orElse(url -> {})).isNotNull();
  }
}
