package io.github.adtauth.internal.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.adtauth.AdtException;
import io.github.adtauth.CallCanceledException;
import io.github.adtauth.ConsentRequiredException;
import io.github.adtauth.InteractionRequiredException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackListenerTest extends LoopbackListenerFixture {
  private final OkHttpClient http = new OkHttpClient();

  @Test
  void formPost_returnsCode() throws IOException {
    assertThat(address.redirectUri().toString()).matches("http://localhost:[0-9]+");
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
    assertThat(receivedCode()).isEqualTo("c0de");
    assertThat(received.join().toString()).doesNotContain("c0de");
  }

  @Test
  void errorResponse_isThrownAndNotReflected() throws IOException {
    String hostile = "AADSTS65004: <script>alert(1)</script> declined.";
    try (Response page =
        post("error", "access_denied", "error_description", hostile, "state", STATE)) {
      assertThat(page.code()).isEqualTo(200);
      assertThat(page.body().string())
          .contains("did not succeed")
          .doesNotContain("script", "65004", "access_denied");
    }
    AdtException rejection = catchThrowableOfType(AdtException.class, () -> attempt.await(LONG));

    assertThat(rejection).isInstanceOf(ConsentRequiredException.class);
    assertThat(rejection.errorCode()).contains("access_denied");
    assertThat(rejection.aadstsCodes()).containsExactly(65004);
  }

  @Test
  void firstResponse_wins() throws IOException {
    assertThat(raw(request("state=" + STATE + "&code=first"))).startsWith("HTTP/1.1 200 ");
    assertThat(raw(request("state=" + STATE + "&code=second"))).startsWith("HTTP/1.1 400 ");
    assertThat(receivedCode()).isEqualTo("first");
  }

  @Test
  void configuredPathAndPort_areUsed() throws IOException {
    int port = port();
    reopen(URI.create("http://localhost:" + port + "/signed/in"));

    assertThat(address.redirectUri()).hasToString("http://localhost:" + port + "/signed/in");
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
  void nonLoopbackRedirectUri_isRejected(String uri) {
    assertThatIllegalArgumentException().isThrownBy(() -> LoopbackAddress.bind(URI.create(uri)));
  }

  @Test
  void portInUse_isConfigurationError() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LoopbackAddress.bind(address.redirectUri()))
        .withMessageContaining("redirect URI");
  }

  @Test
  void ipv6_isListenedOnIfPresent() throws IOException {
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
    assertThat(receivedCode()).isEqualTo("six");
  }

  @Test
  void wait_timesOut() {
    assertThatThrownBy(() -> attempt.await(Duration.ofMillis(10)))
        .isInstanceOf(InteractionRequiredException.class)
        .hasMessageContaining("Nobody signed in within");
  }

  @Test
  void interruption_endsWaitAndKeepsFlag() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> attempt.await(LONG)).isInstanceOf(CallCanceledException.class);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void close_endsWaitAndFreesPort() throws Exception {
    int port = port();
    try (Socket open = connect()) {
      open.getOutputStream().write('P');
      close();
      assertThatThrownBy(() -> attempt.await(LONG)).isInstanceOf(CallCanceledException.class);
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getName().startsWith("adt-auth-browser-")) {
          thread.join(LONG.toMillis()); // An executor is terminated before its last thread is.
          assertThat(thread.isAlive()).isFalse();
        }
      }
    }
    new ServerSocket(port, 1, address(127, 0, 0, 1)).close();
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
            new Request.Builder().url(address.redirectUri().toURL()).post(form.build()).build())
        .execute();
  }
}
