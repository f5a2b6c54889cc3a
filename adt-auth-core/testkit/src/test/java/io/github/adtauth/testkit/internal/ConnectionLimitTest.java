package io.github.adtauth.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** Tests the server sockets of {@link ConnectionLimit} and the tunnels of {@link TunnelProxy}. */
class ConnectionLimitTest {
  @Test
  void acceptedSockets_doNotDelaySmallSegments() throws IOException {
    try (ServerSocket server = listen(1);
        Socket client = TunnelProxy.connect((InetSocketAddress) server.getLocalSocketAddress());
        Socket accepted = server.accept()) {
      assertThat(accepted.getTcpNoDelay()).isTrue();
      assertThat(client.getTcpNoDelay()).isTrue();
    }
  }

  @Test
  void closedConnection_makesRoomForAnother() throws IOException {
    try (ServerSocket server = listen(1)) {
      for (int i = 0; i < 3; i++) {
        try (Socket client =
            TunnelProxy.connect((InetSocketAddress) server.getLocalSocketAddress())) {
          Socket accepted = server.accept();
          assertThat(accepted.getPort()).isEqualTo(client.getLocalPort());
          accepted.close();
          accepted.close(); // does not count twice
        }
      }
    }
  }

  @Test
  void limitMustBePositive() {
    assertThatThrownBy(() -> new ConnectionLimit(0, null))
        .hasMessage("maximum of connections must be positive: 0");
  }

  private static ServerSocket listen(int maxConnections) throws IOException {
    return new ConnectionLimit(maxConnections, null)
        .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }
}
