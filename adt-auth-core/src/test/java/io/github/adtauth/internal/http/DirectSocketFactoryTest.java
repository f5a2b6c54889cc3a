package io.github.adtauth.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;

/** Tests of {@link DirectSocketFactory}. */
class DirectSocketFactoryTest {
  @Test
  void connection_doesNotUseProxySelector() throws IOException {
    ProxySelector previous = ProxySelector.getDefault();
    AtomicBoolean selectorCalled = new AtomicBoolean();
    ProxySelector.setDefault(
        new ProxySelector() {
          @Override
          public List<Proxy> select(URI uri) {
            selectorCalled.set(true);
            return List.of(Proxy.NO_PROXY);
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        });
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      connect(SocketFactory.getDefault(), server);
      assertThat(selectorCalled.getAndSet(false)).as("the factory of the JDK").isTrue();
      connect(DirectSocketFactory.inPlaceOf(SocketFactory.getDefault()), server);
      assertThat(selectorCalled).isFalse();
    } finally {
      ProxySelector.setDefault(previous);
    }
  }

  @Test
  void customFactory_isKept() {
    SocketFactory custom = BudgetedSocketFactory.over(SocketFactory.getDefault());
    assertThat(DirectSocketFactory.inPlaceOf(custom)).isSameAs(custom);
  }

  private static void connect(SocketFactory sockets, ServerSocket server) throws IOException {
    try (Socket socket = sockets.createSocket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()));
    }
  }
}
