package io.github.adtauth.testkit.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * Connects all host names to one server on loopback, with certificates for these names. The
 * certificates are created once per JVM and kept only in memory.
 */
public final class LoopbackSocketFactory extends SocketFactory {
  private static final List<String> HOST_NAMES =
      List.of(
          "login.microsoftonline.com",
          "login.microsoftonline.us",
          "login.microsoft.com",
          "*.login.microsoft.com",
          "microsoft.com",
          "*.digitaltwins.azure.net",
          "*.api.weu.digitaltwins.azure.net",
          "*.api.neu.digitaltwins.azure.net",
          "*.digitaltwins.azure.us",
          "*.azuresmartspaces.net",
          "*.westcentralus.azuresmartspaces.net",
          "graph.microsoft.com",
          "management.azure.com",
          "*.example",
          "evil.example",
          "localhost",
          "127.0.0.1");

  /** The ports of HTTP and of the App Service identity endpoint on Linux. */
  private static final Set<Integer> PLAIN_PORTS = Set.of(80, 8081);

  // Longer than any sample runs.
  private static final long VALIDITY_DAYS = 30;
  private static final int MAX_CACHED_SESSIONS = 1_000;
  public static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder()
          .ecdsa256()
          .certificateAuthority(0)
          .commonName("LocalAzure throw-away authority")
          .duration(VALIDITY_DAYS, TimeUnit.DAYS)
          .build();
  static final HandshakeCertificates SERVER_CERTIFICATES =
      new HandshakeCertificates.Builder().heldCertificate(serverCertificate()).build();
  static final HandshakeCertificates CLIENT_CERTIFICATES =
      new HandshakeCertificates.Builder().addTrustedCertificate(AUTHORITY.certificate()).build();

  private final int securePort;
  private final int plainPort;
  private final AbandonedSockets abandonedSockets = new AbandonedSockets();

  public LoopbackSocketFactory(int securePort, int plainPort) {
    this.securePort = securePort;
    this.plainPort = plainPort;
  }

  private static HeldCertificate serverCertificate() {
    HeldCertificate.Builder builder =
        new HeldCertificate.Builder()
            .ecdsa256()
            .signedBy(AUTHORITY)
            .commonName("LocalAzure")
            .duration(VALIDITY_DAYS, TimeUnit.DAYS);
    HOST_NAMES.forEach(builder::addSubjectAlternativeName);
    return builder.build();
  }

  /** Returns a factory with a small session cache, which limits the memory of long runs. */
  public static SSLSocketFactory serverSocketFactory() {
    return withSessionLimit(SERVER_CERTIFICATES.sslContext());
  }

  private static SSLSocketFactory withSessionLimit(SSLContext context) {
    context.getServerSessionContext().setSessionCacheSize(MAX_CACHED_SESSIONS);
    context.getClientSessionContext().setSessionCacheSize(MAX_CACHED_SESSIONS);
    return context.getSocketFactory();
  }

  public static KeyStore trustStore() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("local-azure", AUTHORITY.certificate());
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public AbandonedSockets abandonedSockets() {
    return abandonedSockets;
  }

  public OkHttpClient.Builder configure(OkHttpClient.Builder builder) {
    return builder
        .proxy(Proxy.NO_PROXY)
        .sslSocketFactory(
            withSessionLimit(CLIENT_CERTIFICATES.sslContext()), CLIENT_CERTIFICATES.trustManager())
        .dns(name -> List.of(InetAddress.getLoopbackAddress()))
        .socketFactory(this);
  }

  @Override
  public Socket createSocket() {
    return new LoopbackSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connect(port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return connect(port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connect(port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return connect(port);
  }

  private Socket connect(int port) throws IOException {
    Socket socket = createSocket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  private final class LoopbackSocket extends Socket {
    LoopbackSocket() {
      super(Proxy.NO_PROXY); // ignores the JVM's SOCKS proxy
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
      connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      boolean plain =
          endpoint instanceof InetSocketAddress address && PLAIN_PORTS.contains(address.getPort());
      int port = plain ? plainPort : securePort;
      super.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), timeout);
      abandonedSockets.opened(getLocalPort());
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // super.close() is synchronized
    public void close() throws IOException {
      int port = getLocalPort();
      super.close();
      if (port > 0) {
        abandonedSockets.closed(port);
      }
    }
  }
}
