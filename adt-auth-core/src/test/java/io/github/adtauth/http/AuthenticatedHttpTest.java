package io.github.adtauth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.AdtException;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.RegistrationException;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.UnexpectedResponseException;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.Cache;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests of {@link AuthenticatedHttp}. */
class AuthenticatedHttpTest {
  private static final String CLAIMS = "{\"access_token\":{\"acrs\":{\"value\":\"c1\"}}}";

  private final Server server = new Server();

  AuthenticatedHttpTest() throws IOException {}

  @AfterEach
  void stop() {
    server.close();
  }

  private static Request get(String url) {
    return new Request.Builder().url(url).build();
  }

  private static MockResponse status(int code) {
    return new MockResponse.Builder().code(code).build();
  }

  private static MockResponse challenge(String claims) {
    String encoded = Base64.getEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    return new MockResponse.Builder()
        .code(401)
        .addHeader(
            "WWW-Authenticate", "Bearer error=\"insufficient_claims\", claims=\"" + encoded + "\"")
        .build();
  }

  private int call(OkHttpClient client, Request request) throws IOException {
    try (Response response = client.newCall(request).execute()) {
      return response.code();
    }
  }

  /** With HTTP/2, calls wait for each other in OkHttp if the peer does not read. */
  @Test
  void serverWithHttp2_isCalledWithHttp11() throws Exception {
    server.web.setProtocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
    server.web.enqueue(status(200));
    try (Response response = server.client().newCall(get(server.url("/x"))).execute()) {
      assertThat(response.protocol()).isEqualTo(Protocol.HTTP_1_1);
    }
  }

  @Test
  void call_hasTokenAndUserAgent() throws Exception {
    server.web.enqueue(status(200));
    assertThat(call(server.client(), get(server.url("/x")))).isEqualTo(200);
    RecordedRequest request = server.web.takeRequest();
    assertThat(request.getHeaders().values("Authorization")).containsExactly("Bearer t1");
    assertThat(request.getHeaders().get("User-Agent")).startsWith("adt-auth/");
  }

  @Test
  void authorizationHeaderOfCaller_isReplaced() throws Exception {
    server.web.enqueue(status(200));
    call(
        server.client(),
        get(server.url("/")).newBuilder().header("Authorization", "Bearer forgotten").build());
    assertThat(server.web.takeRequest().getHeaders().values("Authorization"))
        .containsExactly("Bearer t1");
  }

  @Test
  void otherHostPortOrScheme_isRejectedBeforeTokenRequest() {
    OkHttpClient client = server.client();
    for (String url :
        new String[] {
          "https://evil.example/",
          "https://localhost:1/",
          "http://localhost:" + server.web.getPort()
        }) {
      assertThatThrownBy(() -> call(client, get(url)))
          .isInstanceOf(AuthenticatedCallException.class)
          .hasCauseInstanceOf(RegistrationException.class);
    }
    assertThat(server.tokenRequests).isEmpty();
    assertThat(server.web.getRequestCount()).isZero();
  }

  @Test
  void redirect_isNotFollowed() throws Exception {
    server.web.enqueue(
        new MockResponse.Builder().code(302).addHeader("Location", server.url("/y")).build());
    assertThat(call(server.client(), get(server.url("/x")))).isEqualTo(302);
    assertThat(server.web.getRequestCount()).isEqualTo(1);
  }

  @Test
  void cacheAndCookiesOfBaseClient_areNotUsed() throws Exception {
    OkHttpClient caching =
        server
            .plain
            .newBuilder()
            .cache(new Cache(Files.createTempDirectory("cache").toFile(), 1 << 20))
            .build();
    OkHttpClient client =
        AuthenticatedHttp.client(caching, server.resource(), server.numberedTokens());
    MockResponse cacheable =
        new MockResponse.Builder()
            .addHeader("Cache-Control", "max-age=60")
            .addHeader("Set-Cookie", "a=b")
            .body("alice")
            .build();
    server.web.enqueue(cacheable);
    server.web.enqueue(cacheable);
    call(client, get(server.url("/me")));
    call(client, get(server.url("/me")));
    assertThat(server.web.getRequestCount()).isEqualTo(2);
    server.web.takeRequest();
    assertThat(server.web.takeRequest().getHeaders().get("Cookie")).isNull();
  }

  @Test
  void claimsChallenge_isRetriedWithTokenForClaims() throws Exception {
    server.web.enqueue(challenge(CLAIMS));
    server.web.enqueue(status(200));
    assertThat(call(server.client(), get(server.url("/")))).isEqualTo(200);
    assertThat(server.tokenRequests.get(1).claims()).contains(CLAIMS);
    assertThat(server.tokenRequests.get(1).rejectedToken()).map(AccessToken::value).contains("t1");
    server.web.takeRequest();
    assertThat(server.web.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer t2");
  }

  @Test
  void secondChallenge_isReturned() throws Exception {
    server.web.enqueue(challenge(CLAIMS));
    server.web.enqueue(challenge(CLAIMS));
    assertThat(call(server.client(), get(server.url("/")))).isEqualTo(401);
    assertThat(server.web.getRequestCount()).isEqualTo(2);
  }

  @Test
  void rejectedTokenReturnedAgain_isNotSentAgain() throws Exception {
    server.web.enqueue(challenge(CLAIMS));
    TokenProvider constant = request -> AccessToken.of("same", Instant.MAX);
    OkHttpClient client = AuthenticatedHttp.client(server.plain, server.resource(), constant);
    assertThat(call(client, get(server.url("/")))).isEqualTo(401);
    assertThat(server.web.getRequestCount()).isEqualTo(1);
  }

  @Test
  void oneShotBody_isNotSentAgain_butTokenIsReplaced() throws Exception {
    server.web.enqueue(challenge(CLAIMS));
    Request request = new Request.Builder().url(server.url("/")).post(new OneShotBody()).build();
    assertThat(call(server.client(), request)).isEqualTo(401);
    assertThat(server.web.getRequestCount()).isEqualTo(1);
    assertThat(server.tokenRequests).hasSize(2);
  }

  @Test
  void body_isSentAgainAfterChallenge() throws Exception {
    server.web.enqueue(challenge(CLAIMS));
    server.web.enqueue(status(200));
    Request request =
        new Request.Builder()
            .url(server.url("/"))
            .patch(RequestBody.create("[1]", MediaType.get("application/json-patch+json")))
            .build();
    assertThat(call(server.client(), request)).isEqualTo(200);
    server.web.takeRequest();
    assertThat(server.web.takeRequest().getBody().utf8()).isEqualTo("[1]");
  }

  @Test
  void failedTokenRequestForClaims_isTheCause() {
    server.web.enqueue(challenge(CLAIMS));
    TokenProvider rejecting =
        request -> {
          if (request.claims().isPresent()) {
            throw new InteractionRequiredException(ErrorDetails.of("mfa").claims("{\"m\":1}"));
          }
          return AccessToken.of("t", Instant.MAX);
        };
    OkHttpClient client = AuthenticatedHttp.client(server.plain, server.resource(), rejecting);
    assertThatThrownBy(() -> call(client, get(server.url("/"))))
        .hasCauseInstanceOf(InteractionRequiredException.class);
  }

  @Test
  void failureOfProvider_isCarriedByException() {
    assertThat(
            failureOf(
                r -> {
                  throw new IllegalStateException("failure of the provider");
                }))
        .isInstanceOf(UnexpectedResponseException.class)
        .hasRootCauseMessage("failure of the provider");
    assertThat(
            failureOf(
                r -> {
                  throw new IOException("offline");
                }))
        .isInstanceOf(UnavailableException.class);
    assertThat(failureOf(r -> null)).isInstanceOf(UnexpectedResponseException.class);
  }

  private AdtException failureOf(TokenProvider provider) {
    OkHttpClient client =
        AuthenticatedHttp.builder(server.plain, server.resource())
            .tokens(provider)
            .retry(RetryPolicy.NONE)
            .build();
    try {
      call(client, get(server.url("/")));
    } catch (AuthenticatedCallException e) {
      return e.failure();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("no failure");
  }

  @Test
  void clientWithoutProvider_usesProviderOfRequest() throws Exception {
    OkHttpClient shared = AuthenticatedHttp.builder(server.plain, server.resource()).build();
    server.web.enqueue(status(200));
    TokenProvider alice = r -> AccessToken.of("alice", Instant.MAX);
    call(shared, get(server.url("/")).newBuilder().tag(TokenProvider.class, alice).build());
    assertThat(server.web.takeRequest().getHeaders().get("Authorization"))
        .isEqualTo("Bearer alice");
    assertThatThrownBy(() -> call(shared, get(server.url("/"))))
        .hasCauseInstanceOf(RegistrationException.class);
  }

  @Test
  void interceptorsOfBase_areKept_onlyNetworkOnesSeeToken() throws Exception {
    server.web.enqueue(status(200));
    StringBuilder seen = new StringBuilder();
    OkHttpClient base =
        server
            .plain
            .newBuilder()
            .addInterceptor(
                chain -> {
                  seen.append("app:").append(chain.request().header("Authorization"));
                  return chain.proceed(chain.request());
                })
            .addNetworkInterceptor(
                chain -> {
                  seen.append(" net:").append(chain.request().header("Authorization"));
                  return chain.proceed(chain.request());
                })
            .build();
    call(
        AuthenticatedHttp.client(base, server.resource(), server.numberedTokens()),
        get(server.url("/")));
    assertThat(seen).hasToString("app:null net:Bearer t1");
  }

  private static final class OneShotBody extends RequestBody {
    @Override
    public MediaType contentType() {
      return MediaType.get("application/json");
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      sink.writeUtf8("{}");
    }
  }
}
