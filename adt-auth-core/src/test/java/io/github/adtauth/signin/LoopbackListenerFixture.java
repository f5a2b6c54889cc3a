package io.github.adtauth.signin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A listener, and what a browser or a stranger sends it. */
@Timeout(30)
abstract class LoopbackListenerFixture {
  static final String STATE = "the-state";
  static final Duration LONG = Duration.ofSeconds(20);

  static final Charset US = StandardCharsets.ISO_8859_1;

  LoopbackListener listener = LoopbackListener.open(null, STATE);

  @AfterEach
  void close() {
    Thread.interrupted();
    listener.close();
  }

  int port() {
    return listener.redirectUri().getPort();
  }

  Socket connect() throws IOException {
    return new Socket(address(127, 0, 0, 1), port());
  }

  String request(String form) {
    return "POST / HTTP/1.1\r\nHost: localhost:"
        + port()
        + "\r\nContent-Type: application/x-www-form-urlencoded;charset=utf-8\r\nContent-Length: "
        + form.length()
        + "\r\n\r\n"
        + form;
  }

  String raw(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request.getBytes(US));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), US);
    }
  }

  static InetAddress address(int... parts) throws IOException {
    byte[] bytes = new byte[parts.length];
    for (int i = 0; i < parts.length; i++) {
      bytes[i] = (byte) parts[i];
    }
    return InetAddress.getByAddress(bytes);
  }
}
