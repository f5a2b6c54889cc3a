package io.github.adtauth.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.UnexpectedAnswerException;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.token.TokenProvider;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentSecretsTest {
  private static String form(String name, String value) {
    return "a=b&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8) + "&scope=s";
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
  void whatWasSent_isTakenOut_whereverARefusalQuotesIt(String name) {
    String secret = "H4.xK[9s@2 &é\\\"q";
    String escaped = "H4.xK[9s@2 &\\u00e9\\\\\\\"q";
    String body = "{\"error\":\"x\",\"error_description\":\"no '" + escaped + "' here\",\"n\":1}";
    assertThat(SentSecrets.hidden(body, form(name, secret)))
        .isEqualTo("{\"error\":\"x\",\"error_description\":\"no '…' here\",\"n\":1}");
  }

  @Test
  void whatIsNoSecretOrNoObject_staysAsItIs() {
    String body = "{\"error\" : \"some-scope\"}";
    assertThat(SentSecrets.hidden(body, form("scope", "some-scope"))).isSameAs(body);
    assertThat(SentSecrets.hidden(body, form("client_secret", "some"))).isSameAs(body);
    assertThat(SentSecrets.hidden(body, "client_secret")).isSameAs(body);
    assertThat(SentSecrets.hidden("some-scope", form("code", "some-scope")))
        .isEqualTo("some-scope");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hunter2-Passw0rd!", "H4.xK[9s@2Lq:?pW7v]Zr=m/T8nB-c6"})
  void secretOfAnyForm_isNotInTheMessage_norInACause(String secret) {
    World world = new World();
    try {
      world
          .azure
          .script(World.LOGIN)
          .always(
              new MockResponse.Builder()
                  .code(401)
                  .body(
                      "{\"error\":\"invalid_client\",\"error_description\":\"You sent '"
                          + secret
                          + "', which is wrong.\"}")
                  .build());
      TokenProvider service =
          world.signIn(world.azure.entra().webApi()).service(ClientCredential.secret(secret));
      Throwable failure = catchThrowable(() -> service.token(World.TWINS));
      assertThat(failure).hasMessageContaining("You sent '…', which is wrong.");
      assertThat(failure).hasStackTraceContaining("…");
      for (Throwable at = failure; at != null; at = at.getCause()) {
        assertThat(at.toString()).doesNotContain(secret);
      }
    } finally {
      world.close();
    }
  }

  @Test
  void correlationIdOfAnAnswerThatGrantsNothing_isAGuidOrAbsent() {
    World world = new World();
    try {
      world
          .azure
          .script(World.LOGIN)
          .always(
              new MockResponse.Builder()
                  .addHeader("client-request-id", "hunter2-Passw0rd!")
                  .body("{\"access_token\":\"a\",\"expires_in\":-1,\"token_type\":\"Bearer\"}")
                  .build());
      TokenProvider service =
          world
              .signIn(world.azure.entra().webApi())
              .service(ClientCredential.secret("hunter2-Passw0rd!"));
      assertThatThrownBy(() -> service.token(World.TWINS))
          .isInstanceOf(UnexpectedAnswerException.class)
          .hasMessageContaining("not a number of seconds")
          .hasMessageNotContaining("hunter2");
    } finally {
      world.close();
    }
  }
}
