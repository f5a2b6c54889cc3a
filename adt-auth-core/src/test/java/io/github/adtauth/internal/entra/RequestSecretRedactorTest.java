package io.github.adtauth.internal.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.signin.SignInFixture;
import io.github.adtauth.token.TokenProvider;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that an error does not quote the secrets of its token request. */
class RequestSecretRedactorTest {
  private static String form(String name, String value) {
    return "a=b&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8) + "&scope=s";
  }

  private static String redacted(String body, String form) {
    return RequestSecretRedactor.of(form).body(body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "client_secret",
        "client_assertion",
        "assertion",
        "refresh_token",
        "code",
        "code_verifier",
        "device_code"
      })
  void sentSecret_isRemovedFromError(String name) {
    String secret = "H4.xK[9s@2 &é\\\"q";
    String escaped = "H4.xK[9s@2 &\\u00e9\\\\\\\"q";
    String body = "{\"error\":\"x\",\"error_description\":\"no '" + escaped + "' here\"}";
    assertThat(redacted(body, form(name, secret)))
        .isEqualTo("{\"error\":\"x\",\"error_description\":\"no '…' here\"}");
  }

  @Test
  void secretInNestedJsonOrName_isRemoved() {
    for (String claims :
        List.of(
            "{\"open-sesame\":[1]}",
            "{\"a\":[1,\"open-sesame\"]}",
            "[{\"b\":\"b3Blbi1zZXNhbWU=\"}]")) {
      assertThat(
              redacted(
                  "{\"error\":\"x\",\"error_description\":\"no open\\u200b-\\u001b[1msesame\",\"claims\":"
                      + claims
                      + "}",
                  form("code", "open-sesame")))
          .isEqualTo("{\"error\":\"x\",\"error_description\":\"no …\"}");
    }
  }

  /** Each string would be compared with all forms of the inbound token. */
  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void bodyWithManyStrings_isReduced() {
    String token = "abcdefghijklmnopqrstuvwxyz0123456789".repeat(1300);
    String many = "\"a\",".repeat(20_000);
    String body = "{\"error\":\"x\",\"other\":[" + many + "1],\"claims\":[" + many + "1]}";
    assertThat(redacted(body, form("assertion", token))).isEqualTo("{\"error\":\"x\"}");
  }

  @Test
  void bodyWithoutSecret_isUnchanged() {
    String body = "{\"error\" : \"some-scope\"}";
    assertThat(redacted(body, form("scope", "some-scope"))).isSameAs(body);
    assertThat(redacted(body, form("client_secret", "scop"))).isSameAs(body);
    assertThat(redacted(body, "client_secret")).isSameAs(body);
    assertThat(redacted("some-scope", form("code", "some-scope"))).isEqualTo("some-scope");
  }

  /** A secret may have the form of a GUID, which is also that of an ID. */
  @Test
  void headerWithSecret_isRemoved() {
    String secret = "04f0c124-f2bc-4f59-8241-bf6df9866bbd";
    Headers headers =
        RequestSecretRedactor.of(form("client_secret", secret))
            .headers(Headers.of("x-ms-request-id", secret, "client-request-id", "a", "Date", "b"));
    assertThat(headers).isEqualTo(Headers.of("client-request-id", "a", "Date", "b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2-Passw0rd!",
        "hunter2",
        "04f0c124-f2bc-4f59-8241-bf6df9866bbd",
        "H4.xK[9s@2Lq:?pW7v]Zr=m/T8nB-c6"
      })
  void secret_isNotInMessageOrCause(String secret) {
    SignInFixture fixture = new SignInFixture();
    try {
      fixture
          .azure
          .script(SignInFixture.LOGIN)
          .always(
              new MockResponse.Builder()
                  .code(401)
                  .body(
                      "{\"error\":\"invalid_client\",\"error_description\":\"You sent '"
                          + secret
                          + "', which is wrong.\"}")
                  .build());
      TokenProvider service =
          fixture.signIn(fixture.azure.entra().webApi()).service(ClientCredential.secret(secret));
      Throwable failure = catchThrowable(() -> service.token(SignInFixture.TWINS));
      assertThat(failure).hasMessageContaining("You sent '…', which is wrong.");
      assertThat(failure).hasStackTraceContaining("…");
      for (Throwable at = failure; at != null; at = at.getCause()) {
        assertThat(at.toString()).doesNotContain(secret);
      }
    } finally {
      fixture.close();
    }
  }

  @Test
  void correlationIdOfError_isGuidOrAbsent() {
    SignInFixture fixture = new SignInFixture();
    try {
      fixture
          .azure
          .script(SignInFixture.LOGIN)
          .always(
              new MockResponse.Builder()
                  .addHeader("client-request-id", "hunter2-Passw0rd!")
                  .body("{\"access_token\":\"a\",\"expires_in\":-1,\"token_type\":\"Bearer\"}")
                  .build());
      TokenProvider service =
          fixture
              .signIn(fixture.azure.entra().webApi())
              .service(ClientCredential.secret("hunter2-Passw0rd!"));
      assertThatThrownBy(() -> service.token(SignInFixture.TWINS))
          .isInstanceOf(UnexpectedResponseException.class)
          .hasMessageContaining("not a number of seconds")
          .hasMessageNotContaining("hunter2");
    } finally {
      fixture.close();
    }
  }
}
