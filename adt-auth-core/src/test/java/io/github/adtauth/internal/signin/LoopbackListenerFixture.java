package io.github.adtauth.internal.signin;

import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.adtauth.Timing;
import io.github.adtauth.internal.entra.IdTokenClaims;
import io.github.adtauth.internal.entra.TokenResponse;
import io.github.adtauth.internal.entra.TokenSubject;
import io.github.adtauth.signin.Account;
import io.github.adtauth.token.AccessToken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A sign-in attempt with its listener, and the requests of a browser. */
abstract class LoopbackListenerFixture {
  static final String STATE = "the-state";
  static final Duration LONG = Duration.ofSeconds(20);
  static final URI AUTHORIZATION_URL = URI.create("https://login.example/authorize?state=" + STATE);

  static final Charset US = StandardCharsets.ISO_8859_1;

  /** The response that was redeemed. */
  final CompletableFuture<AuthorizationResponse> received = new CompletableFuture<>();

  String username = "alice@contoso.example";
  LoopbackAddress address;
  SignInAttempt attempt;
  LoopbackListener listener;

  LoopbackListenerFixture() {
    open(null, LoopbackListener.READ_TIMEOUT);
  }

  @AfterEach
  void close() {
    Thread.interrupted();
    attempt.close();
    listener.close();
  }

  final void open(@Nullable URI redirectUri, Duration readTimeout) {
    open(redirectUri, readTimeout, ProcFiles.system(), Map.of());
  }

  final void open(
      @Nullable URI redirectUri,
      Duration readTimeout,
      ProcFiles files,
      Map<String, String> environment) {
    address = LoopbackAddress.bind(redirectUri);
    attempt =
        new SignInAttempt(
            address, AUTHORIZATION_URL, STATE, this::redeem, response -> account(response));
    listener =
        LoopbackListener.start(
            address,
            attempt,
            LoopbackPeers.of(address.servers(), environment, files),
            readTimeout,
            Timing.system());
  }

  final void reopen(@Nullable URI redirectUri) {
    close();
    open(redirectUri, LoopbackListener.READ_TIMEOUT);
  }

  TokenResponse redeem(AuthorizationResponse response) {
    received.complete(response);
    response.code();
    AccessToken token = AccessToken.of("token", Instant.now().plusSeconds(3600), null);
    IdTokenClaims user = new IdTokenClaims("id", "oid", "tid", username, "Alice");
    return new TokenResponse(token, null, user, TokenSubject.NOBODY);
  }

  private static Account account(TokenResponse response) {
    return Objects.requireNonNull(SignedInUser.account(response));
  }

  /** Returns the code that was redeemed. */
  String receivedCode() {
    try {
      return received.get().code();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Returns the exception that the caller gets. */
  Throwable failure() {
    return catchThrowable(() -> attempt.await(LONG));
  }

  int port() {
    return address.redirectUri().getPort();
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

  /** Returns a request for the start URL. */
  String start(String method, String... headers) {
    String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return method
        + " "
        + attempt.startUrl().getPath()
        + " HTTP/1.1\r\nHost: localhost:"
        + port()
        + "\r\n"
        + lines
        + "\r\n";
  }

  String raw(String request) throws IOException {
    return raw(request, false);
  }

  /** Sends a request. An incomplete one must be ended, which makes its sender unknown. */
  String raw(String request, boolean end) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request.getBytes(US));
      if (end) {
        socket.shutdownOutput();
      }
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
