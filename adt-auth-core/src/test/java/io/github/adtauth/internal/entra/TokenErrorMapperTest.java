package io.github.adtauth.internal.entra;

import static io.github.adtauth.internal.entra.GrantType.AUTHORIZATION_CODE;
import static io.github.adtauth.internal.entra.GrantType.CLIENT_CREDENTIALS;
import static io.github.adtauth.internal.entra.GrantType.DEVICE_CODE;
import static io.github.adtauth.internal.entra.GrantType.ON_BEHALF_OF;
import static io.github.adtauth.internal.entra.GrantType.REFRESH_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.AdtException;
import io.github.adtauth.ConsentRequiredException;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.SignInBlockedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the mapping of token errors to exceptions. */
class TokenErrorMapperTest extends TokenErrorMapperFixture {
  private static final String CLAIMS =
      "{\"access_token\":{\"capolids\":{\"essential\":true,\"values\":[\"c1\"]}}}";

  @ParameterizedTest
  @EnumSource(
      value = GrantType.class,
      names = {"ON_BEHALF_OF", "AUTHORIZATION_CODE", "DEVICE_CODE", "REFRESH_TOKEN"})
  void claims_requireInteraction(GrantType grant) {
    for (String error : new String[] {"invalid_grant", "interaction_required", "invalid_client"}) {
      AdtException rejection = exceptionFor(grant, body(error, null, 53003, CLAIMS));

      assertThat(rejection).isInstanceOf(InteractionRequiredException.class);
      assertThat(((InteractionRequiredException) rejection).claims()).contains(CLAIMS);
    }
  }

  @Test
  void interactionRequiredWithoutClaims_requiresInteraction() {
    AdtException rejection =
        exceptionFor(ON_BEHALF_OF, body("interaction_required", "basic_action", 50076));

    assertThat(rejection).isInstanceOf(InteractionRequiredException.class);
    assertThat(((InteractionRequiredException) rejection).claims()).isEmpty();
    assertThat(rejection.suberror()).contains("basic_action");
  }

  @Test
  void claimsAsObject_areKept() {
    assertThat(
            exceptionFor(
                ON_BEHALF_OF, "{\"error\":\"interaction_required\",\"claims\":" + CLAIMS + "}"))
        .isInstanceOfSatisfying(
            InteractionRequiredException.class, e -> assertThat(e.claims()).contains(CLAIMS));
  }

  @Test
  void malformedClaims_areOmitted() {
    AdtException rejection =
        exceptionFor(ON_BEHALF_OF, body("interaction_required", null, 50076, "\r\nX: y"));

    assertThat(rejection)
        .isInstanceOfSatisfying(
            InteractionRequiredException.class, e -> assertThat(e.claims()).isEmpty());
  }

  @Test
  void interactionRequiredForApplication_isNotInteractionError() {
    assertThat(exceptionFor(CLIENT_CREDENTIALS, body("interaction_required", null, 53003, CLAIMS)))
        .isInstanceOf(RegistrationException.class);
    assertThat(exceptionFor(CLIENT_CREDENTIALS, body("interaction_required", null, 53003)))
        .isInstanceOf(RegistrationException.class);
  }

  @ParameterizedTest
  @EnumSource(GrantType.class)
  void missingConsent_isReportedForEveryGrant(GrantType grant) {
    assertThat(exceptionFor(grant, body("invalid_grant", "consent_required", 65001)))
        .isInstanceOf(ConsentRequiredException.class);
    assertThat(exceptionFor(grant, body("consent_required", null, 0)))
        .isInstanceOf(ConsentRequiredException.class)
        .satisfies(e -> assertThat(step(e)).isEqualTo(RegistrationStep.CONSENT));
    assertThat(exceptionFor(grant, body("interaction_required", "consent_required", 65001)))
        .isInstanceOf(ConsentRequiredException.class);
  }

  @Test
  void invalidGrantOfOnBehalfOf_isInboundTokenError() {
    AdtException rejection = exceptionFor(ON_BEHALF_OF, body("invalid_grant", null, 0));

    assertThat(rejection).isInstanceOf(InboundTokenException.class);
    assertThat(step(rejection)).isEqualTo(RegistrationStep.EXPOSED_API);
    assertThat(exceptionFor(ON_BEHALF_OF, body("invalid_grant", "bad_token", 50013)))
        .isInstanceOf(InboundTokenException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"basic_action", "additional_action", "user_password_expired"})
  void userSuberror_isNotInboundTokenError(String suberror) {
    assertThat(exceptionFor(ON_BEHALF_OF, body("invalid_grant", suberror, 0)))
        .isInstanceOf(InteractionRequiredException.class);
  }

  /** MSAL: Entra ID shows a message that the user cannot resolve. */
  @Test
  void messageOnlyWithoutClaims_blocksUser() {
    for (GrantType grant : new GrantType[] {ON_BEHALF_OF, GrantType.SESSION}) {
      for (String error : new String[] {"invalid_grant", "interaction_required"}) {
        assertThat(exceptionFor(grant, body(error, "message_only", 0)))
            .isInstanceOf(SignInBlockedException.class);
        assertThat(exceptionFor(grant, body(error, "message_only", 0, CLAIMS)))
            .isInstanceOf(InteractionRequiredException.class);
      }
    }
    assertThat(exceptionFor(REFRESH_TOKEN, body("invalid_grant", "message_only", 0)))
        .isInstanceOf(InteractionRequiredException.class);
  }

  @Test
  void invalidGrantOfRefreshToken_endsSignIn() {
    assertThat(exceptionFor(REFRESH_TOKEN, body("invalid_grant", "bad_token", 700082)))
        .isInstanceOf(InteractionRequiredException.class)
        .hasMessageContaining("The sign-in has ended.");
  }

  @Test
  void invalidGrantOfCode_requiresNewSignIn() {
    assertThat(exceptionFor(AUTHORIZATION_CODE, body("invalid_grant", null, 0)))
        .isInstanceOf(InteractionRequiredException.class)
        .hasMessageContaining("Start the sign-in again.");
    assertThat(exceptionFor(DEVICE_CODE, body("invalid_grant", null, 0)))
        .isInstanceOf(InteractionRequiredException.class);
  }

  @Test
  void invalidGrantOfApplication_isRegistrationError() {
    assertThat(exceptionFor(CLIENT_CREDENTIALS, body("invalid_grant", null, 0)))
        .isInstanceOf(RegistrationException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"authorization_pending", "slow_down"})
  void pendingDeviceCode_isRetried(String error) {
    assertThat(exceptionFor(DEVICE_CODE, body(error, null, 70016)).isRetryable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"expired_token", "bad_verification_code"})
  void expiredDeviceCode_requiresNewSignIn(String error) {
    assertThat(exceptionFor(DEVICE_CODE, body(error, null, 0)))
        .isInstanceOf(InteractionRequiredException.class)
        .hasMessageContaining("Start the sign-in again.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"authorization_declined", "access_denied"})
  void declinedSignIn_mayBeRetried(String error) {
    assertThat(exceptionFor(DEVICE_CODE, body(error, null, 0)))
        .isInstanceOf(InteractionRequiredException.class)
        .hasMessageContaining("declined");
  }

  @Test
  void declinedConsent_isMissingConsent() {
    assertThat(exceptionFor(AUTHORIZATION_CODE, body("access_denied", null, 65004)))
        .isInstanceOf(ConsentRequiredException.class);
  }
}
