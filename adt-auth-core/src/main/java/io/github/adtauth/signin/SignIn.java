package io.github.adtauth.signin;

import io.github.adtauth.AuthListener;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.Timing;
import io.github.adtauth.http.LoginHttp;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.token.Principal;
import io.github.adtauth.token.TokenCache;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenRequest;
import java.net.URI;
import java.util.Objects;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The ways to sign in: the settings once, then the way. Immutable and thread-safe; what it returns
 * is to be made once and shared. Nothing to close.
 */
public final class SignIn {
  private final DigitalTwinsConfig config;
  private final Surroundings in;

  private SignIn(DigitalTwinsConfig config, Surroundings in) {
    this.config = config;
    this.in = in;
  }

  /** Begins with the settings. */
  public static SignIn with(DigitalTwinsConfig config) {
    return new SignIn(
        Objects.requireNonNull(config, "config"),
        new Surroundings(new OkHttpClient(), AuthListener.NONE, Timing.system(), true, null));
  }

  /** Returns a copy that reaches the token service with this client's proxy, TLS and pool. */
  public SignIn httpClient(OkHttpClient value) {
    Objects.requireNonNull(value, "http");
    return new SignIn(
        config, new Surroundings(value, in.listener, in.timing, in.capability, in.store));
  }

  /** Returns a copy that tells this listener. */
  public SignIn listener(AuthListener value) {
    AuthListener guarded = AuthListener.guarded(value);
    return new SignIn(
        config, new Surroundings(in.http, guarded, in.timing, in.capability, in.store));
  }

  /** Returns a copy that takes time, chance and waiting from here. */
  public SignIn timing(Timing value) {
    Objects.requireNonNull(value, "timing");
    return new SignIn(
        config, new Surroundings(in.http, in.listener, value, in.capability, in.store));
  }

  /**
   * Returns a copy that keeps the tokens of {@link #service} and {@link #onBehalfOf} in this store
   * too: other nodes and the next start find them. It holds tokens: seal it ({@link
   * io.github.adtauth.store.SealedStore}). While it is down the local cache goes on alone. Closing
   * it is yours.
   */
  public SignIn store(TokenStore value) {
    Objects.requireNonNull(value, "store");
    return new SignIn(
        config, new Surroundings(in.http, in.listener, in.timing, in.capability, value));
  }

  /**
   * Returns a copy that does not tell Entra that claims challenges are answered ({@code cp1});
   * tokens are then revoked only when they expire.
   */
  public SignIn withoutClientCapability() {
    return new SignIn(config, new Surroundings(in.http, in.listener, in.timing, false, in.store));
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
    return sharedCache()
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
    return new OnBehalfOf(
        context(), Objects.requireNonNull(credential, "credential"), sharedCache());
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
        context, TokenRequest.of(config.cloud().scope()), interaction, cache().build());
  }

  private LoginContext context() {
    URI authority = config.cloud().authorityHost();
    return new LoginContext(
        authority,
        config.tenant(),
        config.clientId(),
        LoginHttp.client(
            in.http,
            authority,
            config.tokenTimeout(),
            new LoginHttp.Settings(in.timing, in.listener)),
        in.timing,
        in.capability);
  }

  private TokenCache sharedCache() {
    return in.store == null ? cache().build() : cache().store(in.store).build();
  }

  private TokenCache.Builder cache() {
    return TokenCache.builder().timing(in.timing).listener(in.listener);
  }

  /** What all ways of signing in work with. */
  private record Surroundings(
      OkHttpClient http,
      AuthListener listener,
      Timing timing,
      boolean capability,
      @Nullable TokenStore store) {}
}
