package io.github.adtauth.signin;

import io.github.adtauth.AuthListener;
import io.github.adtauth.CredentialUnavailableException;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.Timing;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.credential.ManagedIdentityId;
import io.github.adtauth.internal.cache.Principal;
import io.github.adtauth.internal.cache.TokenCache;
import io.github.adtauth.internal.cache.TokenLog;
import io.github.adtauth.internal.credential.EnvironmentCredential;
import io.github.adtauth.internal.entra.ServiceClock;
import io.github.adtauth.internal.entra.TokenClientContext;
import io.github.adtauth.internal.entra.TokenEndpoint;
import io.github.adtauth.internal.http.TokenServiceClient;
import io.github.adtauth.internal.identity.CredentialSelection;
import io.github.adtauth.internal.onbehalfof.EntraOnBehalfOf;
import io.github.adtauth.internal.onbehalfof.HealthTracker;
import io.github.adtauth.internal.onbehalfof.HealthTrackingTokenStore;
import io.github.adtauth.internal.onbehalfof.InboundTokenChecks;
import io.github.adtauth.internal.onbehalfof.Sessions;
import io.github.adtauth.internal.onbehalfof.SignOutRegistry;
import io.github.adtauth.internal.signin.AccountStore;
import io.github.adtauth.internal.signin.BrowserFlow;
import io.github.adtauth.internal.signin.DeviceCodeFlow;
import io.github.adtauth.internal.signin.InteractiveSignIn;
import io.github.adtauth.internal.signin.MachineCredentials;
import io.github.adtauth.internal.signin.SignInFlow;
import io.github.adtauth.internal.signin.SignInOptions;
import io.github.adtauth.internal.store.BoundedTokenStore;
import io.github.adtauth.internal.text.Ascii;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.store.TokenStore;
import io.github.adtauth.token.AccessToken;
import io.github.adtauth.token.TokenProvider;
import io.github.adtauth.token.TokenProviders;
import io.github.adtauth.token.TokenRequest;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entry point for signing in. Configure an instance, then call the method for the sign-in you need,
 * such as {@link #browser()} or {@link #service}. Immutable and thread-safe; create what it returns
 * once and share it. Nothing to close.
 *
 * <p>Longer than most files, because every setting and every way to sign in is one documented
 * method here.
 */
public final class SignIn {
  private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);

  private final DigitalTwinsConfig config;
  private final SignInOptions in;

  private SignIn(DigitalTwinsConfig config, SignInOptions in) {
    this.config = config;
    this.in = in;
  }

  /** Begins with the settings. */
  public static SignIn with(DigitalTwinsConfig config) {
    return new SignIn(Objects.requireNonNull(config, "config"), SignInOptions.usual());
  }

  public static SignIn with(DigitalTwinsConfig config, SignInOptions in) {
    return new SignIn(config, in);
  }

  /**
   * Returns a copy that sends token requests with this client's pool, dispatcher, proxy, DNS, TLS
   * and event listeners, but without its interceptors: one that logs bodies would log client
   * secrets, assertions and refresh tokens. The log says once how many are left out. A managed
   * identity does not use the proxy. Closing the client is yours.
   */
  public SignIn httpClient(OkHttpClient value) {
    return new SignIn(config, in.http(value));
  }

  /**
   * Returns a copy that sends token requests with this client, its interceptors included; use it
   * instead of {@link #httpClient} where those are needed, such as for a gateway in front of the
   * token service. They see every credential in plain text: client secrets, client assertions,
   * users' inbound tokens, authorization codes, device codes, refresh tokens and access tokens.
   * Give a client that is for this purpose only. Closing the client is yours.
   */
  public SignIn tokenHttpClient(OkHttpClient value) {
    return new SignIn(config, in.tokenHttp(value));
  }

  /**
   * Returns a copy that notifies this listener of tokens, and of the challenges and retries of
   * calls that use them. {@code DigitalTwins} and {@code AuthenticatedHttp} notify the listener of
   * the token provider, unless they have a listener of their own. Replaces a listener that was set
   * before; to notify several, see {@link AuthListener#all}.
   */
  public SignIn listener(AuthListener value) {
    return new SignIn(config, in.listener(value));
  }

  /** Returns a copy that takes time, chance and waiting from here. */
  public SignIn timing(Timing value) {
    return new SignIn(config, in.timing(value));
  }

  /**
   * Returns a copy that keeps the tokens of {@link #service} and {@link #onBehalfOf} in this store
   * too, and the sign-ins of {@link #browser} and {@link #deviceCode}: other nodes and the next
   * start find them. Sessions and sign-out need one. It holds tokens: seal it ({@link
   * io.github.adtauth.store.SealedTokenStore}). While it is down the local cache goes on alone, but
   * sessions and sign-out fail. Closing it is yours.
   */
  public SignIn store(TokenStore value) {
    return new SignIn(
        config, in.store(BoundedTokenStore.of(Objects.requireNonNull(value, "store"))));
  }

  /**
   * Returns a copy that reads from the store at least this often whether a user signed out or a
   * session ended; 60 s if nothing is said.
   *
   * @throws IllegalArgumentException if it is negative or longer than a day
   */
  public SignIn signOutCheckInterval(Duration value) {
    return new SignIn(config, in.localTtl(value));
  }

  /**
   * Returns a copy that keeps at most about so many bytes of tokens in memory, and as many of the
   * inbound tokens of {@link #onBehalfOf}; 64 MB if nothing is said, which is enough for some
   * 20,000 users.
   *
   * @throws IllegalArgumentException if it is less than 64 KB
   */
  public SignIn maximumCacheBytes(long bytes) {
    return new SignIn(config, in.maximumWeight(bytes));
  }

  /** Returns a copy that takes variables from here instead of the process's environment. */
  public SignIn environment(Map<String, String> value) {
    return new SignIn(config, in.environment(value));
  }

  /**
   * Returns a copy that does not tell Entra that claims challenges are answered ({@code cp1});
   * tokens are then revoked only when they expire.
   */
  public SignIn withoutClientCapability() {
    return new SignIn(config, in.withoutCapability());
  }

  /**
   * Returns the provider of the application itself (client credentials, RFC 6749 4.4).
   *
   * @throws IllegalArgumentException if Client ID or Tenant is missing
   */
  public TokenProvider service(ClientCredential credential) {
    Objects.requireNonNull(credential, "credential");
    TokenClientContext context = context();
    TokenEndpoint endpoint = new TokenEndpoint(context);
    return sharedCache()
        .provider(
            context.owner(Principal.application(context.clientId())),
            new TokenProvider() {
              @Override
              public AccessToken token(TokenRequest request) {
                return endpoint.clientCredentials(credential, request).token();
              }
            });
  }

  /**
   * Returns the provider of the application itself, by the credential that the environment names
   * ({@link ClientCredential#fromEnvironment}); the listener and the log are told which. Where the
   * environment names none, needs no Client ID and no Tenant: its {@code token} then throws {@link
   * CredentialUnavailableException}, so that it can be part of a chain ({@link
   * TokenProviders#firstOf}). Honours {@code AZURE_TOKEN_CREDENTIALS}, see {@link #azureCli}.
   *
   * @throws IllegalArgumentException if the environment names a credential that cannot be used, or
   *     names one and Client ID or Tenant is missing, or {@code AZURE_TOKEN_CREDENTIALS} is invalid
   */
  public TokenProvider environmentCredential() {
    CredentialSelection selection = CredentialSelection.from(in.environment());
    ClientCredential credential = EnvironmentCredential.find(selection.filter(in.environment()));
    if (credential == null) {
      return MachineCredentials.noneInEnvironment(selection);
    }
    LOG.info("Signing in by the {} that the environment names.", credential);
    in.listener().credentialSelected(credential.toString());
    return service(credential);
  }

  /** Returns the provider of the machine's own managed identity. */
  public TokenProvider managedIdentity() {
    return managedIdentity(ManagedIdentityId.systemAssigned());
  }

  /**
   * Returns the provider of a managed identity: on a virtual machine, in App Service, Functions and
   * Container Apps, on a server with Azure Arc, and by the federated token file in Kubernetes. It
   * needs no Client ID and no Tenant. The platform does not take claims, so a claims challenge is
   * not answered. Honours {@code AZURE_TOKEN_CREDENTIALS}, see {@link #azureCli}.
   *
   * <p>Its {@code token} throws {@link CredentialUnavailableException} where the identity endpoint
   * does not exist: the connection is refused, there is no route to it, or, unless a variable of a
   * platform is set, it has been silent three times. An endpoint without this identity is not such
   * a case: that is a {@link io.github.adtauth.RegistrationException}.
   *
   * @throws io.github.adtauth.RegistrationException if the platform is not supported
   * @throws IllegalArgumentException if {@code AZURE_TOKEN_CREDENTIALS} is invalid
   */
  public TokenProvider managedIdentity(ManagedIdentityId id) {
    return new MachineCredentials(config, in, cache().build()).managedIdentity(id);
  }

  /**
   * Returns the provider of the developer who ran {@code az login}, in the tenant of the settings
   * if they name one. It needs no Client ID. Its {@code token} throws {@link
   * CredentialUnavailableException} where the CLI is not installed or nobody is signed in to it; a
   * sign-in that has expired is an {@link InteractionRequiredException}.
   *
   * <p>The variable {@code AZURE_TOKEN_CREDENTIALS}, known from azure-identity, excludes this
   * provider, {@link #managedIdentity} and {@link #environmentCredential}, in a chain and alone:
   * {@code prod} excludes this one, so that production never calls as a developer; {@code dev}
   * excludes the others; {@code EnvironmentCredential}, {@code WorkloadIdentityCredential}, {@code
   * ManagedIdentityCredential} or {@code AzureCliCredential} excludes all but the named one. An
   * excluded provider throws {@link CredentialUnavailableException}.
   *
   * @throws IllegalArgumentException if {@code AZURE_TOKEN_CREDENTIALS} is invalid
   */
  public TokenProvider azureCli() {
    return new MachineCredentials(config, in, cache().build()).azureCli();
  }

  /**
   * Returns the exchange of a web API's inbound tokens.
   *
   * @throws IllegalArgumentException if Client ID or Tenant is missing
   */
  public OnBehalfOf onBehalfOf(ClientCredential credential) {
    Objects.requireNonNull(credential, "credential");
    TokenClientContext context = context();
    HealthTrackingTokenStore store =
        in.store() == null
            ? null
            : new HealthTrackingTokenStore(in.store(), new HealthTracker(in.timing().clock()));
    TokenCache cache = store == null ? cache().build() : cache().store(store).build();
    Sessions sessions =
        store == null
            ? null
            : new Sessions(
                context,
                credential,
                TokenRequest.of(config.cloud().scope()),
                store,
                cache,
                new SignOutRegistry(context, store, in.localTtl(), in.listener()));
    return new EntraOnBehalfOf(
        context,
        credential,
        new InboundTokenChecks(audiences(), config.tenant()),
        cache,
        in.maximumWeight(),
        sessions);
  }

  private Set<String> audiences() {
    Set<String> audiences = new HashSet<>(Set.of(config.clientId(), "api://" + config.clientId()));
    config.appIdUris().forEach(uri -> audiences.add(Ascii.toLowerCase(uri)));
    return audiences;
  }

  /**
   * Signs users in on another device; {@code prompt} shows them what to do, on the thread that
   * calls {@code signIn()}.
   *
   * @throws IllegalArgumentException if Client ID or Tenant is missing
   */
  public UserSignIn deviceCode(Consumer<DeviceCodePrompt> prompt) {
    TokenClientContext context = context();
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
   * <p>The opener receives a URL of this machine, {@code http://localhost:{port}/start/{nonce}},
   * that redirects to Entra ID. It may be passed on a command line, which other users can read: it
   * is good for one request, by the same user (or root), and a second one ends the sign-in. The
   * browser must run on this machine, or reach the port through a tunnel.
   *
   * @throws IllegalArgumentException if Client ID or Tenant is missing
   */
  public UserSignIn browser(Consumer<URI> opener) {
    TokenClientContext context = context();
    return user(
        context,
        new BrowserFlow(
            context,
            config.redirectUri().orElse(null),
            Objects.requireNonNull(opener, "opener"),
            in.environment()));
  }

  private UserSignIn user(TokenClientContext context, SignInFlow interaction) {
    TokenStore store = in.store();
    return new InteractiveSignIn(
        context,
        TokenRequest.of(config.cloud().scope()),
        interaction,
        cache().build(),
        store == null ? null : new AccountStore(context, store));
  }

  private TokenClientContext context() {
    URI authority = config.cloud().authorityHost();
    return new TokenClientContext(
        authority,
        config.tenant(),
        config.clientId(),
        TokenServiceClient.client(
            in.http(),
            authority,
            config.tokenTimeout(),
            new TokenServiceClient.Settings(
                in.timing(), in.listener(), in.client().interceptors())),
        in.timing(),
        new ServiceClock(in.timing()),
        in.capability(),
        in.listener(),
        new TokenLog(in.timing()));
  }

  private TokenCache sharedCache() {
    TokenStore store = in.store();
    return store == null ? cache().build() : cache().store(store).build();
  }

  private TokenCache.Builder cache() {
    return TokenCache.builder()
        .timing(in.timing())
        .listener(in.listener())
        .maximumWeight(in.maximumWeight());
  }
}
