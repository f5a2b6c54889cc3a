package io.github.adtauth.soak;

import io.github.adtauth.testkit.LocalAzure;
import io.github.adtauth.testkit.internal.MockServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import mockwebserver3.MockWebServer;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.tls.Certificates;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A node's connections to Azure; while told so, to a host whose certificate has expired. */
final class Wires extends SocketFactory implements AutoCloseable {
  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().certificateAuthority(0).build();
  private static final HeldCertificate EXPIRED =
      new HeldCertificate.Builder()
          .signedBy(AUTHORITY)
          .addSubjectAlternativeName("login.microsoftonline.com")
          .addSubjectAlternativeName("*.api.weu.digitaltwins.azure.net")
          .validityInterval(0, System.currentTimeMillis() - TimeUnit.DAYS.toMillis(1))
          .build();

  private final MockWebServer expiredHost = new MockWebServer();
  private final SocketFactory azure;
  private final OkHttpClient client;
  private volatile boolean expired;

  Wires(LocalAzure azure) throws IOException {
    this.azure = azure.httpClient().socketFactory();
    expiredHost.useHttps(
        new HandshakeCertificates.Builder().heldCertificate(EXPIRED).build().sslSocketFactory());
    expiredHost.start(InetAddress.getLoopbackAddress(), 0);
    HandshakeCertificates trusted =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(
                Certificates.decodeCertificatePem(azure.certificateAuthorityPem()))
            .addTrustedCertificate(AUTHORITY.certificate())
            .build();
    client =
        azure
            .httpClient()
            .newBuilder()
            .connectionPool(new ConnectionPool())
            .dispatcher(new okhttp3.Dispatcher())
            .sslSocketFactory(trusted.sslSocketFactory(), trusted.trustManager())
            .socketFactory(this)
            .build();
  }

  OkHttpClient client() {
    return client;
  }

  void certificatesExpire() {
    expired = true;
    client.connectionPool().evictAll();
  }

  void certificatesAreRenewed() {
    expired = false;
  }

  @Override
  public void close() {
    MockServers.close(expiredHost);
  }

  @Override
  public Socket createSocket() throws IOException {
    return expired ? new ToExpiredHost() : azure.createSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw new IOException("OkHttp connects by itself");
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    throw new IOException("OkHttp connects by itself");
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket(host, port);
  }

  private final class ToExpiredHost extends Socket {
    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      int port = expiredHost.getPort();
      super.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), timeout);
    }
  }
}
