package io.github.adtauth.signin;

import io.github.adtauth.AuthListener;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.Timing;
import io.github.adtauth.http.LoginHttp;
import io.github.adtauth.token.Principal;
import io.github.adtauth.token.TokenCache;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.net.URI;
import java.util.Objects;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;

/**
 * The ways to sign in: the settings once, then the way. Immutable and thread-safe; what it returns
 * is to be made once and shared. Nothing to close.
 */
public final class SignIn {
  private final DigitalTwinsConfig config;
  private final OkHttpClient http;
  private final AuthListener listener;
  private final Timing timing;
  private final boolean capability;

  private SignIn(
      DigitalTwinsConfig config,
      OkHttpClient http,
      AuthListener listener,
      Timing timing,
      boolean capability) {
    this.config = config;
    this.http = http;
    this.listener = listener;
    this.timing = timing;
    this.capability = capability;
  }

  /** Begins with the settings. */
  public static SignIn with(DigitalTwinsConfig config) {
    return new SignIn(
        Objects.requireNonNull(config, "config"),
        new OkHttpClient(),
        AuthListener.NONE,
        Timing.system(),
        true);
  }

  /** Returns a copy that reaches the token service with this client's proxy, TLS and pool. */
  public SignIn httpClient(OkHttpClient value) {
    return new SignIn(config, Objects.requireNonNull(value, "http"), listener, timing, capability);
  }

  /** Returns a copy that tells this listener. */
  public SignIn listener(AuthListener value) {
    return new SignIn(config, http, AuthListener.guarded(value), timing, capability);
  }

  /** Returns a copy that takes time, chance and waiting from here. */
  public SignIn timing(Timing value) {
    return new SignIn(config, http, listener, Objects.requireNonNull(value, "timing"), capability);
  }

  /**
   * Returns a copy that does not tell Entra that claims challenges are answered ({@code cp1});
   * tokens are then revoked only when they expire.
   */
  public SignIn withoutClientCapability() {
    return new SignIn(config, http, listener, timing, false);
  }

  /**
   * Returns the provider of the application itself (client credentials, RFC 6749 4.4).
   *
   * @throws IllegalArgumentException if Client ID or Tenant is missing
   */
  public TokenProvider service(ClientCredential credential) {
    Objects.requireNonNull(credential, "credential");
    LoginContext context = context();
    TokenEndpoint endpoint = new TokenEndpoint(context);
    return cache()
        .provider(
            context.owner(Principal.application(context.clientId())),
            request -> endpoint.clientCredentials(credential, request).token());
  }

  /**
   * Returns the exchange of a web API's inbound tokens.
   *
   * @throws IllegalArgumentException if Client ID or Tenant is missing
   */
  public OnBehalfOf onBehalfOf(ClientCredential credential) {
    return new OnBehalfOf(context(), Objects.requireNonNull(credential, "credential"), cache());
  }

  /**
   * Signs users in on another device; {@code prompt} shows them what to do, on the thread that
   * calls {@code signIn()}.
   *
   * @throws IllegalArgumentException if Client ID or Tenant is missing
   */
  public UserSignIn deviceCode(Consumer<DeviceCodePrompt> prompt) {
    LoginContext context = context();
    return user(context, new DeviceCodeFlow(context, Objects.requireNonNull(prompt, "prompt")));
  }

  /**
   * Signs users in with the system browser. Where none can be started, {@code signIn()} throws
   * {@link InteractionRequiredException}.
   *
   * @throws IllegalArgumentException if Client ID or Tenant is missing
   */
  public UserSignIn browser() {
    return browser(
        SystemBrowser.orElse(
            url -> {
              throw new InteractionRequiredException(
                  ErrorDetails.of(
                      "No browser could be started here: sign in with a device code, or show the"
                          + " URL yourself with browser(url -> …)."));
            }));
  }

  /**
   * Signs users in with a browser that {@code opener} opens; see {@link SystemBrowser}. It is
   * called on the thread that calls {@code signIn()}.
   *
   * @throws IllegalArgumentException if Client ID or Tenant is missing
   */
  public UserSignIn browser(Consumer<URI> opener) {
    LoginContext context = context();
    return user(
        context,
        new BrowserFlow(
            context, config.redirectUri().orElse(null), Objects.requireNonNull(opener, "opener")));
  }

  private UserSignIn user(LoginContext context, Interaction interaction) {
    return new PromptedSignIn(
        context, TokenRequest.of(config.cloud().scope()), interaction, cache());
  }

  private LoginContext context() {
    URI authority = config.cloud().authorityHost();
    return new LoginContext(
        authority,
        config.tenant(),
        config.clientId(),
        LoginHttp.client(
            http, authority, config.tokenTimeout(), new LoginHttp.Settings(timing, listener)),
        timing,
        capability);
  }

  private TokenCache cache() {
    return TokenCache.builder().timing(timing).listener(listener).build();
  }
}
