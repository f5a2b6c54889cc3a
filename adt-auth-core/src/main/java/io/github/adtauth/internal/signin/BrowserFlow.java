package io.github.adtauth.internal.signin;

import io.github.adtauth.AdtException;
import io.github.adtauth.Timing;
import io.github.adtauth.internal.entra.Pkce;
import io.github.adtauth.internal.entra.SignInRequest;
import io.github.adtauth.internal.entra.TokenClientContext;
import io.github.adtauth.internal.entra.TokenEndpoint;
import io.github.adtauth.internal.entra.TokenResponse;
import io.github.adtauth.internal.error.ErrorInternals;
import io.github.adtauth.signin.Account;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sign-in with the system browser: authorization code with PKCE (RFC 6749 4.1, RFC 7636, RFC 8252).
 */
public final class BrowserFlow implements SignInFlow {
  private static final Duration SIGN_IN_TIMEOUT = Duration.ofMinutes(5);

  private final TokenClientContext context;
  private final @Nullable URI redirectUri;
  private final Consumer<URI> browser;
  private final Map<String, String> environment;

  /**
   * Creates the flow.
   *
   * @param browser opens the start URL
   * @param environment names the user who called {@code sudo}
   */
  public BrowserFlow(
      TokenClientContext context,
      @Nullable URI redirectUri,
      Consumer<URI> browser,
      Map<String, String> environment) {
    this.context = context;
    this.redirectUri = redirectUri;
    this.browser = browser;
    this.environment = environment;
  }

  @Override
  public Account run(SignInRequest request, Function<TokenResponse, Account> completion) {
    TokenEndpoint endpoint = new TokenEndpoint(context);
    Pkce pkce = Pkce.generate();
    String state = Pkce.randomState();
    try (LoopbackAddress address = LoopbackAddress.bind(redirectUri)) {
      URI redirect = address.redirectUri();
      SignInAttempt attempt =
          new SignInAttempt(
              address,
              endpoint.authorizationUrl(redirect, state, pkce, request),
              state,
              response -> endpoint.redeem(code(response), redirect, pkce, request.token()),
              completion);
      LoopbackPeers peers = LoopbackPeers.of(address.servers(), environment, ProcFiles.system());
      LoopbackListener listener =
          LoopbackListener.start(
              address, attempt, peers, LoopbackListener.READ_TIMEOUT, Timing.system());
      try {
        browser.accept(attempt.startUrl());
        return attempt.await(SIGN_IN_TIMEOUT);
      } finally {
        attempt.close(); // first, so that no connection waits for the outcome any more
        listener.close();
      }
    }
  }

  private String code(AuthorizationResponse response) {
    try {
      return response.code();
    } catch (AdtException e) {
      throw ErrorInternals.instance()
          .forApplication(e, context.authorityHost(), context.tenant(), context.clientId());
    }
  }
}
