package io.github.adtauth.http;

import io.github.adtauth.ProtectedResource;
import io.github.adtauth.TestTiming;
import io.github.adtauth.testkit.ManualTime;
import io.github.adtauth.testkit.internal.ConnectionLimit;
import io.github.adtauth.testkit.internal.MockServers;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** An https resource on loopback, a client that trusts it, and numbered tokens. */
public final class Server implements AutoCloseable {
  private static final HeldCertificate CERTIFICATE =
      new HeldCertificate.Builder()
          .addSubjectAlternativeName("localhost")
          .addSubjectAlternativeName("127.0.0.1")
          .build();

  public final MockWebServer web = new MockWebServer();
  public final ManualTime time = new ManualTime();

  /** The requests to {@link #numberedTokens}. */
  final List<TokenRequest> tokenRequests = Collections.synchronizedList(new ArrayList<>());

  public final OkHttpClient plain =
      new OkHttpClient.Builder()
          .sslSocketFactory(trust().sslSocketFactory(), trust().trustManager())
          .build();

  public Server() throws IOException {
    web.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(CERTIFICATE)
            .build()
            .sslSocketFactory());
    web.setServerSocketFactory(new ConnectionLimit(1_000, null));
    web.start(InetAddress.getLoopbackAddress(), 0);
  }

  private static HandshakeCertificates trust() {
    return new HandshakeCertificates.Builder()
        .addTrustedCertificate(CERTIFICATE.certificate())
        .build();
  }

  public ProtectedResource resource() {
    return new ProtectedResource(URI.create(url("/")), "https://r/.default");
  }

  public String url(String path) {
    return "https://localhost:" + web.getPort() + path;
  }

  TokenProvider numberedTokens() {
    return request -> {
      tokenRequests.add(request);
      return AccessToken.of("t" + tokenRequests.size(), time.clock().instant().plusSeconds(3600));
    };
  }

  public OkHttpClient client() {
    return builder().build();
  }

  AuthenticatedHttp.Builder builder() {
    return AuthenticatedHttp.builder(plain, resource())
        .tokens(numberedTokens())
        .timing(TestTiming.of(time));
  }

  @Override
  public void close() {
    plain.connectionPool().evictAll();
    plain.dispatcher().executorService().shutdown();
    MockServers.close(web);
  }
}
