package io.github.adtauth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.time.Instant;
import mockwebserver3.MockResponse;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests of {@link AuthenticatedHttp#forPrincipal}. */
class ClientForOnePrincipalTest {
  private final Server server = new Server();

  ClientForOnePrincipalTest() throws IOException {}

  @AfterEach
  void stop() {
    server.close();
  }

  private static void call(OkHttpClient client, Request request) throws IOException {
    try (Response response = client.newCall(request).execute()) {
      assertThat(response.code()).isEqualTo(200);
    }
  }

  private static Request get(String url) {
    return new Request.Builder().url(url).build();
  }

  @Test
  void client_ignoresProviderOfRequest() throws Exception {
    OkHttpClient shared = AuthenticatedHttp.builder(server.plain, server.resource()).build();
    TokenProvider alice = r -> AccessToken.of("alice", Instant.MAX);
    TokenProvider bob = r -> AccessToken.of("bob", Instant.MAX);
    OkHttpClient aliceClient = AuthenticatedHttp.forPrincipal(shared, alice);
    OkHttpClient bobClient = AuthenticatedHttp.forPrincipal(shared, bob);
    server.web.enqueue(new MockResponse.Builder().build());
    server.web.enqueue(new MockResponse.Builder().build());
    call(aliceClient, get(server.url("/")).newBuilder().tag(TokenProvider.class, bob).build());
    call(bobClient, get(server.url("/")));
    assertThat(server.web.takeRequest().getHeaders().get("Authorization"))
        .isEqualTo("Bearer alice");
    assertThat(server.web.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer bob");
    assertThat(aliceClient.dispatcher())
        .isSameAs(bobClient.dispatcher())
        .isSameAs(shared.dispatcher());
    assertThatThrownBy(() -> AuthenticatedHttp.forPrincipal(aliceClient, bob))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AuthenticatedHttp.forPrincipal(server.plain, bob))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void client_ofNestedBase_usesPrincipal() throws Exception {
    OkHttpClient base = AuthenticatedHttp.builder(server.plain, server.resource()).build();
    OkHttpClient shared = AuthenticatedHttp.builder(base, server.resource()).build();
    server.web.enqueue(new MockResponse.Builder().build());
    TokenProvider alice = r -> AccessToken.of("alice", Instant.MAX);
    call(AuthenticatedHttp.forPrincipal(shared, alice), get(server.url("/")));
    assertThat(server.web.takeRequest().getHeaders().get("Authorization"))
        .isEqualTo("Bearer alice");
  }
}
