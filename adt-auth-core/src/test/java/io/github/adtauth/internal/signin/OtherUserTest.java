package io.github.adtauth.internal.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.adtauth.InteractionRequiredException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests processes of another user. Skipped unless run as root, which can start them. */
class OtherUserTest extends LoopbackListenerFixture {
  private static final String OTHER = "65534";

  @BeforeEach
  void requireOtherUser() throws IOException {
    Path self = Path.of("/proc/self/status");
    assumeTrue(Files.isReadable(self) && Files.isReadable(Path.of("/proc/net/tcp")));
    assumeTrue(Files.readString(self).contains("\nUid:\t0\t0\t"), "only root can");
    assumeTrue(
        Files.readString(Path.of("/proc/self/uid_map")).strip().endsWith("4294967295"),
        "in a user namespace");
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash");
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/setpriv"))
            || Files.isExecutable(Path.of("/bin/setpriv")),
        "no setpriv");
  }

  /** Sends a request as the other user and returns what it receives. */
  private String sendAsOther(String host, String request) throws Exception {
    String script = "exec 3<>/dev/tcp/\"$0\"/\"$1\" && cat >&3 && cat <&3";
    Process process =
        new ProcessBuilder(
                List.of(
                    "setpriv",
                    "--reuid=" + OTHER,
                    "--regid=" + OTHER,
                    "--clear-groups",
                    "/bin/bash",
                    "-c",
                    script,
                    host,
                    String.valueOf(port())))
            .redirectErrorStream(true)
            .start();
    try (var out = process.getOutputStream()) {
      out.write(request.getBytes(US));
    }
    String received = new String(process.getInputStream().readAllBytes(), US);
    process.waitFor();
    return received;
  }

  private String[] hosts() {
    return address.servers().size() == 2
        ? new String[] {"127.0.0.1", "::1"}
        : new String[] {"127.0.0.1"};
  }

  @Test
  void startUrlOpenedByOtherUser_stopsSignIn() throws Exception {
    for (String host : hosts()) {
      reopen(null);
      assertThat(sendAsOther(host, start("GET")))
          .as(host)
          .startsWith("HTTP/1.1 403 ")
          .doesNotContain("login.example");
      assertThat(failure())
          .isInstanceOf(InteractionRequiredException.class)
          .hasMessageContaining("uid " + OTHER);
    }
  }

  @Test
  void responsePostedByOtherUser_stopsSignIn() throws Exception {
    for (String host : hosts()) {
      reopen(null);
      assertThat(raw(start("GET"))).startsWith("HTTP/1.1 302 ");
      assertThat(sendAsOther(host, request("code=his&state=" + STATE)))
          .as(host)
          .startsWith("HTTP/1.1 403 ");
      assertThat(failure()).hasMessageContaining("uid " + OTHER);
      assertThat(received).isNotDone();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1", "GET /start/x HTTP/1.1", "garbage"})
  void portScanByOtherUser_changesNothing(String line) throws Exception {
    assertThat(sendAsOther("127.0.0.1", line + "\r\nHost: localhost:" + port() + "\r\n\r\n"))
        .matches("(?s)HTTP/1.1 40[04] .*");
    assertThatThrownBy(() -> attempt.await(Duration.ofMillis(10)))
        .hasMessageContaining("Nobody signed in within");
  }

  @Test
  void sudoCaller_mayOpenStartUrl() throws Exception {
    close();
    open(null, LONG, ProcFiles.system(), Map.of("SUDO_UID", OTHER));
    assertThat(sendAsOther("127.0.0.1", start("GET"))).startsWith("HTTP/1.1 302 ");
    assertThat(sendAsOther("127.0.0.1", request("code=right&state=" + STATE)))
        .contains("You are signed in as");
    assertThat(receivedCode()).isEqualTo("right");
  }
}
