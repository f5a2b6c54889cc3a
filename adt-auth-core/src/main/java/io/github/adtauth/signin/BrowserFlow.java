package io.github.adtauth.signin;

import io.github.adtauth.AdtException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sign-in with the system browser: authorization code with PKCE (RFC 6749 4.1, RFC 7636, RFC 8252).
 */
final class BrowserFlow implements Interaction {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final LoginContext context;
  private final @Nullable URI redirectUri;
  private final Consumer<URI> browser;

  BrowserFlow(LoginContext context, @Nullable URI redirectUri, Consumer<URI> browser) {
    this.context = context;
    this.redirectUri = redirectUri;
    this.browser = browser;
  }

  @Override
  public TokenAnswer run(SignInRequest request) {
    TokenEndpoint endpoint = new TokenEndpoint(context);
    Pkce pkce = Pkce.generate();
    String state = Pkce.randomState();
    try (LoopbackListener listener = LoopbackListener.open(redirectUri, state)) {
      URI redirect = listener.redirectUri();
      browser.accept(endpoint.authorizationUrl(redirect, state, pkce, request));
      AuthorizationResponse response = listener.await(PATIENCE);
      return endpoint.redeem(code(response), redirect, pkce, request.token());
    }
  }

  private String code(AuthorizationResponse response) {
    try {
      return response.code();
    } catch (AdtException e) {
      throw e.forApplication(context.authorityHost(), context.tenant(), context.clientId());
    }
  }
}
