package io.github.adtauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.RegistrationException;
import io.github.adtauth.http.AuthenticatedCallException;
import io.github.adtauth.testkit.internal.MockServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import javax.net.SocketFactory;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.HttpUrl;
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

/** Tests of {@link ManagedIdentityClient}. */
class ManagedIdentityClientTest {
  private final MockWebServer web = new MockWebServer();

  @AfterEach
  void stop() {
    MockServers.close(web);
  }

  private static int get(OkHttpClient client, String url) throws IOException {
    try (Response response = client.newCall(new Request.Builder().url(url).build()).execute()) {
      return response.code();
    }
  }

  /** Returns an interceptor behind the guard that responds in place of the network. */
  private static Interceptor responding() {
    return chain ->
        new Response.Builder()
            .request(chain.request())
            .protocol(Protocol.HTTP_1_1)
            .code(200)
            .message("OK")
            .body(ResponseBody.create("", null))
            .build();
  }

  private static OkHttpClient clientWithoutNetwork(String endpoint) {
    return ManagedIdentityClient.client(new OkHttpClient(), HttpUrl.get(endpoint))
        .newBuilder()
        .addInterceptor(responding())
        .build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/metadata/identity",
        "http://169.254.129.2:8081/msi/token",
        "http://127.0.0.1:40342/",
        "http://127.255.1.2/",
        "http://localhost:50342/",
        "https://localhost/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fe80::a9fe:a9fe]/",
        "http://10.0.0.5/",
        "http://172.16.0.1/",
        "http://172.31.255.254:8081/msi/token",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://100.127.255.254/",
      })
  void platformEndpoint_isCalled(String url) throws IOException {
    assertThat(get(clientWithoutNetwork(url), url)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://128.0.0.1/",
        "http://169.253.1.1/",
        "http://169.255.1.1/",
        "http://9.255.255.255/",
        "http://11.0.0.1/",
        "http://172.15.0.1/",
        "http://172.32.0.1/",
        "http://192.167.1.1/",
        "http://192.169.1.1/",
        "http://100.63.255.255/",
        "http://100.128.0.1/",
        "http://0.0.0.0/",
        "http://127.1/",
        "http://2130706433/",
        "http://010.0.0.1/",
        "http://127.0.0.1./",
        "http://127.0.0.1.example/",
        "http://localhost.example/",
        "http://localhost./",
        "https://login.microsoftonline.com/",
        "http://[::2]/",
        "http://[::]/",
        "http://[fd00::1]/",
        "http://[fec0::1]/",
        "http://[2001:db8::1]/",
        "http://[::ffff:8.8.8.8]/",
      })
  void otherEndpoint_isRejected(String url) {
    assertRejected(url, url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.129.3:8081/",
        "http://169.254.129.2/",
        "http://169.254.169.254/",
        "http://127.0.0.1:8081/",
        "http://10.0.0.5:8081/",
        "https://169.254.129.2:8081/",
      })
  void addressOtherThanEndpoint_isRejected(String url) {
    assertRejected("http://169.254.129.2:8081/msi/token", url);
  }

  private static void assertRejected(String endpoint, String url) {
    assertThatThrownBy(() -> get(clientWithoutNetwork(endpoint), url))
        .isInstanceOf(AuthenticatedCallException.class)
        .hasCauseInstanceOf(RegistrationException.class);
  }

  @Test
  void localhostResolvedToOtherHost_isRejected() throws Exception {
    web.start(InetAddress.getLoopbackAddress(), 0);
    InetAddress otherHost = InetAddress.getByAddress("localhost", new byte[] {(byte) 192, 0, 2, 1});
    OkHttpClient spoofed =
        new OkHttpClient.Builder()
            .dns(name -> List.of(otherHost))
            .socketFactory(new LoopbackSockets(web.getPort()))
            .build();
    String url = "http://localhost:" + web.getPort() + "/";
    assertThatThrownBy(() -> get(ManagedIdentityClient.client(spoofed, HttpUrl.get(url)), url))
        .isInstanceOf(AuthenticatedCallException.class)
        .hasCauseInstanceOf(RegistrationException.class);
    assertThat(web.getRequestCount()).isZero();
  }

  @Test
  void proxyOfBaseClient_isNotUsed() throws IOException {
    web.start(InetAddress.getLoopbackAddress(), 0);
    web.enqueue(new MockResponse.Builder().build());
    OkHttpClient proxied =
        new OkHttpClient.Builder()
            .proxy(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("nowhere", 9)))
            .protocols(List.of(Protocol.HTTP_1_1))
            .build();
    String url = "http://127.0.0.1:" + web.getPort() + "/";
    assertThat(get(ManagedIdentityClient.client(proxied, HttpUrl.get(url)), url)).isEqualTo(200);
  }

  /** Connects to a port of loopback, whatever the requested address. */
  private static final class LoopbackSockets extends SocketFactory {
    private final int port;

    LoopbackSockets(int port) {
      this.port = port;
    }

    @Override
    public Socket createSocket() {
      return new Socket() {
        @Override
        public void connect(SocketAddress address, int timeout) throws IOException {
          super.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), timeout);
        }
      };
    }

    @Override
    public Socket createSocket(String host, int unused) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int unused, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int unused) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int unused, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }
  }
}
