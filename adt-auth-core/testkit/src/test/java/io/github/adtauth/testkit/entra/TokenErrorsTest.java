package io.github.adtauth.testkit.entra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.adtauth.testkit.LocalAzure;
import java.time.Instant;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the error responses of the token endpoint. */
final class TokenErrorsTest {
  private static final String UNKNOWN = "11111111-2222-4333-8444-555555555555";

  private final LocalAzure azure = LocalAzure.start();
  private final FakeEntra entra = azure.entra();
  private final TokenClient client = new TokenClient(azure);

  @AfterEach
  void close() {
    azure.close();
  }

  @ParameterizedTest
  @CsvSource({
    "client_secret, wrong, 401 invalid_client 7000215",
    "client_secret, '', 401 invalid_client 7000218",
    "client_id, " + UNKNOWN + ", 400 unauthorized_client 700016",
    "client_id, '', 400 invalid_request 900144",
    "grant_type, '', 400 invalid_request 900144",
    "grant_type, password, 400 unsupported_grant_type 70003",
    "scope, '', 400 invalid_request 900144",
    "scope, https://unknown.example/.default, 400 invalid_resource 500011",
    "scope, https://digitaltwins.azure.net/Read.Write, 400 invalid_scope 1002012",
    "scope, https://digitaltwins.azure.net/Nonsense, 400 invalid_scope 70011",
    "scope, https://digitaltwins.azure.net/.default https://graph.microsoft.com/.default,"
        + " 400 invalid_scope 70011",
  })
  void invalidParameter_returnsItsError(String parameter, String value, String error) {
    assertThat(client.daemon(parameter, value).error()).isEqualTo(error);
  }

  @Test
  void errorBody_hasMembersOfEntraId() {
    TokenClient.Result response = client.daemon("client_secret", "wrong");

    assertThat(response.json().keySet())
        .containsExactly(
            "error",
            "error_description",
            "error_codes",
            "timestamp",
            "trace_id",
            "correlation_id",
            "error_uri");
    assertThat(response.text("error_description"))
        .matches(
            "AADSTS7000215: Invalid client secret .* Trace ID: [0-9a-f-]{36}"
                + " Correlation ID: [0-9a-f-]{36} Timestamp: \\d{4}-\\d\\d-\\d\\d [0-9:]{8}Z");
  }

  @Test
  void secretId_isRejectedAsSecret() {
    String id = entra.daemon().secrets().get(0).id();
    assertThat(client.daemon("client_secret", id).code()).isEqualTo(7000215);
  }

  @Test
  void expiredSecret_isRejected() {
    entra.register(
        entra.daemon().toBuilder()
            .noSecrets()
            .secret(new Registration.Secret("id", "old", Instant.EPOCH))
            .build());

    assertThat(client.daemon("client_secret", "old").error())
        .isEqualTo("401 invalid_client 7000222");
  }

  @Test
  void unknownTenant_isRejected() {
    assertThat(
            client
                .post("/nowhere.example/oauth2/v2.0/token", "grant_type", "client_credentials")
                .error())
        .isEqualTo("400 invalid_request 90002");
  }

  @Test
  void application_isUnknownInOtherTenant() {
    FakeTenant other = entra.addTenant(UNKNOWN, "fabrikam.onmicrosoft.com");

    assertThat(
            client
                .post(
                    "/" + other.domain() + "/oauth2/v2.0/token",
                    "grant_type",
                    "client_credentials",
                    "client_id",
                    entra.daemon().clientId())
                .code())
        .isEqualTo(700016);
  }

  @Test
  void clientCredentials_withoutTenant_isRejected() {
    assertThat(client.post("/common/oauth2/v2.0/token", "grant_type", "client_credentials").error())
        .isEqualTo("400 invalid_request 9001023");
  }

  @Test
  void publicClient_mustNotSendCredential() {
    String nativeApp = entra.nativeApp().clientId();
    assertThat(client.daemon("client_id", nativeApp).error())
        .isEqualTo("401 invalid_client 700025");
    assertThat(client.daemon("client_id", nativeApp, "client_secret", "").error())
        .isEqualTo("401 invalid_client 7000218");
  }

  @Test
  void bodyWithoutFormType_hasNoParameters() {
    Request request =
        new Request.Builder()
            .url("https://login.microsoftonline.com/" + entra.tenantId() + "/oauth2/v2.0/token")
            .post(
                RequestBody.create(
                    "{\"grant_type\":\"client_credentials\"}", MediaType.get("application/json")))
            .build();

    assertThat(client.send(request).error()).isEqualTo("400 invalid_request 900144");
  }

  @Test
  void tokenEndpoint_requiresPost() {
    String url = "https://login.microsoftonline.com/" + entra.tenantId() + "/oauth2/v2.0/token";
    assertThat(client.get(url).error()).isEqualTo("400 invalid_request 900561");
  }

  @Test
  void duplicateParameter_isRejected() {
    assertThat(client.token("grant_type", "client_credentials", "grant_type", "password").code())
        .isEqualTo(9000411);
  }

  @Test
  void clientRequestId_isCorrelationId() {
    Request request =
        new Request.Builder()
            .url("https://login.microsoftonline.com/x/oauth2/v2.0/token")
            .header("client-request-id", UNKNOWN)
            .build();

    assertThat(client.send(request).text("correlation_id")).isEqualTo(UNKNOWN);
  }
}
