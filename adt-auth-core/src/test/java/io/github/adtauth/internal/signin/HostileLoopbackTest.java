package io.github.adtauth.internal.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.InteractionRequiredException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that requests of other programs do not block the browser. */
class HostileLoopbackTest extends LoopbackListenerFixture {
  private static final String FORM = "application/x-www-form-urlencoded";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "GET /?state=the-state&code=stolen HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "PUT / HTTP/1.1\r\nHost: {host}\r\nContent-Type: {form}\r\n{body}",
        "GET / HTTP/1.1\r\nHost: {host}\r\nContent-Type: {form}\r\n{body}",
        "GET /favicon.ico HTTP/1.1\r\nHost: {host}\r\n\r\n",
        "POST /other HTTP/1.1\r\nHost: {host}\r\nContent-Type: {form}\r\n{body}",
        "POST /?x=1 HTTP/1.1\r\nHost: {host}\r\nContent-Type: {form}\r\n{body}",
        "POST http://{host}/ HTTP/1.1\r\nHost: {host}\r\nContent-Type: {form}\r\n{body}",
        "POST / HTTP/1.1\r\nHost: evil.example\r\nContent-Type: {form}\r\n{body}",
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: {form}\r\n{body}",
        "POST / HTTP/1.1\r\nContent-Type: {form}\r\n{body}",
        "POST / HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\nContent-Type: {form}\r\n{body}",
        "POST / HTTP/1.1\r\nHost: {host}\r\nContent-Type: text/plain\r\n{body}",
        "POST / HTTP/1.1\r\nHost: {host}\r\n{body}",
        "POST / HTTP/1.1\r\nHost: {host}\r\nContent-Type: {form}\r\n x\r\n{body}",
        "POST / HTTP/1.1\r\nHost: {host}\r\nContent-Type: {form}\r\nContent-Length: 3\r\n{body}",
        "POST / HTTP/1.1\r\nHost: {host}\r\nContent-Type: {form}\r\nTransfer-Encoding: chunked\r\n{body}",
        "POST / HTTP/1.1\r\nHost: {host}\r\nContent-Type: {form}\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: {host}\r\nContent-Type: {form}\r\nContent-Length: 16385\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: {host}\r\nContent-Type: {form}\r\nContent-Length: 99\r\n\r\nearly",
        "POST / HTTP/2.0\r\nHost: {host}\r\nContent-Type: {form}\r\n{body}",
        "\u0016\u0003\u0001garbage\r\n\r\n",
        "\r\n\r\n",
        ""
      })
  void unrelatedRequest_isRejected(String request) throws IOException {
    String body = "code=stolen&state=" + STATE;
    String response =
        raw(
            request
                .replace("{host}", "localhost:" + port())
                .replace("{form}", FORM)
                .replace("{body}", "Content-Length: " + body.length() + "\r\n\r\n" + body),
            request.isEmpty() || request.endsWith("early"));

    assertThat(response).matches("(?s)HTTP/1\\.1 40[04] .*").doesNotContain("stolen");
    assertTheRightCodeStillArrives();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "code=stolen&state=wrong",
        "code=stolen",
        "code=stolen&state=",
        "error=access_denied",
        "state=the-state",
        "state=the-state&code=",
        "state=wrong&state=the-state&code=stolen",
        "state=the-state&code=stolen&code=stolen",
        "state=the-state&code=%zz",
        "state=the-state%00&code=stolen",
        ""
      })
  void malformedFormOrWrongState_isRejected(String form) throws IOException {
    assertThat(raw(request(form))).startsWith("HTTP/1.1 400 ").doesNotContain("stolen");
    assertTheRightCodeStillArrives();
  }

  @Test
  void endlessHeaderOrBody_isCutOff() throws IOException {
    flood("GET / HTTP/1.1\r\nHost: localhost:" + port() + "\r\nX: ");
    flood("GET /");
    flood(request("").replace("Content-Length: 0", "Content-Length: 999999"));
    assertTheRightCodeStillArrives();
  }

  @Test
  void silentConnection_isClosedAfterReadTimeout() throws IOException {
    setReadTimeout(Duration.ofMillis(300));
    try (Socket silent = connect()) {
      assertThat(silent.getInputStream().readAllBytes()).startsWith("HTTP/1.1 400".getBytes(US));
    }
    assertTheRightCodeStillArrives();
  }

  @Test
  void tricklingConnection_isClosedAfterReadTimeout() throws IOException {
    // Each read of the ticker takes one second, so the fourth byte is too late.
    AtomicLong now = new AtomicLong();
    try (ServerSocket server = new ServerSocket(0, 1, address(127, 0, 0, 1));
        Socket loris = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket connection = server.accept()) {
      loris.getOutputStream().write("é".repeat(100).getBytes(US));
      DeadlineInputStream in =
          new DeadlineInputStream(
              connection, Duration.ofMillis(3_500), () -> now.addAndGet(1_000_000_000L));

      for (int i = 0; i < 3; i++) {
        assertThat(in.read()).isEqualTo('é');
      }
      assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void requestHead_isLimitedTo16Kilobytes() throws IOException {
    String fits = "GET / HTTP/1.1\r\nX: " + "x".repeat(16_360) + "\r\n\r\n";
    InputStream endless = new ByteArrayInputStream("GET /".repeat(1 << 16).getBytes(US));

    assertThat(LoopbackRequest.read(new ByteArrayInputStream(fits.getBytes(US))).method())
        .isEqualTo("GET");
    assertThatThrownBy(() -> LoopbackRequest.read(endless)).hasMessage("too large");
    assertThat(endless.available()).isGreaterThan(5 * (1 << 16) - 17_000);
  }

  @Test
  void silentConnections_doNotBlockBrowser() throws IOException {
    setReadTimeout(Duration.ofMillis(500));
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 12; i++) {
        silent.add(connect());
      }
      assertTheRightCodeStillArrives();
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void maximumConnections_delayBrowser() throws IOException {
    List<Socket> silent = new ArrayList<>();
    try (Socket browser = new Socket()) {
      for (int i = 0; i < 9; i++) {
        silent.add(connect());
      }
      browser.connect(new InetSocketAddress(address(127, 0, 0, 1), port()));
      browser.getOutputStream().write(request("code=right&state=" + STATE).getBytes(US));
      browser.setSoTimeout(200);
      assertThatThrownBy(() -> browser.getInputStream().read())
          .as("no response yet")
          .isInstanceOf(SocketTimeoutException.class);
      for (Socket socket : silent) {
        socket.close();
      }
      browser.setSoTimeout((int) LONG.toMillis());
      assertThat(browser.getInputStream().read()).isEqualTo('H');
      assertThat(receivedCode()).isEqualTo("right");
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void idleConnection_doesNotBlockCode() throws IOException {
    try (Socket first = connect()) {
      first.getOutputStream().write("POST / HT".getBytes(US));
      assertTheRightCodeStillArrives();
    }
  }

  private void setReadTimeout(Duration readTimeout) {
    close();
    open(null, readTimeout);
  }

  private void assertTheRightCodeStillArrives() throws IOException {
    assertThat(raw(request("code=right&state=" + STATE))).startsWith("HTTP/1.1 200 ");
    assertThat(receivedCode()).isEqualTo("right");
  }

  /** Sends without end until the listener disconnects. */
  private void flood(String start) throws IOException {
    byte[] block = "x".repeat(8192).getBytes(US);
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(start.getBytes(US));
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 100_000; i++) {
                  out.write(block);
                }
              })
          .isInstanceOf(IOException.class);
    }
  }

  /** The number of connections is limited, because each one scans the sockets of the machine. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void floodOfConnections_stopsTheSignIn() throws IOException {
    close();
    AtomicBoolean hidden = new AtomicBoolean();
    AtomicInteger looks = new AtomicInteger();
    ProcFiles files =
        path -> {
          if (hidden.get() && path.startsWith("/proc/net/tcp")) {
            looks.incrementAndGet();
            return new ByteArrayInputStream(new byte[0]); // no peer is listed
          }
          return ProcFiles.system().open(path);
        };
    open(null, LONG, files, Map.of());
    hidden.set(true);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 10 * LoopbackListener.MAX_UNTRUSTED_TOTAL; i++) {
                connect().close();
              }
            })
        .as("port is closed")
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> attempt.await(LONG))
        .isInstanceOf(InteractionRequiredException.class)
        .hasMessageContaining("too many connections");
    assertThat(looks).hasValueLessThan(10 * LoopbackListener.MAX_UNTRUSTED_TOTAL);
  }
}
