package io.github.adtauth.testkit.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.Set;
import javax.net.SocketFactory;
import okhttp3.OkHttpClient;

/** Connects all host names to the servers of the local Azure. Thread-safe. */
public final class LoopbackSocketFactory extends SocketFactory {
  /** The ports of HTTP and of the App Service identity endpoint on Linux. */
  private static final Set<Integer> PLAIN_PORTS = Set.of(80, 8081);

  private final Certificates certificates;
  private final InetSocketAddress secure;
  private final InetSocketAddress plain;
  private final AbandonedSockets abandonedSockets = new AbandonedSockets();

  public LoopbackSocketFactory(
      Certificates certificates, InetSocketAddress secure, InetSocketAddress plain) {
    this.certificates = certificates;
    this.secure = secure;
    this.plain = plain;
  }

  public AbandonedSockets abandonedSockets() {
    return abandonedSockets;
  }

  public OkHttpClient.Builder configure(OkHttpClient.Builder builder) {
    return certificates
        .configure(builder)
        .proxy(Proxy.NO_PROXY)
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
      boolean isPlain =
          endpoint instanceof InetSocketAddress address && PLAIN_PORTS.contains(address.getPort());
      super.connect(isPlain ? plain : secure, timeout);
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
