package io.github.adtauth.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ConsentRequiredException;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.Timing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class LoopbackListenerTest {
  private static final String STATE = "the-state";
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String FORM = "application/x-www-form-urlencoded";

  private static final Charset US = StandardCharsets.ISO_8859_1;

  private final OkHttpClient http = new OkHttpClient();
  private LoopbackListener listener = LoopbackListener.open(null, STATE);

  @AfterEach
  void close() {
    Thread.interrupted();
    listener.close();
  }

  @Test
  void theBrowsersFormBringsTheCode() throws IOException {
    assertThat(listener.redirectUri().toString()).matches("http://localhost:[0-9]+");
    try (Response page = post("state", STATE, "code", "c0de", "session_state", "x")) {
      assertThat(page.code()).isEqualTo(200);
      assertThat(page.header("Cache-Control")).isEqualTo("no-store");
      assertThat(page.header("Content-Security-Policy"))
          .isEqualTo("default-src 'none'; style-src 'unsafe-inline'");
      assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(page.header("Connection")).isEqualTo("close");
      assertThat(page.body().string()).contains("You are signed in").doesNotContain("c0de");
    }
    AuthorizationResponse response = listener.await(LONG);

    assertThat(response.code()).isEqualTo("c0de");
    assertThat(response.toString()).doesNotContain("c0de");
  }

  @Test
  void entrasErrorBecomesTheExceptionAndIsNotReflected() throws IOException {
    String hostile = "AADSTS65004: <script>alert(1)</script> declined.";
    try (Response page =
        post("error", "access_denied", "error_description", hostile, "state", STATE)) {
      assertThat(page.code()).isEqualTo(200);
      assertThat(page.body().string())
          .contains("did not succeed")
          .doesNotContain("script", "65004", "access_denied");
    }
    AdtException refusal =
        catchThrowableOfType(AdtException.class, () -> listener.await(LONG).code());

    assertThat(refusal).isInstanceOf(ConsentRequiredException.class);
    assertThat(refusal.error()).contains("access_denied");
    assertThat(refusal.codes()).containsExactly(65004);
  }

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
  void strangersAreTurnedAwayAndTheListenerGoesOn(String request) throws IOException {
    String body = "code=stolen&state=" + STATE;
    String answer =
        raw(
            request
                .replace("{host}", "localhost:" + port())
                .replace("{form}", FORM)
                .replace("{body}", "Content-Length: " + body.length() + "\r\n\r\n" + body));

    assertThat(answer).matches("(?s)HTTP/1\\.1 40[04] .*").doesNotContain("stolen");
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
  void formsWithoutTheStateOrWithoutSenseAreTurnedAway(String form) throws IOException {
    assertThat(raw(request(form))).startsWith("HTTP/1.1 400 ").doesNotContain("stolen");
    assertTheRightCodeStillArrives();
  }

  @Test
  void endlessHeadersAndBodiesAreCutOff() throws IOException {
    flood("GET / HTTP/1.1\r\nHost: localhost:" + port() + "\r\nX: ");
    flood("GET /");
    flood(request("").replace("Content-Length: 0", "Content-Length: 999999"));
    assertTheRightCodeStillArrives();
  }

  @Test
  void aSilentConnectionEndsAtTheReadLimit() throws IOException {
    reopen(Duration.ofMillis(300), Timing.system());
    try (Socket silent = connect()) {
      assertThat(silent.getInputStream().readAllBytes()).startsWith("HTTP/1.1 400".getBytes(US));
    }
    assertTheRightCodeStillArrives();
  }

  @Test
  void aConnectionThatTricklesDoesNotProlongItsTime() throws IOException {
    // Every look at the clock takes a second, so the fourth byte is too late.
    AtomicLong now = new AtomicLong();
    try (ServerSocket server = new ServerSocket(0, 1, address(127, 0, 0, 1));
        Socket loris = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket connection = server.accept()) {
      loris.getOutputStream().write("é".repeat(100).getBytes(US));
      DeadlineInput in =
          new DeadlineInput(
              connection, Duration.ofMillis(3_500), () -> now.addAndGet(1_000_000_000L));

      for (int i = 0; i < 3; i++) {
        assertThat(in.read()).isEqualTo('é');
      }
      assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void aHeadMayHave16KilobytesAndNoMore() throws IOException {
    String fits = "GET / HTTP/1.1\r\nX: " + "x".repeat(16_360) + "\r\n\r\n";
    InputStream endless = new ByteArrayInputStream("GET /".repeat(1 << 16).getBytes(US));

    assertThat(LoopbackRequest.read(new ByteArrayInputStream(fits.getBytes(US))).method())
        .isEqualTo("GET");
    assertThatThrownBy(() -> LoopbackRequest.read(endless)).hasMessage("too large");
    assertThat(endless.available()).isGreaterThan(5 * (1 << 16) - 17_000);
  }

  @Test
  void silentConnectionsDoNotKeepTheBrowserOut() throws IOException {
    reopen(Duration.ofMillis(500), Timing.system());
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
  void aFullHouseLetsTheBrowserWait_untilThereIsRoom() throws IOException {
    List<Socket> silent = new ArrayList<>();
    try (Socket browser = new Socket()) {
      for (int i = 0; i < 9; i++) {
        silent.add(connect());
      }
      browser.connect(new InetSocketAddress(address(127, 0, 0, 1), port()));
      browser.getOutputStream().write(request("code=right&state=" + STATE).getBytes(US));
      browser.setSoTimeout(200);
      assertThatThrownBy(() -> browser.getInputStream().read())
          .as("nothing is answered yet")
          .isInstanceOf(SocketTimeoutException.class);
      for (Socket socket : silent) {
        socket.close();
      }
      browser.setSoTimeout((int) LONG.toMillis());
      assertThat(browser.getInputStream().read()).isEqualTo('H');
      assertThat(listener.await(LONG).code()).isEqualTo("right");
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void aConnectionMayWaitWhileAnotherBringsTheCode() throws IOException {
    try (Socket first = connect()) {
      first.getOutputStream().write("POST / HT".getBytes(US));
      assertTheRightCodeStillArrives();
    }
  }

  @Test
  void onlyTheFirstResponseCounts() throws IOException {
    assertThat(raw(request("state=" + STATE + "&code=first"))).startsWith("HTTP/1.1 200 ");
    assertThat(raw(request("state=" + STATE + "&code=second"))).startsWith("HTTP/1.1 400 ");
    assertThat(listener.await(LONG).code()).isEqualTo("first");
  }

  @Test
  void aConfiguredPathAndPortAreKept() throws IOException {
    int port = port();
    listener.close();
    listener = LoopbackListener.open(URI.create("http://localhost:" + port + "/signed/in"), STATE);

    assertThat(listener.redirectUri()).hasToString("http://localhost:" + port + "/signed/in");
    assertThat(raw(request("state=the-state&code=x"))).startsWith("HTTP/1.1 404 ");
    try (Response page = post("state", STATE, "code", "c0de")) {
      assertThat(page.code()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://localhost",
        "http://example.com",
        "http://0.0.0.0",
        "http://user@localhost",
        "http://localhost/?a=b",
        "http://localhost/#a"
      })
  void onlyThisMachineIsListenedOn(String uri) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LoopbackListener.open(URI.create(uri), STATE));
  }

  @Test
  void aTakenPortIsAWrongSetting() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LoopbackListener.open(listener.redirectUri(), STATE))
        .withMessageContaining("redirect URI");
  }

  @Test
  void anIpv6HalfThatIsTakenDoesNotHinder() throws IOException {
    int port = port();
    listener.close();
    try (ServerSocket other = ipv6(port)) {
      assertThat(other == null || other.isBound()).isTrue();
      listener = LoopbackListener.open(URI.create("http://localhost:" + port), STATE);
      assertThat(raw(request("state=" + STATE + "&code=x"))).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void ipv6IsListenedOnWhereItExists() throws IOException {
    try (ServerSocket probe = ipv6(0)) {
      if (probe == null) {
        return;
      }
    }
    try (Socket socket =
        new Socket(address(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), port())) {
      socket.getOutputStream().write(request("state=" + STATE + "&code=six").getBytes(US));
      assertThat(socket.getInputStream().readAllBytes()).startsWith("HTTP/1.1 200".getBytes(US));
    }
    assertThat(listener.await(LONG).code()).isEqualTo("six");
  }

  @Test
  void waitingHasAnEnd() {
    assertThatThrownBy(() -> listener.await(Duration.ofMillis(10)))
        .isInstanceOf(InteractionRequiredException.class)
        .hasMessageContaining("Nobody signed in within");
  }

  @Test
  void anInterruptEndsTheWaitAndKeepsTheFlag() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> listener.await(LONG)).isInstanceOf(CallCanceledException.class);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void closingEndsTheWaitTheThreadsAndFreesThePort() throws IOException {
    int port = port();
    try (Socket open = connect()) {
      open.getOutputStream().write('P');
      listener.close();
      assertThatThrownBy(() -> listener.await(LONG)).isInstanceOf(CallCanceledException.class);
      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(thread -> thread.getName().startsWith("adt-auth-browser-"));
    }
    new ServerSocket(port, 1, address(127, 0, 0, 1)).close();
  }

  private void reopen(Duration readLimit, Timing timing) {
    listener.close();
    listener = LoopbackListener.open(null, STATE, readLimit, timing);
  }

  private void assertTheRightCodeStillArrives() throws IOException {
    assertThat(raw(request("code=right&state=" + STATE))).startsWith("HTTP/1.1 200 ");
    assertThat(listener.await(LONG).code()).isEqualTo("right");
  }

  private int port() {
    return listener.redirectUri().getPort();
  }

  private Socket connect() throws IOException {
    return new Socket(address(127, 0, 0, 1), port());
  }

  private String request(String form) {
    return "POST / HTTP/1.1\r\nHost: localhost:"
        + port()
        + "\r\nContent-Type: application/x-www-form-urlencoded;charset=utf-8\r\nContent-Length: "
        + form.length()
        + "\r\n\r\n"
        + form;
  }

  private String raw(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request.getBytes(US));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), US);
    }
  }

  /** Sends without end; the listener hangs up. */
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

  private static InetAddress address(int... parts) throws IOException {
    byte[] bytes = new byte[parts.length];
    for (int i = 0; i < parts.length; i++) {
      bytes[i] = (byte) parts[i];
    }
    return InetAddress.getByAddress(bytes);
  }

  private static @Nullable ServerSocket ipv6(int port) {
    try {
      return new ServerSocket(port, 1, address(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1));
    } catch (IOException e) {
      return null;
    }
  }

  private Response post(String... fields) throws IOException {
    FormBody.Builder form = new FormBody.Builder();
    for (int i = 0; i < fields.length; i += 2) {
      form.add(fields[i], fields[i + 1]);
    }
    return http.newCall(
            new Request.Builder().url(listener.redirectUri().toURL()).post(form.build()).build())
        .execute();
  }
}
