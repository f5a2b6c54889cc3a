package io.github.adtauth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.RegistrationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityHttpTest {
  private final MockWebServer web = new MockWebServer();

  @AfterEach
  void stop() {
    web.close();
  }

  private static int get(OkHttpClient client, String url) throws IOException {
    try (Response response = client.newCall(new Request.Builder().url(url).build()).execute()) {
      return response.code();
    }
  }

  /** Behind the guard, instead of a network. */
  private static Interceptor answering() {
    return chain ->
        new Response.Builder()
            .request(chain.request())
            .protocol(Protocol.HTTP_1_1)
            .code(200)
            .message("OK")
            .body(ResponseBody.create("", null))
            .build();
  }

  private static OkHttpClient guarded() {
    return IdentityHttp.client(new OkHttpClient()).newBuilder().addInterceptor(answering()).build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/metadata/identity",
        "http://127.0.0.1:40342/",
        "http://127.255.1.2/",
        "http://localhost:50342/",
        "https://localhost/",
        "http://[::1]/",
      })
  void machineItself_isReached(String url) throws IOException {
    assertThat(get(guarded(), url)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.253/",
        "http://128.0.0.1/",
        "http://127.0.0.1.example/",
        "http://localhost.example/",
        "https://login.microsoftonline.com/",
        "http://[::2]/",
      })
  void anybodyElse_isNot(String url) {
    assertThatThrownBy(() -> get(guarded(), url))
        .isInstanceOf(AuthenticatedCallException.class)
        .hasCauseInstanceOf(RegistrationException.class);
  }

  @Test
  void proxyOfTheCallersClient_isPassedBy() throws IOException {
    web.start(InetAddress.getLoopbackAddress(), 0);
    web.enqueue(new MockResponse.Builder().build());
    OkHttpClient proxied =
        new OkHttpClient.Builder()
            .proxy(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("nowhere", 9)))
            .protocols(List.of(Protocol.HTTP_1_1))
            .build();
    assertThat(get(IdentityHttp.client(proxied), "http://127.0.0.1:" + web.getPort() + "/"))
        .isEqualTo(200);
  }
}
