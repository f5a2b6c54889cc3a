package io.github.adtauth.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.AdtException;
import io.github.adtauth.Fix;
import io.github.adtauth.RegistrationStep;
import java.time.Clock;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every AADSTS code that we know, in an answer as Entra ID writes it. */
class EntraCodesTest {
  private static final String TRACE = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
  private static final String CORRELATION = "12345678-9abc-def0-1234-56789abcdef0";

  @ParameterizedTest(name = "AADSTS{0}: {2} {3} of {1} is {4}")
  @CsvSource({
    // Consent
    "65001, ON_BEHALF_OF, invalid_grant, consent_required, ConsentRequired, CONSENT",
    "65001, REFRESH_TOKEN, invalid_grant, consent_required, ConsentRequired, CONSENT",
    "65004, AUTHORIZATION_CODE, access_denied, , ConsentRequired, CONSENT",
    "65004, DEVICE_CODE, authorization_declined, , ConsentRequired, CONSENT",
    "90094, AUTHORIZATION_CODE, consent_required, , ConsentRequired, CONSENT",
    "90095, AUTHORIZATION_CODE, consent_required, , ConsentRequired, CONSENT",
    // Application and settings
    "65005, AUTHORIZATION_CODE, invalid_resource, , Registration, API_PERMISSION",
    "650056, AUTHORIZATION_CODE, invalid_request, , Registration, API_PERMISSION",
    "650057, ON_BEHALF_OF, invalid_resource, , Registration, API_PERMISSION",
    "650052, AUTHORIZATION_CODE, invalid_resource, , Registration, API_PERMISSION",
    "650054, AUTHORIZATION_CODE, invalid_resource, , Registration, API_PERMISSION",
    "500011, CLIENT_CREDENTIALS, invalid_resource, , Registration, API_PERMISSION",
    "90008, AUTHORIZATION_CODE, invalid_request, , Registration, API_PERMISSION",
    "50011, AUTHORIZATION_CODE, invalid_request, , Registration, REDIRECT_URI",
    "500113, AUTHORIZATION_CODE, invalid_request, , Registration, REDIRECT_URI",
    "900971, AUTHORIZATION_CODE, invalid_request, , Registration, REDIRECT_URI",
    "7000218, DEVICE_CODE, invalid_client, , Registration, PUBLIC_CLIENT",
    "7000218, AUTHORIZATION_CODE, invalid_client, , Registration, PUBLIC_CLIENT",
    "7000218, ON_BEHALF_OF, invalid_client, , Credential, PUBLIC_CLIENT",
    "70002, DEVICE_CODE, invalid_client, , Registration, PUBLIC_CLIENT",
    "700025, CLIENT_CREDENTIALS, invalid_client, , Credential, CREDENTIAL",
    "700016, CLIENT_CREDENTIALS, unauthorized_client, , Registration, IDS",
    "700011, CLIENT_CREDENTIALS, unauthorized_client, , Registration, IDS",
    "90002, CLIENT_CREDENTIALS, invalid_request, , Registration, IDS",
    "900023, CLIENT_CREDENTIALS, invalid_request, , Registration, IDS",
    "50194, DEVICE_CODE, invalid_request, , Registration, IDS",
    "9001023, DEVICE_CODE, invalid_request, , Registration, IDS",
    "50020, REFRESH_TOKEN, interaction_required, , InteractionRequired, IDS",
    "16000, AUTHORIZATION_CODE, interaction_required, , InteractionRequired, IDS",
    "50034, AUTHORIZATION_CODE, invalid_grant, , InteractionRequired, IDS",
    "51004, REFRESH_TOKEN, invalid_grant, , InteractionRequired, IDS",
    "50105, REFRESH_TOKEN, interaction_required, , InteractionRequired, ",
    "900144, CLIENT_CREDENTIALS, invalid_request, , Registration, IDS",
    "70011, CLIENT_CREDENTIALS, invalid_scope, , Registration, ",
    "28002, CLIENT_CREDENTIALS, invalid_scope, , Registration, ",
    "700022, CLIENT_CREDENTIALS, invalid_scope, , Registration, ",
    "90014, CLIENT_CREDENTIALS, invalid_request, , Registration, ",
    "9002313, CLIENT_CREDENTIALS, invalid_request, , Registration, ",
    // On behalf of
    "50013, ON_BEHALF_OF, invalid_grant, , InboundToken, EXPOSED_API",
    "500133, ON_BEHALF_OF, invalid_grant, , InboundToken, EXPOSED_API",
    "500131, ON_BEHALF_OF, invalid_grant, , InboundToken, EXPOSED_API",
    "240002, ON_BEHALF_OF, invalid_grant, , InboundToken, EXPOSED_API",
    "7000114, ON_BEHALF_OF, invalid_grant, , InboundToken, EXPOSED_API",
    // The user
    "50076, ON_BEHALF_OF, interaction_required, basic_action, InteractionRequired, ",
    "50074, ON_BEHALF_OF, interaction_required, basic_action, InteractionRequired, ",
    "50079, ON_BEHALF_OF, interaction_required, basic_action, InteractionRequired, ",
    "50072, REFRESH_TOKEN, interaction_required, basic_action, InteractionRequired, ",
    "50078, REFRESH_TOKEN, interaction_required, basic_action, InteractionRequired, ",
    "53003, ON_BEHALF_OF, interaction_required, message_only, InteractionRequired, ",
    "530032, REFRESH_TOKEN, interaction_required, , InteractionRequired, ",
    "53000, REFRESH_TOKEN, interaction_required, , InteractionRequired, ",
    "53001, REFRESH_TOKEN, interaction_required, , InteractionRequired, ",
    "530035, REFRESH_TOKEN, interaction_required, , InteractionRequired, ",
    "50173, REFRESH_TOKEN, invalid_grant, bad_token, InteractionRequired, ",
    "700082, REFRESH_TOKEN, invalid_grant, bad_token, InteractionRequired, ",
    "70008, REFRESH_TOKEN, invalid_grant, bad_token, InteractionRequired, ",
    "70043, REFRESH_TOKEN, invalid_grant, bad_token, InteractionRequired, ",
    "70008, AUTHORIZATION_CODE, invalid_grant, , InteractionRequired, ",
    // Credential of the application
    "700024, CLIENT_CREDENTIALS, invalid_client, , Credential, CREDENTIAL",
    "700027, CLIENT_CREDENTIALS, invalid_client, , Credential, CREDENTIAL",
    "7000274, CLIENT_CREDENTIALS, invalid_client, , Credential, CREDENTIAL",
    "7000214, ON_BEHALF_OF, invalid_grant, , Credential, CREDENTIAL",
    "7000277, CLIENT_CREDENTIALS, invalid_request, , Credential, CREDENTIAL",
    "1000502, CLIENT_CREDENTIALS, invalid_request, , Credential, CREDENTIAL",
    "70021, CLIENT_CREDENTIALS, invalid_client, , Credential, CREDENTIAL",
    "700213, CLIENT_CREDENTIALS, invalid_client, , Credential, CREDENTIAL",
    "70021, CLIENT_CREDENTIALS, invalid_request, , Registration, CREDENTIAL",
    "7000215, ON_BEHALF_OF, invalid_client, , Credential, CREDENTIAL",
    "7000222, CLIENT_CREDENTIALS, invalid_client, , Credential, CREDENTIAL",
    // Device code
    "70016, DEVICE_CODE, authorization_pending, , Unavailable, ",
    "70018, DEVICE_CODE, bad_verification_code, , InteractionRequired, ",
    "70019, DEVICE_CODE, expired_token, , InteractionRequired, ",
    "70020, DEVICE_CODE, expired_token, , InteractionRequired, ",
    // Load
    "90055, CLIENT_CREDENTIALS, temporarily_unavailable, , Unavailable, ",
    "50196, REFRESH_TOKEN, invalid_grant, , Unavailable, ",
    "50196, ON_BEHALF_OF, invalid_grant, , Unavailable, ",
    "90055, ON_BEHALF_OF, invalid_grant, , Unavailable, ",
    "90055, DEVICE_CODE, invalid_request, , Unavailable, ",
    "90033, REFRESH_TOKEN, invalid_grant, , Unavailable, ",
    "90024, AUTHORIZATION_CODE, invalid_grant, , Unavailable, ",
    "50033, CLIENT_CREDENTIALS, invalid_request, , Unavailable, ",
    "90012, ON_BEHALF_OF, invalid_grant, bad_token, Unavailable, ",
    "90006, ON_BEHALF_OF, interaction_required, , Unavailable, ",
    "50087, REFRESH_TOKEN, invalid_grant, , Unavailable, ",
    "90090, ON_BEHALF_OF, invalid_grant, , Unavailable, ",
    "90091, ON_BEHALF_OF, invalid_grant, , Unavailable, ",
    "40010, REFRESH_TOKEN, invalid_grant, , Unavailable, ",
    "90033, ON_BEHALF_OF, temporarily_unavailable, , Unavailable, ",
    "90024, ON_BEHALF_OF, temporarily_unavailable, , Unavailable, ",
    "50033, ON_BEHALF_OF, temporarily_unavailable, , Unavailable, ",
    "90006, ON_BEHALF_OF, server_error, , Unavailable, ",
    "90012, ON_BEHALF_OF, temporarily_unavailable, , Unavailable, ",
  })
  void isExplained(
      int code,
      Grant grant,
      String error,
      @Nullable String suberror,
      String type,
      @Nullable RegistrationStep step) {
    AdtException refusal =
        TokenErrors.refusal(
            grant, 400, Headers.of(), body(code, error, suberror), Clock.systemUTC());

    assertThat(refusal.getClass().getSimpleName()).isEqualTo(type + "Exception");
    Fix fix = refusal.fix().orElseThrow();
    assertThat(fix.step()).isEqualTo(step);
    assertThat(Fix.forCode(code)).as("its own row in the table of hints").contains(fix);
    assertThat(refusal.error()).contains(error);
    assertThat(refusal.suberror().orElse(null)).isEqualTo(suberror);
    assertThat(refusal.codes()).containsExactly(code);
    assertThat(refusal.correlationId()).contains(CORRELATION);
    assertThat(refusal.traceId()).contains(TRACE);
    assertThat(refusal.status()).isEqualTo(400);
    assertThat(refusal)
        .message()
        .contains("AADSTS" + code, fix.remedy())
        .doesNotContain("Timestamp", "\n", "\r");
  }

  private static String body(int code, String error, @Nullable String suberror) {
    return """
        {"error":"%s","error_description":"AADSTS%d: What happened in Entra's words.\\r\\nTrace ID: \
        %s\\r\\nCorrelation ID: %s\\r\\nTimestamp: 2026-01-01 00:00:00Z","error_codes":[%d],\
        "timestamp":"2026-01-01 00:00:00Z","trace_id":"%s","correlation_id":"%s",%s\
        "error_uri":"https://login.microsoftonline.com/error?code=%d"}"""
        .formatted(
            error,
            code,
            TRACE,
            CORRELATION,
            code,
            TRACE,
            CORRELATION,
            suberror == null ? "" : "\"suberror\":\"" + suberror + "\",",
            code);
  }
}
