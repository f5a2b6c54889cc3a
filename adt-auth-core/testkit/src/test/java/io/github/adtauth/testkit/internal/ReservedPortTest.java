package io.github.adtauth.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests {@link ReservedPort}. */
class ReservedPortTest {
  private final ReservedPort reserved = ReservedPort.open();

  @AfterEach
  void close() {
    reserved.close();
  }

  @Test
  void reservedPort_refusesConnections() {
    for (String host : new String[] {"127.0.0.1", "localhost"}) {
      assertThatThrownBy(() -> new Socket(host, reserved.port()).close())
          .isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void server_canListenOnReservedPort_repeatedly() throws IOException {
    for (int i = 0; i < 2; i++) {
      try (ServerSocket server = new ServerSocket(reserved.port(), 1, address());
          Socket client = new Socket(address(), reserved.port());
          Socket accepted = server.accept()) {
        assertThat(accepted.getPort()).isEqualTo(client.getLocalPort());
      }
    }
  }

  @Test
  void reservedPort_cannotBeBoundWithoutReuse() throws IOException {
    try (Socket other = new Socket()) {
      other.setReuseAddress(false);
      assertThatThrownBy(() -> other.bind(new InetSocketAddress(address(), reserved.port())))
          .isInstanceOf(IOException.class);
    }
  }

  private static InetAddress address() {
    return InetAddress.getLoopbackAddress();
  }
}
