package io.github.adtauth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.TestTiming;
import io.github.adtauth.UnavailableException;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests of a resource that challenges every call, with custom token providers. */
class RepeatedChallengesTest {
  private final Server server = new Server();
  private final AtomicInteger challenges = new AtomicInteger();
  private final AtomicInteger tokenRequests = new AtomicInteger();
  private volatile boolean challenging = true;

  RepeatedChallengesTest() throws IOException {
    server.web.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return challenging ? challenge() : new MockResponse.Builder().code(200).build();
          }
        });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private MockResponse challenge() {
    String claims = "{\"access_token\":{\"c" + challenges.incrementAndGet() + "\":null}}";
    String encoded = Base64.getEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    return new MockResponse.Builder()
        .code(401)
        .addHeader(
            "WWW-Authenticate", "Bearer error=\"insufficient_claims\", claims=\"" + encoded + "\"")
        .build();
  }

  private OkHttpClient client(TokenProvider tokens) {
    return AuthenticatedHttp.builder(server.plain, server.resource())
        .tokens(tokens)
        .timing(TestTiming.of(server.time))
        .build();
  }

  private AccessToken next() {
    return AccessToken.of(
        "t" + tokenRequests.incrementAndGet(), server.time.clock().instant().plusSeconds(3600));
  }

  /** Caches its latest token until it is rejected, as other libraries do. */
  private final class CachingProvider implements TokenProvider {
    private AccessToken latest = next();

    @Override
    public AccessToken token(TokenRequest request) {
      if (request.claims().isPresent()) {
        latest = next();
      }
      return latest;
    }
  }

  private Response call(OkHttpClient client) throws IOException {
    try (Response response =
        client.newCall(new Request.Builder().url(server.url("/")).build()).execute()) {
      return response;
    }
  }

  @Test
  void newClaimsOnEachCall_requestOneTokenPerMinute() throws IOException {
    OkHttpClient client = client(new CachingProvider());
    for (int i = 0; i < 20; i++) {
      Response response = call(client);
      assertThat(response.code()).isEqualTo(401);
      assertThat(response.header("WWW-Authenticate")).contains("insufficient_claims");
    }
    assertThat(tokenRequests).hasValue(2);
    assertThat(server.web.getRequestCount()).isEqualTo(21);
    server.time.advance(Duration.ofSeconds(60));
    call(client);
    assertThat(tokenRequests).hasValue(3);
  }

  /** The provider continues to return the rejected token. */
  @Test
  void providerReturningRejectedToken_isCalledOncePerMinute() throws IOException {
    AccessToken kept = next();
    OkHttpClient client = client(request -> request.claims().isPresent() ? next() : kept);
    for (int i = 0; i < 20; i++) {
      assertThat(call(client).code()).isEqualTo(401);
    }
    assertThat(tokenRequests).hasValue(2);
  }

  @Test
  void failedTokenRequestForClaims_isRepeatedOncePerMinute() throws IOException {
    AccessToken kept = next();
    OkHttpClient client =
        client(
            request -> {
              if (request.claims().isPresent()) {
                tokenRequests.incrementAndGet();
                throw new InteractionRequiredException(ErrorDetails.of("additional claims"));
              }
              return kept;
            });
    assertThatThrownBy(() -> call(client)).isInstanceOf(AuthenticatedCallException.class);
    for (int i = 0; i < 20; i++) {
      assertThat(call(client).code()).isEqualTo(401);
    }
    assertThat(tokenRequests).hasValue(2);
  }

  @Test
  void outage_doesNotCountAsHandledChallenge() throws IOException {
    AccessToken kept = next();
    OkHttpClient client =
        AuthenticatedHttp.builder(server.plain, server.resource())
            .tokens(
                request -> {
                  if (request.claims().isPresent() && tokenRequests.incrementAndGet() == 2) {
                    throw new UnavailableException(ErrorDetails.of("down"));
                  }
                  return request.claims().isPresent() ? next() : kept;
                })
            .retry(new RetryPolicy(0, Duration.ofSeconds(1), Duration.ofSeconds(1)))
            .build();
    assertThatThrownBy(() -> call(client)).isInstanceOf(AuthenticatedCallException.class);
    call(client);
    assertThat(tokenRequests.get()).isGreaterThan(2);
  }

  @Test
  void challenge_isHandledForEachUser() throws IOException {
    OkHttpClient shared =
        AuthenticatedHttp.builder(server.plain, server.resource())
            .timing(TestTiming.of(server.time))
            .build();
    for (int user = 0; user < 5; user++) {
      OkHttpClient client = AuthenticatedHttp.forPrincipal(shared, new CachingProvider());
      int before = tokenRequests.get();
      call(client);
      call(client);
      assertThat(tokenRequests).hasValue(before + 1);
    }
    challenging = false;
    assertThat(call(AuthenticatedHttp.forPrincipal(shared, new CachingProvider())).code())
        .isEqualTo(200);
  }
}
