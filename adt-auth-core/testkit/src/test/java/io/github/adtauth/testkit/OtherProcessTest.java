package io.github.adtauth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.testkit.entra.TokenClient;
import io.github.adtauth.testkit.internal.ReservedPort;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Collections;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the port, proxy and trust store for other processes. */
final class OtherProcessTest {
  private static final String KEYS = "https://login.microsoftonline.com/common/discovery/v2.0/keys";

  private final LocalAzure azure = LocalAzure.start();

  @AfterEach
  void close() {
    azure.close();
  }

  private HttpsURLConnection throughTheProxy() throws IOException, GeneralSecurityException {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), azure.proxyPort());
    HttpsURLConnection connection =
        (HttpsURLConnection) new URL(KEYS).openConnection(new Proxy(Proxy.Type.HTTP, address));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(azure.trustStore());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    connection.setSSLSocketFactory(tls.getSocketFactory());
    return connection;
  }

  @Test
  void port_isTheRequestedOne() throws IOException {
    try (ReservedPort free = ReservedPort.open();
        LocalAzure other = LocalAzure.builder().port(free.port()).start()) {
      assertThat(other.port()).isEqualTo(free.port());
      assertThat(new TokenClient(other).get(KEYS).status()).isEqualTo(200);
    }
  }

  @Test
  void trustStore_containsAuthorityOfPem() throws GeneralSecurityException, IOException {
    KeyStore store = azure.trustStore();
    String alias = Collections.list(store.aliases()).get(0);

    byte[] pem = azure.certificateAuthorityPem().getBytes(StandardCharsets.US_ASCII);
    assertThat(
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem)))
        .isEqualTo(store.getCertificate(alias));
    assertThat(store.size()).isEqualTo(1);
    assertThat(store.isCertificateEntry(alias)).isTrue();
  }

  @Test
  void javaProcess_needsOnlyProxyAndTrustStore() throws GeneralSecurityException, IOException {
    HttpsURLConnection connection = throughTheProxy();

    assertThat(connection.getResponseCode()).isEqualTo(200);
    assertThat(azure.requests("login.microsoftonline.com")).hasSize(1);
    connection.disconnect();
  }

  @Test
  void proxyWithoutTrustStore_failsTlsHandshake() {
    OkHttpClient untrusting =
        new OkHttpClient.Builder()
            .proxy(
                new Proxy(
                    Proxy.Type.HTTP,
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), azure.proxyPort())))
            .build();

    assertThatThrownBy(() -> untrusting.newCall(new Request.Builder().url(KEYS).build()).execute())
        .isInstanceOf(javax.net.ssl.SSLHandshakeException.class);
    assertThat(azure.requests()).isEmpty();
  }

  @Test
  void proxy_supportsOnlyConnect() throws IOException {
    assertThat(getWithoutTunnel(azure.proxyPort())).startsWith("HTTP/1.1 405 ");
  }

  @Test
  void close_stopsProxy() {
    int port = azure.proxyPort();
    azure.close();

    String response; // The port may have been reassigned to another program.
    try {
      response = getWithoutTunnel(port);
    } catch (IOException e) {
      response = "";
    }
    assertThat(response).doesNotStartWith("HTTP/1.1 405 ");
  }

  private static String getWithoutTunnel(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5_000);
      socket
          .getOutputStream()
          .write("GET http://x/ HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}
