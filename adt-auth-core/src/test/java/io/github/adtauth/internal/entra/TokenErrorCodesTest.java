package io.github.adtauth.internal.entra;

import static io.github.adtauth.internal.entra.GrantType.AUTHORIZATION_CODE;
import static io.github.adtauth.internal.entra.GrantType.CLIENT_CREDENTIALS;
import static io.github.adtauth.internal.entra.GrantType.DEVICE_CODE;
import static io.github.adtauth.internal.entra.GrantType.ON_BEHALF_OF;
import static io.github.adtauth.internal.entra.GrantType.REFRESH_TOKEN;
import static io.github.adtauth.internal.entra.GrantType.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.AdtException;
import io.github.adtauth.CredentialException;
import io.github.adtauth.Fix;
import io.github.adtauth.InboundTokenException;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.RegistrationStep;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests errors of the credential, the registration and the service, and their messages. */
class TokenErrorCodesTest extends TokenErrorMapperFixture {
  @Test
  void invalidClient_isCredentialError() {
    for (GrantType grant : new GrantType[] {CLIENT_CREDENTIALS, ON_BEHALF_OF, SESSION}) {
      AdtException rejection = exceptionFor(grant, body("invalid_client", null, 0));
      assertThat(rejection).isInstanceOf(CredentialException.class);
      assertThat(step(rejection)).isEqualTo(RegistrationStep.CREDENTIAL);
    }
  }

  @Test
  void invalidClientOfPublicClient_isRegistrationError() {
    for (GrantType grant : new GrantType[] {AUTHORIZATION_CODE, DEVICE_CODE, REFRESH_TOKEN}) {
      AdtException rejection = exceptionFor(grant, body("invalid_client", null, 0));
      assertThat(rejection).isInstanceOf(RegistrationException.class);
      assertThat(step(rejection)).isEqualTo(RegistrationStep.PUBLIC_CLIENT);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "unauthorized_client, IDS",
    "invalid_scope, API_PERMISSION",
    "invalid_resource, API_PERMISSION",
    "invalid_request, IDS",
    "unsupported_grant_type, IDS",
    "something_new, IDS"
  })
  void otherError_isRegistrationError(String error, RegistrationStep step) {
    for (GrantType grant : GrantType.values()) {
      AdtException rejection = exceptionFor(grant, body(error, null, 0));
      assertThat(rejection).isInstanceOf(RegistrationException.class);
      assertThat(step(rejection)).isEqualTo(step);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void overloadStatus_isUnavailable(int status) {
    Headers headers = Headers.of("Retry-After", "17");
    for (String body : new String[] {"", "<html>", body("invalid_grant", null, 90033)}) {
      AdtException rejection =
          TokenErrorMapper.toException(ON_BEHALF_OF, status, headers, body, Clock.systemUTC());
      assertThat(rejection).isInstanceOf(UnavailableException.class);
      assertThat(rejection.retryAfter()).contains(Duration.ofSeconds(17));
      assertThat(rejection.status()).isEqualTo(status);
    }
  }

  @Test
  void temporarilyUnavailable_isUnavailable() {
    assertThat(exceptionFor(ON_BEHALF_OF, body("temporarily_unavailable", null, 90033)))
        .isInstanceOf(UnavailableException.class);
    assertThat(
            TokenErrorMapper.toException(
                ON_BEHALF_OF, 200, NONE, body("server_error", null, 0), Clock.systemUTC()))
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void retryDate_isRelativeToServerClock() {
    Headers headers =
        Headers.of(
            "Date",
            "Tue, 15 Nov 1994 08:12:00 GMT",
            "Retry-After",
            "Tue, 15 Nov 1994 08:13:30 GMT");

    assertThat(
            TokenErrorMapper.toException(REFRESH_TOKEN, 429, headers, "", Clock.systemUTC())
                .retryAfter())
        .contains(Duration.ofSeconds(90));
  }

  @Test
  void errorWithStatus200_isRejection() {
    assertThat(
            TokenErrorMapper.toException(
                REFRESH_TOKEN, 200, NONE, body("invalid_grant", null, 0), Clock.systemUTC()))
        .isInstanceOf(InteractionRequiredException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html><body>Proxy</body></html>", "[]", "{}", "null", "{\"error\":"})
  void malformedBody_isUnexpectedAndKeepsIds(String body) {
    Headers headers =
        Headers.of(
            "x-ms-request-id", "11111111-2222-3333-4444-555555555555",
            "client-request-id", "66666666-7777-8888-9999-000000000000");
    AdtException rejection =
        TokenErrorMapper.toException(CLIENT_CREDENTIALS, 403, headers, body, Clock.systemUTC());

    assertThat(rejection).isInstanceOf(UnexpectedResponseException.class);
    assertThat(rejection.status()).isEqualTo(403);
    assertThat(rejection.correlationId()).contains("66666666-7777-8888-9999-000000000000");
    assertThat(rejection.traceId()).contains("11111111-2222-3333-4444-555555555555");
    assertThat(rejection.fix()).isPresent();
  }

  @Test
  void malformedIdHeaders_areOmitted() {
    Headers headers = Headers.of("client-request-id", "s3cr3t", "x-ms-request-id", "x");

    AdtException rejection =
        TokenErrorMapper.toException(CLIENT_CREDENTIALS, 400, headers, "", Clock.systemUTC());

    assertThat(rejection.correlationId()).isEmpty();
    assertThat(rejection).message().doesNotContain("s3cr3t");
  }

  @ParameterizedTest
  @ValueSource(ints = {700027, 700024, 7000214, 1000502, 7000274, 7000277, 7000215, 700236})
  void credentialCode_isCredentialError(int code) {
    for (String error : new String[] {"invalid_request", "invalid_grant", "unauthorized_client"}) {
      assertThat(exceptionFor(ON_BEHALF_OF, body(error, null, code)))
          .isInstanceOf(CredentialException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(GrantType.class)
  void unknownCode_doesNotChangeExceptionType(GrantType grant) {
    for (String error : new String[] {"invalid_grant", "invalid_request", "invalid_client"}) {
      assertThat(exceptionFor(grant, body(error, null, 99999999)))
          .hasSameClassAs(exceptionFor(grant, body(error, null, 0)));
    }
  }

  @Test
  void firstKnownCode_selectsFix() {
    AdtException rejection =
        exceptionFor(
            CLIENT_CREDENTIALS, "{\"error\":\"invalid_client\",\"error_codes\":[1,7000222]}");

    assertThat(rejection.fix()).isEqualTo(Fix.forCode(7000222));
    assertThat(rejection.aadstsCodes()).containsExactly(1, 7000222);
  }

  @Test
  void libraryMessage_comesFirst() {
    assertThat(exceptionFor(REFRESH_TOKEN, body("invalid_grant", null, 50173)))
        .message()
        .startsWith("The sign-in has ended. Entra ID reports: \"AADSTS50173: ");
  }

  @Test
  void wrongClock_isReportedIfTimeMatters() {
    Clock here = Clock.fixed(Instant.parse("2026-01-05T09:01:00Z"), ZoneOffset.UTC);
    Headers there = Headers.of("Date", "Mon, 05 Jan 2026 08:00:00 GMT");
    String expired = body("invalid_grant", null, 500133);
    assertThat(TokenErrorMapper.toException(ON_BEHALF_OF, 400, there, expired, here))
        .isInstanceOf(InboundTokenException.class)
        .hasMessageContaining("The clock of this machine is 61 minutes fast. Correct it.");
    Clock slow = Clock.fixed(Instant.parse("2026-01-05T07:00:00Z"), ZoneOffset.UTC);
    String assertion = body("invalid_client", null, 700024);
    assertThat(TokenErrorMapper.toException(CLIENT_CREDENTIALS, 401, there, assertion, slow))
        .hasMessageContaining("60 minutes slow");
    Clock right = Clock.fixed(Instant.parse("2026-01-05T08:04:00Z"), ZoneOffset.UTC);
    assertThat(TokenErrorMapper.toException(ON_BEHALF_OF, 400, there, expired, right))
        .hasMessageNotContaining("clock of this machine");
  }
}
