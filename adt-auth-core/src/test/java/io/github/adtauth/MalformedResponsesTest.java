package io.github.adtauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.credential.ManagedIdentityId;
import io.github.adtauth.http.AuthenticatedHttp;
import io.github.adtauth.internal.identity.ManagedIdentity;
import io.github.adtauth.signin.SignIn;
import io.github.adtauth.testkit.internal.SocksProxy;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import io.github.adtauth.twins.DigitalTwin;
import io.github.adtauth.twins.DigitalTwins;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests secrets that a server echoes in malformed HTTP, which OkHttp's exceptions quote. */
class MalformedResponsesTest {
  private static final String SECRET = "q8Q~Z7vXcanarySECRETvalue.of.forty.characters";
  private static final String SCOPE = "https://digitaltwins.azure.net/.default";

  private static MalformedServer server(MalformedServer.Form form) throws IOException {
    return new MalformedServer(form, SECRET + "\u001b[31m\nWARN forged");
  }

  @ParameterizedTest
  @EnumSource(names = {"UNTERMINATED_LINE", "CHUNK_SIZE"})
  void secretEchoedByTokenEndpoint_isRedacted(MalformedServer.Form form) throws IOException {
    try (MalformedServer server = server(form)) {
      SignIn signIn = SignIn.with(config()).httpClient(server.client());

      assertRedacted(
          catchThrowable(
              () -> signIn.service(ClientCredential.secret(SECRET)).token(TokenRequest.of(SCOPE))));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"UNTERMINATED_LINE", "CHUNK_SIZE"})
  void tokenEchoedByInstance_isRedacted(MalformedServer.Form form) throws IOException {
    try (MalformedServer server = server(form);
        DigitalTwins twins = DigitalTwins.at(config(), server.client())) {
      var client = twins.client(r -> AccessToken.of(SECRET, Instant.now().plusSeconds(3000)));

      assertRedacted(catchThrowable(() -> client.getTwin("x", DigitalTwin.class)));
      assertRedacted(catchThrowable(() -> client.async().getTwin("x", DigitalTwin.class).join()));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"UNTERMINATED_LINE", "CHUNK_SIZE"})
  void headerEchoedByIdentityEndpoint_isRedacted(MalformedServer.Form form) throws IOException {
    try (MalformedServer server = server(form)) {
      assertRedacted(catchThrowable(() -> identity(server).token(TokenRequest.of(SCOPE))));
    }
  }

  /** OkHttp reads the framing completely before it returns the first byte of the body. */
  @ParameterizedTest
  @EnumSource(names = {"ENDLESS_CHUNK_EXTENSION", "ENDLESS_GZIP_NAME"})
  void endlessFraming_isLimited(MalformedServer.Form form) throws IOException {
    try (MalformedServer server = server(form)) {
      assertFramingIsBounded(server.client());
      assertThatThrownBy(() -> identity(server).token(TokenRequest.of(SCOPE)))
          .isInstanceOf(UnexpectedResponseException.class);
    }
  }

  /** OkHttp creates the socket to a SOCKS proxy itself, without the client's socket factory. */
  @ParameterizedTest
  @EnumSource(names = {"ENDLESS_CHUNK_EXTENSION", "ENDLESS_GZIP_NAME"})
  void endlessFramingBehindSocksProxy_isLimited(MalformedServer.Form form) throws IOException {
    try (MalformedServer server = server(form);
        SocksProxy socks = SocksProxy.to(server.securePort())) {
      assertFramingIsBounded(server.client().newBuilder().proxy(socks.proxy()).build());
    }
  }

  /** A derived client may have another socket factory. */
  @Test
  void endlessFramingOfDerivedClient_isLimited() throws IOException {
    try (MalformedServer server = server(MalformedServer.Form.ENDLESS_CHUNK_EXTENSION)) {
      OkHttpClient base = server.client();
      OkHttpClient client =
          AuthenticatedHttp.client(
                  base,
                  new ProtectedResource(config().endpoint(), SCOPE),
                  r -> AccessToken.of(SECRET, Instant.now().plusSeconds(3000)))
              .newBuilder()
              .socketFactory(base.socketFactory())
              .build();
      Request request = new Request.Builder().url(config().endpoint() + "/x").build();

      assertThatThrownBy(
              () -> {
                try (Response response = client.newCall(request).execute()) {
                  response.body().bytes();
                }
              })
          .isInstanceOf(ProtocolException.class)
          .hasMessageContaining("framing of the response body is too large");
    }
  }

  private static void assertFramingIsBounded(OkHttpClient http) {
    TokenProvider service =
        SignIn.with(config()).httpClient(http).service(ClientCredential.secret(SECRET));
    try (DigitalTwins instance = DigitalTwins.at(config(), http)) {
      var twins = instance.client(r -> AccessToken.of(SECRET, Instant.now().plusSeconds(3000)));

      // A client that read to the end would see a broken connection.
      assertThatThrownBy(() -> twins.getTwin("x", DigitalTwin.class))
          .isInstanceOf(UnexpectedResponseException.class);
      assertThatThrownBy(() -> service.token(TokenRequest.of(SCOPE)))
          .isInstanceOf(UnexpectedResponseException.class);
    }
  }

  private static ManagedIdentity identity(MalformedServer server) {
    Map<String, String> environment =
        Map.of("IDENTITY_ENDPOINT", server.plainUrl(), "IDENTITY_HEADER", SECRET);
    return ManagedIdentity.of(ManagedIdentityId.systemAssigned(), environment, new OkHttpClient());
  }

  private static DigitalTwinsConfig config() {
    return DigitalTwinsConfig.builder()
        .clientId(UUID.randomUUID().toString())
        .tenant(UUID.randomUUID().toString())
        .endpoint("https://contoso.api.weu.digitaltwins.azure.net")
        .build();
  }

  private static void assertRedacted(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    String start = SECRET.substring(0, 12);
    assertThat(trace.toString())
        .containsAnyOf("okhttp3.internal", "is not HTTP") // OkHttp could not read the response
        .doesNotContain(start, "\u001b", "\nWARN")
        .doesNotContain(HexFormat.of().formatHex(start.getBytes(StandardCharsets.US_ASCII)));
  }
}
