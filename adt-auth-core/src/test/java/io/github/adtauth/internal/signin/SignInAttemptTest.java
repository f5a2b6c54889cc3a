package io.github.adtauth.internal.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.adtauth.CallCanceledException;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.internal.entra.TokenResponse;
import io.github.adtauth.signin.Account;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the one-time start URL and the page that names the account. */
class SignInAttemptTest extends LoopbackListenerFixture {
  private static final String FORM = "code=right&state=" + STATE;

  @Test
  void startUrl_redirectsOnce() throws IOException {
    assertThat(attempt.startUrl().toString())
        .matches("http://localhost:" + port() + "/start/[A-Za-z0-9_-]{43}");
    assertThat(raw(start("GET")))
        .startsWith("HTTP/1.1 302 ")
        .contains("\r\nLocation: " + AUTHORIZATION_URL + "\r\n")
        .contains("\r\nReferrer-Policy: no-referrer\r\n")
        .contains("\r\nCache-Control: no-store\r\n")
        .endsWith("\r\n\r\n");
    assertThat(raw(start("GET")))
        .startsWith("HTTP/1.1 403 ")
        .contains("The sign-in was stopped")
        .doesNotContain("login.example");
    assertThat(failure())
        .isInstanceOf(InteractionRequiredException.class)
        .hasMessageContaining("opened twice");
    assertThat(raw(request(FORM))).startsWith("HTTP/1.1 400 ");
    assertThat(received).isNotDone();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sec-Purpose: prefetch",
        "Sec-Purpose: prefetch;prerender",
        "Purpose: prefetch",
        "X-Purpose: preview",
        "X-Moz: prefetch"
      })
  void prefetch_doesNotUseStartUrl(String header) throws IOException {
    assertThat(raw(start("GET", header))).startsWith("HTTP/1.1 404 ");
    assertThat(raw(start("GET"))).startsWith("HTTP/1.1 302 ");
    assertTheRightCodeStillArrives();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "OPTIONS", "POST", "PUT"})
  void otherMethod_doesNotUseStartUrl(String method) throws IOException {
    assertThat(raw(start(method))).startsWith("HTTP/1.1 404 ").doesNotContain("Location");
    assertThat(raw(start("GET"))).startsWith("HTTP/1.1 302 ");
  }

  @Test
  void requestsWithoutNonce_changeNothing() throws IOException {
    String right = start("GET");
    String nonce = attempt.startUrl().getPath().substring("/start/".length());
    for (String wrong :
        new String[] {
          right.replace(nonce, ""),
          right.replace(nonce, "x".repeat(43)),
          right.replace(nonce, nonce.substring(1)),
          right.replace(nonce, nonce + "x"),
          right.replace("/start/", "/"),
          right.replace("Host: localhost:", "Host: evil.example:"),
          right.replace("Host: localhost:" + port(), "Host: 127.0.0.1:" + port()),
          right.replace("Host: localhost:" + port(), "Host: localhost"),
        }) {
      assertThat(raw(wrong)).as(wrong).startsWith("HTTP/1.1 404 ").doesNotContain("Location");
    }
    try (Socket speculative = connect()) {
      assertThat(raw(right)).startsWith("HTTP/1.1 302 ");
      assertThat(speculative.isConnected()).isTrue();
    }
    assertTheRightCodeStillArrives();
  }

  @Test
  void startUrlAfterSignIn_doesNotRedirect() throws IOException {
    assertTheRightCodeStillArrives();
    assertThat(raw(start("GET"))).startsWith("HTTP/1.1 404 ");
    assertThat(attempt.await(LONG).objectId()).isEqualTo("oid");
  }

  @Test
  void page_namesEscapedAccount() throws IOException {
    username = "<b>al&ice'\"</b>\u202e\u0007\n@contoso";
    assertThat(raw(request(FORM)))
        .contains("You are signed in as &lt;b&gt;al&amp;ice&#39;&quot;&lt;/b&gt; @contoso.")
        .doesNotContain("<b>");
  }

  @Test
  void page_limitsNameLength() throws IOException {
    username = "al ice ".repeat(10_000);
    assertThat(raw(request(FORM))).startsWith("HTTP/1.1 200 ").hasSizeLessThan(1500);
  }

  @Test
  void page_waitsForRedemption() throws Exception {
    CountDownLatch redeem = new CountDownLatch(1);
    use(
        response -> {
          await(redeem);
          return redeem(response);
        });
    try (Socket browser = connect()) {
      browser.getOutputStream().write(request(FORM).getBytes(US));
      browser.setSoTimeout(200);
      assertThatThrownBy(() -> browser.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      redeem.countDown();
      browser.setSoTimeout((int) LONG.toMillis());
      assertThat(new String(browser.getInputStream().readAllBytes(), US))
          .contains("You are signed in as alice@contoso.example.");
    }
    assertThat(attempt.await(LONG).objectId()).isEqualTo("oid");
  }

  @Test
  void page_reportsRejectedAccount() throws IOException {
    use(
        this::redeem,
        response -> {
          throw new IllegalStateException("another user");
        });
    assertThat(raw(request(FORM))).contains("did not succeed").doesNotContain("alice");
    assertThat(failure()).hasMessage("another user");
  }

  @Test
  void closedBrowser_doesNotEndSignIn() throws Exception {
    CountDownLatch redeem = new CountDownLatch(1);
    use(
        response -> {
          received.complete(response);
          await(redeem);
          return redeem(response);
        });
    try (Socket browser = connect()) {
      browser.getOutputStream().write(request(FORM).getBytes(US));
      assertThat(receivedCode()).isEqualTo("right");
    }
    redeem.countDown();
    assertThat(attempt.await(LONG).objectId()).isEqualTo("oid");
  }

  /** The page is sent completely, although the caller continues at once. */
  @Test
  void callingThread_redeemsCode() throws Exception {
    AtomicReference<Thread> redeemedBy = new AtomicReference<>();
    use(
        response -> {
          redeemedBy.set(Thread.currentThread());
          return redeem(response);
        });
    CompletableFuture<Account> account = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              account.complete(attempt.await(LONG));
              listener.close();
            });
    caller.start();
    while (caller.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    assertThat(raw(request(FORM))).contains("You are signed in as alice@contoso.example.");
    assertThat(account.get().objectId()).isEqualTo("oid");
    assertThat(redeemedBy.get()).isSameAs(caller);
    caller.join();
  }

  /** Without a peer check, another user may have opened the start URL first. */
  @Test
  void secondStartDuringRedemption_rejectsAccount() throws Exception {
    CountDownLatch redeem = new CountDownLatch(1);
    AtomicReference<TokenResponse> accepted = new AtomicReference<>();
    use(
        response -> {
          received.complete(response);
          await(redeem);
          return redeem(response);
        },
        response -> {
          accepted.set(response);
          return new Account("id", "oid", "tid", "mallory", "Mallory");
        });
    assertThat(raw(start("GET"))).startsWith("HTTP/1.1 302 ");
    try (Socket attacker = connect()) {
      attacker.getOutputStream().write(request(FORM).getBytes(US));
      assertThat(receivedCode()).isEqualTo("right");
      assertThat(raw(start("GET"))).startsWith("HTTP/1.1 403 ");
      redeem.countDown();
      assertThat(failure()).hasMessageContaining("opened twice");
      close();
    }
    assertThat(accepted).hasValue(null);
  }

  @Test
  void closedAttempt_acceptsNoAccount() throws Exception {
    attempt.close();
    assertThat(raw(start("GET"))).startsWith("HTTP/1.1 404 ");
    assertThat(raw(request(FORM))).startsWith("HTTP/1.1 400 ");
    assertThat(failure()).isInstanceOf(CallCanceledException.class);
    assertThat(received).isNotDone();
  }

  /** Reopens the listener so that all peers belong to another user. */
  private void assumeOtherUsers() {
    close();
    FakeProcFiles files = FakeProcFiles.of(7);
    address = LoopbackAddress.bind(null);
    for (var server : address.servers()) {
      files.append("/proc/net/tcp", listening(server.getLocalPort()));
      files.append("/proc/net/tcp6", listening6(server.getLocalPort()));
    }
    attempt =
        new SignInAttempt(address, AUTHORIZATION_URL, STATE, this::redeem, SignedInUser::account);
    listener =
        LoopbackListener.start(
            address,
            attempt,
            LoopbackPeers.of(address.servers(), Map.of(), files),
            LONG,
            io.github.adtauth.Timing.system());
  }

  private static String listening(int port) {
    return FakeProcFiles.row(String.format("0100007F:%04X", port), "00000000:0000", "0A", 7);
  }

  private static String listening6(int port) {
    return FakeProcFiles.row(
        String.format("00000000000000000000000001000000:%04X", port), "0".repeat(32), "0A", 7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "POST"})
  void startUrlUsedByOtherUser_stopsSignIn(String method) throws IOException {
    assumeOtherUsers();
    assertThat(raw(start(method, "Sec-Purpose: prefetch")))
        .startsWith("HTTP/1.1 403 ")
        .doesNotContain("login.example");
    assertThat(failure())
        .isInstanceOf(InteractionRequiredException.class)
        .hasMessageContaining("user could not be determined");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/callback", "/?state=the-state"})
  void stateSentByOtherUser_stopsSignIn(String path) throws IOException {
    assumeOtherUsers();
    String form = path.contains("?") ? "x=y" : FORM;
    String target = path.isEmpty() ? "/" : path;
    assertThat(raw(request(form).replace("POST / ", "POST " + target + " ")))
        .startsWith("HTTP/1.1 403 ");
    assertThat(failure()).isInstanceOf(InteractionRequiredException.class);
    assertThat(received).isNotDone();
  }

  @Test
  void otherUserWithoutState_changesNothing() throws IOException {
    assumeOtherUsers();
    for (String probe :
        new String[] {
          "GET / HTTP/1.1\r\nHost: localhost:" + port() + "\r\n\r\n",
          "GET /start/guess HTTP/1.1\r\nHost: localhost:" + port() + "\r\n\r\n",
          request("code=stolen&state=guess"),
          request("")
        }) {
      assertThat(raw(probe)).startsWith("HTTP/1.1 404 ");
    }
    assertThatThrownBy(() -> attempt.await(Duration.ofMillis(10)))
        .hasMessageContaining("Nobody signed in within");
  }

  /** Otherwise they would use up the connections that the user's browser needs. */
  @Test
  void manySilentConnectionsOfOtherUsers_areClosed() throws IOException {
    assumeOtherUsers();
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 12; i++) {
        silent.add(connect());
      }
      for (Socket socket : silent.subList(4, 12)) {
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void blankState_isRejected() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new SignInAttempt(
                    address, AUTHORIZATION_URL, " ", this::redeem, SignedInUser::account));
  }

  private void use(Function<AuthorizationResponse, TokenResponse> redemption) {
    use(redemption, SignedInUser::account);
  }

  private void use(
      Function<AuthorizationResponse, TokenResponse> redemption,
      Function<TokenResponse, Account> completion) {
    close();
    address = LoopbackAddress.bind(null);
    attempt = new SignInAttempt(address, AUTHORIZATION_URL, STATE, redemption, completion);
    listener =
        LoopbackListener.start(
            address,
            attempt,
            LoopbackPeers.of(address.servers(), Map.of(), ProcFiles.system()),
            LONG,
            io.github.adtauth.Timing.system());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void assertTheRightCodeStillArrives() throws IOException {
    assertThat(raw(request(FORM))).startsWith("HTTP/1.1 200 ");
    assertThat(receivedCode()).isEqualTo("right");
  }
}
