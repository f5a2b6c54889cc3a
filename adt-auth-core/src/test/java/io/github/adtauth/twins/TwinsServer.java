package io.github.adtauth.twins;

import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.http.RetryPolicy;
import io.github.adtauth.testkit.internal.ConnectionLimit;
import io.github.adtauth.testkit.internal.MockServers;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A scripted instance on loopback HTTPS, with clients that trust it. */
public final class TwinsServer implements AutoCloseable {
  static final HeldCertificate CERTIFICATE =
      new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
  private static final HandshakeCertificates TRUST =
      new HandshakeCertificates.Builder().addTrustedCertificate(CERTIFICATE.certificate()).build();

  public final MockWebServer web = new MockWebServer();
  public final OkHttpClient plain =
      new OkHttpClient.Builder()
          .sslSocketFactory(TRUST.sslSocketFactory(), TRUST.trustManager())
          .build();

  public TwinsServer() throws IOException {
    web.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(CERTIFICATE)
            .build()
            .sslSocketFactory());
    web.setServerSocketFactory(new ConnectionLimit(1_000, null));
    web.start(InetAddress.getLoopbackAddress(), 0);
  }

  public static TokenProvider tokens(String value) {
    return request -> AccessToken.of(value, Instant.MAX);
  }

  public String url(String path) {
    return "https://localhost:" + web.getPort() + path;
  }

  DigitalTwinsConfig config() {
    return DigitalTwinsConfig.builder()
        .endpoint(url(""))
        .callTimeout(Duration.ofSeconds(20))
        .build();
  }

  public DigitalTwins.Builder builder() {
    return DigitalTwins.builder(config()).httpClient(plain).retry(RetryPolicy.NONE);
  }

  public DigitalTwinsClient twins() {
    return builder().build().client(tokens("t"));
  }

  /** Responds to the next request with JSON. */
  public TwinsServer json(int status, String body, String... headers) {
    MockResponse.Builder response =
        new MockResponse.Builder()
            .code(status)
            .addHeader("Content-Type", "application/json; charset=utf-8")
            .body(body);
    for (int i = 0; i < headers.length; i += 2) {
      response.addHeader(headers[i], headers[i + 1]);
    }
    web.enqueue(response.build());
    return this;
  }

  /** Responds to the next request without a body. */
  public TwinsServer empty(int status, String... headers) {
    return json(status, "", headers);
  }

  public RecordedRequest seen() {
    try {
      return web.takeRequest();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  String seenBody() {
    return Objects.requireNonNull(seen().getBody()).utf8();
  }

  @Override
  public void close() {
    plain.dispatcher().cancelAll();
    plain.connectionPool().evictAll();
    plain.dispatcher().executorService().shutdown();
    MockServers.close(web);
  }
}
