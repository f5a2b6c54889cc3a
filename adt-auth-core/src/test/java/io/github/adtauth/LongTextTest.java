package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.internal.oauth.BearerChallenge;
import io.github.adtauth.onbehalfof.Challenge;
import io.github.adtauth.onbehalfof.UserId;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenRequest;
import io.github.adtauth.twins.DigitalTwins;
import io.github.adtauth.twins.DigitalTwinsClient;
import io.github.adtauth.twins.ImportJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that long text is processed in linear time, even if the JDK takes quadratic time. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LongTextTest {
  /** {@link String#toLowerCase} maps each character to two, in quadratic time. */
  private static final String LONG = "\u0130".repeat(450_000);

  private static final String HOST = "contoso.api.weu.digitaltwins.azure.net";

  @TempDir Path folder;

  private static DigitalTwinsConfig.Builder config() {
    return DigitalTwinsConfig.builder()
        .clientId(UUID.randomUUID().toString())
        .tenant(UUID.randomUUID().toString())
        .endpoint("https://" + HOST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"clientId", "tenant", "endpoint", "redirectUri"})
  void longSetting_isRejected(String setting) {
    Consumer<DigitalTwinsConfig.Builder> set =
        switch (setting) {
          case "clientId" -> builder -> builder.clientId(LONG);
          case "tenant" -> builder -> builder.tenant(LONG);
          case "endpoint" -> builder -> builder.endpoint(LONG);
          default -> builder -> builder.redirectUri(LONG);
        };

    assertThat(
            catchThrowable(
                () -> {
                  DigitalTwinsConfig.Builder builder = config();
                  set.accept(builder);
                  builder.build();
                }))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void longKeyInFile_isIgnored() throws Exception {
    Path file = Files.writeString(folder.resolve("settings.json"), "{\"" + LONG + "\":\"x\"}");

    assertThat(DigitalTwinsConfig.fromFile(file)).isNotNull();
  }

  @Test
  void longChallenge_isIgnored() {
    List<String> headers = Collections.nCopies(500, LONG.substring(0, 16_000) + " x=1");

    assertThat(BearerChallenge.parse(headers)).isEmpty();
    assertThat(Challenge.parse(401, headers)).isEmpty();
  }

  @Test
  void longUserId_isKept() {
    assertThat(new UserId(LONG, "T").objectId()).isEqualTo(LONG);
  }

  @Test
  void longTokenType_isRejected() throws Exception {
    try (LocalAzure azure = LocalAzure.start()) {
      azure.host(
          "login.microsoftonline.com",
          request ->
              json("{\"token_type\":\"" + LONG + "\",\"expires_in\":3600,\"access_token\":\"x\"}"));
      SignIn signIn = SignIn.with(config().build()).httpClient(azure.httpClient());

      assertThat(
              catchThrowable(
                  () ->
                      signIn
                          .service(ClientCredential.secret("secretsecret"))
                          .token(TokenRequest.of("https://digitaltwins.azure.net/.default"))))
          .isInstanceOf(UnexpectedResponseException.class);
    }
  }

  @Test
  void longJobStatus_isNotFinished() {
    ImportJob job = new ImportJob("j", "a", "b", LONG, null, null, null, null, null);

    assertThat(job.isFinished()).isFalse();
  }

  @Test
  void longJobStatusInResponse_isRejected() throws Exception {
    try (LocalAzure azure = LocalAzure.start()) {
      azure.host(
          HOST,
          request ->
              json(
                  "{\"id\":\"j\",\"inputBlobUri\":\"a\",\"outputBlobUri\":\"b\",\"status\":\""
                      + LONG
                      + "\"}"));
      try (DigitalTwins twins = DigitalTwins.at(config().build(), azure.httpClient())) {
        DigitalTwinsClient client =
            twins.client(r -> AccessToken.of("token", Instant.now().plusSeconds(3000)));

        assertThat(catchThrowable(() -> client.jobs().imports().get("j")))
            .isInstanceOf(UnexpectedResponseException.class)
            .hasMessageContaining("status of more than 65536 characters");
      }
    }
  }

  private static MockResponse json(String body) {
    return new MockResponse.Builder()
        .code(200)
        .setHeader("Content-Type", "application/json")
        .body(body)
        .build();
  }
}
