package io.github.adtauth.onbehalfof;

import static io.github.adtauth.signin.SignInFixture.TWINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.AdtException;
import io.github.adtauth.CredentialException;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.TestTiming;
import io.github.adtauth.signin.SignInFixture;
import io.github.adtauth.signin.UserSignIn;
import io.github.adtauth.store.MemoryTokenStore;
import io.github.adtauth.testkit.entra.FakeEntra;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the exceptions for error responses in the format of Entra ID, in each flow. */
class EntraRejectionTest {
  private static final String CLAIMS =
      "{\"access_token\":{\"capolids\":{\"essential\":true,\"values\":[\"c1\"]}}}";

  private final SignInFixture fixture = new SignInFixture();
  private final FakeEntra entra = fixture.azure.entra();

  @AfterEach
  void close() {
    fixture.close();
  }

  private OnBehalfOf webApi() {
    return fixture
        .signIn(entra.webApi())
        .store(MemoryTokenStore.withMaximumBytes(1 << 20, TestTiming.of(fixture.time)))
        .onBehalfOf(fixture.secretOf(entra.webApi()));
  }

  private String assertion() {
    return entra.assertionFor(entra.alice(), entra.webApi());
  }

  private static AdtException thrownBy(ThrowingCallable call) {
    return (AdtException) catchThrowable(call);
  }

  @ParameterizedTest
  @CsvSource({
    "50105, 403", "53000, 403", "53001, 403", "53002, 403", "53003, 403", "53004, 403",
    "53010, 403", "53011, 403", "530003, 403", "530084, 403", "50097, 403", "50129, 403",
    "90072, 403", "50057, 403", "500212, 403", "50027, 401", "5002727, 401", "50158, 401",
    "50126, 401", "50055, 401", "50132, 401", "50133, 401", "50196, 503", "90090, 503",
    "50087, 503", "7000229, 500", "7000112, 500", "1000031, 500", "500014, 500", "90038, 500",
    "900382, 500", "7002137, 500", "7002138, 500", "700222, 500", "700236, 500", "7000218, 500"
  })
  void webApi_respondsWithExpectedStatus(int code, int status) {
    String assertion = assertion();
    OnBehalfOf webApi = webApi();
    entra.rejections().tokens(code);

    Challenge challenge =
        Challenge.forFailure(thrownBy(() -> webApi.forUser(assertion).token(TWINS)));

    assertThat(challenge.status()).isEqualTo(status);
    assertThat(challenge.wwwAuthenticate().isPresent()).isEqualTo(status == 401);
    assertThat(challenge.toException().isPresent()).isEqualTo(status == 401);
  }

  @ParameterizedTest
  @ValueSource(ints = {53000, 53003, 50097, 530084})
  void satisfiablePolicy_isReportedToClient(int code) {
    String assertion = assertion();
    entra.rejections().tokens(code).claims(CLAIMS);

    Challenge challenge =
        Challenge.forFailure(thrownBy(() -> webApi().forUser(assertion).token(TWINS)));

    assertThat(challenge.status()).isEqualTo(401);
    assertThat(challenge.claims()).contains(CLAIMS);
  }

  @ParameterizedTest
  @CsvSource({"50105, 403", "53000, 403", "50132, 401", "50196, 503", "50027, 500", "7000112, 500"})
  void session_respondsWithSameStatus(int code, int status) {
    Session session = webApi().startSession(assertion());
    fixture.time.advance(Duration.ofHours(2));
    entra.rejections().tokens(code);

    assertThat(Challenge.forFailure(thrownBy(() -> session.token(TWINS))).status())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(ints = {50027, 5002727, 7002137, 700236})
  void invalidClientAssertion_isCredentialError(int code) {
    entra.rejections().tokens(code);

    AdtException failure =
        thrownBy(
            () ->
                fixture
                    .signIn(entra.daemon())
                    .service(fixture.secretOf(entra.daemon()))
                    .token(TWINS));

    assertThat(failure).isInstanceOf(CredentialException.class);
    assertThat(failure.fix().orElseThrow().step()).isEqualTo(RegistrationStep.CREDENTIAL);
  }

  @Test
  void missingServicePrincipal_isNotCredentialError() {
    entra.rejections().tokens(7000229);

    AdtException failure =
        thrownBy(
            () ->
                fixture
                    .signIn(entra.daemon())
                    .service(fixture.secretOf(entra.daemon()))
                    .token(TWINS));

    assertThat(failure)
        .isInstanceOf(RegistrationException.class)
        .hasMessageContaining("no service principal in this tenant");
  }

  @Test
  void redirectUriOfOtherPlatform_isExplained() {
    for (boolean web : new boolean[] {true, false}) {
      entra.register(
          (web
                  ? entra.nativeApp().toBuilder()
                      .noRedirectUris()
                      .webRedirectUri("http://localhost")
                  : entra.nativeApp().toBuilder()
                      .noRedirectUris()
                      .spaRedirectUri("http://localhost"))
              .build());
      UserSignIn users =
          fixture
              .signIn(entra.nativeApp())
              .browser(url -> fixture.azure.browser().withUser(entra.alice()).visit(url));

      AdtException failure = thrownBy(users::signIn);

      assertThat(failure)
          .isInstanceOf(RegistrationException.class)
          .hasMessageContaining("move it to Mobile and desktop applications");
      assertThat(failure.fix().orElseThrow().step()).isEqualTo(RegistrationStep.REDIRECT_URI);
    }
  }
}
