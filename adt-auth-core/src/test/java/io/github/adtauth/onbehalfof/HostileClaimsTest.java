package io.github.adtauth.onbehalfof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.signin.SignInFixture;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.testkit.entra.FakeEntra;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests untrusted claims and names. */
class HostileClaimsTest {
  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();

  @AfterEach
  void stop() {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{a:1}", "{\"access_token\":1}", "{\"access_token\":{\"xms_cc\":{\"values\":1}}}"})
  void hostileClaims_yieldTypedException(String claims) {
    UserSignIn users =
        fixture
            .signIn(entra.nativeApp())
            .browser(url -> fixture.azure.browser().withUser(entra.alice()).visit(url));
    String header =
        "Bearer error=\"insufficient_claims\", claims=\""
            + Base64.getEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
            + "\"";
    assertThatThrownBy(
            () -> {
              AdtException demand =
                  Challenge.parse(401, List.of(header)).orElseThrow().toException().orElseThrow();
              assertThat(users.signIn((InteractionRequiredException) demand)).isNotNull();
              throw new InteractionRequiredException(ErrorDetails.of("fine"));
            })
        .isInstanceOf(AdtException.class);
  }

  @Test
  void malformedUnicodeInToken_yieldsTypedException() {
    OnBehalfOf api =
        fixture
            .signIn(entra.webApi())
            .store(MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(fixture.time)))
            .onBehalfOf(fixture.secretOf(entra.webApi()));
    long now = fixture.time.clock().instant().getEpochSecond();
    String payload =
        "{\"aud\":\""
            + entra.webApi().clientId()
            + "\",\"scp\":\"x\",\"oid\":\"\\ud800\",\"tid\":\""
            + entra.tenantId()
            + "\",\"iat\":"
            + now
            + ",\"exp\":"
            + (now + 3600)
            + "}";
    String token = b64("{\"alg\":\"RS256\"}") + "." + b64(payload) + ".AAAA";
    assertThatThrownBy(() -> api.startSession(token)).isInstanceOf(AdtException.class);
  }

  private static String b64(String s) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(s.getBytes(StandardCharsets.UTF_8));
  }
}
