package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.identity.ManagedIdentity;
import io.github.adtauth.identity.ManagedIdentityId;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenRequest;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that sends a secret back in bytes that are not HTTP: OkHttp's failures quote them. */
@Timeout(60)
class MalformedResponsesTest {
  private static final String SECRET = "q8Q~Z7vXcanarySECRETvalue.of.forty.characters";
  private static final String SCOPE = "https://digitaltwins.azure.net/.default";

  private final MalformedResponses server;

  MalformedResponsesTest() throws IOException {
    server = new MalformedResponses(SECRET + "\u001b[31m\nWARN forged");
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void secretSentBackByTheTokenEndpoint_isNotInTheFailure(MalformedResponses.Form form) {
    SignIn signIn = SignIn.with(config()).httpClient(server.client(form));

    assertRedacted(
        catchThrowable(
            () -> signIn.service(ClientCredential.secret(SECRET)).token(TokenRequest.of(SCOPE))));
  }

  @ParameterizedTest
  @EnumSource
  void tokenSentBackByTheInstance_isNotInTheFailure(MalformedResponses.Form form) {
    try (DigitalTwins twins = DigitalTwins.at(config(), server.client(form))) {
      var client = twins.as(r -> AccessToken.of(SECRET, Instant.now().plusSeconds(3000)));

      assertRedacted(catchThrowable(() -> client.getTwin("x", DigitalTwin.class)));
      assertRedacted(catchThrowable(() -> client.async().getTwin("x", DigitalTwin.class).join()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void headerSentBackByTheIdentityEndpoint_isNotInTheFailure(MalformedResponses.Form form) {
    Map<String, String> environment =
        Map.of("IDENTITY_ENDPOINT", server.plainUrl(), "IDENTITY_HEADER", SECRET);
    ManagedIdentity identity =
        ManagedIdentity.of(
                ManagedIdentityId.systemAssigned(), environment, server.plainClient(form))
            .timeout(Duration.ofSeconds(2));

    assertRedacted(catchThrowable(() -> identity.token(TokenRequest.of(SCOPE))));
  }

  private static DigitalTwinsConfig config() {
    return DigitalTwinsConfig.builder()
        .clientId(UUID.randomUUID().toString())
        .tenant(UUID.randomUUID().toString())
        .endpoint("https://contoso.api.weu.digitaltwins.azure.net")
        .callTimeout(Duration.ofSeconds(2))
        .tokenTimeout(Duration.ofSeconds(2))
        .build();
  }

  private static void assertRedacted(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    String start = SECRET.substring(0, 12);
    assertThat(trace.toString())
        .contains("okhttp3.internal") // it was the response that OkHttp could not read
        .doesNotContain(start, "\u001b", "\nWARN")
        .doesNotContain(HexFormat.of().formatHex(start.getBytes(StandardCharsets.US_ASCII)));
  }
}
