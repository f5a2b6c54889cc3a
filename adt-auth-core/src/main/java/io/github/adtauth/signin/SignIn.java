package io.github.adtauth.signin;

import io.github.adtauth.AuthListener;
import io.github.adtauth.CredentialUnavailableException;
import io.github.adtauth.DigitalTwinsConfig;
import io.github.adtauth.ErrorDetails;
import io.github.adtauth.InteractionRequiredException;
import io.github.adtauth.Timing;
import io.github.adtauth.credential.ClientCredential;
import io.github.adtauth.credential.ManagedIdentityId;
import io.github.adtauth.internal.cache.TokenCache;
import io.github.adtauth.internal.credential.EnvironmentCredential;
import io.github.adtauth.internal.entra.TokenClientContext;
import io.github.adtauth.internal.identity.CredentialSelection;
import io.github.adtauth.internal.onbehalfof.EntraOnBehalfOf;
import io.github.adtauth.internal.onbehalfof.HealthTracker;
import io.github.adtauth.internal.onbehalfof.HealthTrackingTokenStore;
import io.github.adtauth.internal.onbehalfof.InboundTokenChecks;
import io.github.adtauth.internal.onbehalfof.Sessions;
import io.github.adtauth.internal.onbehalfof.SignOutRegistry;
import io.github.adtauth.internal.signin.BrowserFlow;
import io.github.adtauth.internal.signin.DeviceCodeFlow;
import io.github.adtauth.internal.signin.MachineCredentials;
import io.github.adtauth.internal.signin.SignInComponents;
import io.github.adtauth.internal.signin.SignInOptions;
import io.github.adtauth.internal.store.BoundedTokenStore;
import io.github.adtauth.internal.text.Ascii;
import io.github.adtauth.onbehalfof.OnBehalfOf;
import io.github.adtauth.store.TokenStore;
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
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entry point for signing in. Configure an instance, then call the method for the sign-in you need,
 * such as {@link #browser()} or {@link #service}.
 *
 * <pre>{@code
 * DigitalTwinsConfig config = DigitalTwinsConfig.fromEnvironment();
 * UserSignIn user = SignIn.with(config).browser();
 * Account account = user.signIn(); // Prompts the user. Later calls use cached or refreshed tokens.
 * try (DigitalTwins instance = DigitalTwins.at(config)) {
 *   DigitalTwin twin = instance.client(user).getTwin("room-1", DigitalTwin.class);
 * }
 * }</pre>
 *
 * <p>Immutable and thread-safe. Create the providers once and share them. There is nothing to
 * close.
 *
 * <p>This file is long because each option and each sign-in method is a documented method.
 */
public final class SignIn {
  private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);

  private final DigitalTwinsConfig config;
  private final SignInOptions options;

  private SignIn(DigitalTwinsConfig config, SignInOptions options) {
    this.config = config;
    this.options = options;
  }

  /** Creates an instance with the given configuration and default options. */
  public static SignIn with(DigitalTwinsConfig config) {
    return new SignIn(Objects.requireNonNull(config, "config"), SignInOptions.defaults());
  }

  /**
   * Returns a copy that sends token requests with the connection pool, dispatcher, proxy, DNS, TLS
   * settings and event listeners of this client. Its interceptors are not used, because one that
   * logs bodies would log client secrets, assertions and refresh tokens. A log message reports once
   * how many interceptors are left out. Managed identities do not use the proxy. The caller closes
   * the client.
   */
  public SignIn httpClient(OkHttpClient value) {
    return new SignIn(config, options.http(value));
  }

  /**
   * Returns a copy that sends token requests with this client, interceptors included. Use it
   * instead of {@link #httpClient} if interceptors are required, for example by a gateway in front
   * of the token service.
   *
   * <p>The interceptors see every credential in plain text: client secrets, client assertions,
   * inbound tokens of users, authorization codes, device codes, refresh tokens and access tokens.
   * Use a client for this purpose only. The caller closes the client.
   */
  public SignIn tokenHttpClient(OkHttpClient value) {
    return new SignIn(config, options.tokenHttp(value));
  }

  /**
   * Returns a copy that notifies this listener of token events, and of the challenges and retries
   * of calls that use the tokens. {@code DigitalTwins} and {@code AuthenticatedHttp} notify the
   * listener of their token provider unless they have their own. Replaces an existing listener; use
   * {@link AuthListener#all} to notify several.
   */
  public SignIn listener(AuthListener value) {
    return new SignIn(config, options.listener(value));
  }

  /** Returns a copy that uses the given clock, random source and sleeper. For tests. */
  public SignIn timing(Timing value) {
    return new SignIn(config, options.timing(value));
  }

  /**
   * Returns a copy that also keeps tokens in this store, so that other nodes and later processes
   * can use them. The store holds the tokens of {@link #service} and {@link #onBehalfOf} and the
   * accounts of {@link #browser} and {@link #deviceCode}. Sessions and sign-out require a store.
   *
   * <p>Seal the store, because it holds tokens ({@link io.github.adtauth.store.SealedTokenStore}).
   * While it is unavailable, the local cache is used, but sessions and sign-out fail. The caller
   * closes the store.
   */
  public SignIn store(TokenStore value) {
    return new SignIn(
        config, options.store(BoundedTokenStore.of(Objects.requireNonNull(value, "store"))));
  }

  /**
   * Sets how long a node caches sign-out and session state before it rereads the store. Defaults to
   * 60 seconds.
   *
   * @throws IllegalArgumentException if the interval is negative or longer than a day
   */
  public SignIn signOutCheckInterval(Duration value) {
    return new SignIn(config, options.signOutCheckInterval(value));
  }

  /**
   * Sets the approximate maximum number of bytes of tokens to keep in memory. The same limit
   * applies separately to the inbound tokens of {@link #onBehalfOf}. Defaults to 64 MB, which is
   * enough for about 20,000 users.
   *
   * @throws IllegalArgumentException if {@code bytes} is less than 64 KB
   */
  public SignIn maximumCacheBytes(long bytes) {
    return new SignIn(config, options.maxCacheBytes(bytes));
  }

  /**
   * Returns a copy that runs each token request under the context of the call that caused it, such
   * as a tracing span. Token requests run on threads of this library. The function is called on the
   * thread of the caller with the token request, and returns a task that installs the caller's
   * context, runs the request and removes the context. Concurrent calls for the same token share
   * the request of the first one. Defaults to the identity function.
   *
   * <p>If the function throws, returns null or returns a task that does not run the request, the
   * request runs unchanged.
   */
  public SignIn taskDecorator(UnaryOperator<Runnable> value) {
    return new SignIn(config, options.taskDecorator(value));
  }

  /** Returns a copy that uses these environment variables instead of those of the process. */
  public SignIn environment(Map<String, String> value) {
    return new SignIn(config, options.environment(value));
  }

  /**
   * Sets whether token requests advertise the {@code cp1} client capability. Without it, Entra ID
   * issues tokens that cannot be revoked before they expire. Defaults to true.
   */
  public SignIn claimsChallenges(boolean value) {
    return new SignIn(config, options.claimsChallenges(value));
  }

  /**
   * Returns the token provider of the application itself (client credentials, RFC 6749 4.4).
   *
   * @throws IllegalArgumentException if Client ID or Tenant is missing
   */
  public TokenProvider service(ClientCredential credential) {
    return components().application(Objects.requireNonNull(credential, "credential"));
  }

  /**
   * Returns the token provider of the application itself, with the credential that the environment
   * names ({@link ClientCredential#fromEnvironment}). The listener and the log receive the kind of
   * that credential. Honors {@code AZURE_TOKEN_CREDENTIALS}; see {@link #azureCli}.
   *
   * <p>If the environment names no credential, Client ID and Tenant are not required. The
   * provider's {@code token} method then throws {@link CredentialUnavailableException}, so that the
   * provider can be part of a chain ({@link TokenProviders#firstOf}).
   *
   * @throws IllegalArgumentException if the environment names a credential that cannot be used, or
   *     names one and Client ID or Tenant is missing, or {@code AZURE_TOKEN_CREDENTIALS} is invalid
   */
  public TokenProvider environmentCredential() {
    Map<String, String> environment = options.environment();
    CredentialSelection selection = CredentialSelection.from(environment);
    ClientCredential credential = EnvironmentCredential.find(selection.filter(environment));
    if (credential == null) {
      return MachineCredentials.noneInEnvironment(selection);
    }
    LOG.info("Signing in with the {} from the environment.", credential);
    options.listener().credentialSelected(credential.toString());
    return service(credential);
  }

  /** Returns the token provider of the machine's system-assigned managed identity. */
  public TokenProvider managedIdentity() {
    return managedIdentity(ManagedIdentityId.systemAssigned());
  }

  /**
   * Returns the token provider of a managed identity. Supports virtual machines, App Service,
   * Functions, Container Apps, Azure Arc, and workload identities in Kubernetes (federated token
   * file). Client ID and Tenant are not required. Managed identities do not support claims, so
   * claims challenges fail. Honors {@code AZURE_TOKEN_CREDENTIALS}; see {@link #azureCli}.
   *
   * <p>The provider's {@code token} method throws {@link CredentialUnavailableException} if the
   * identity endpoint does not exist: the connection is rejected, there is no route to the
   * endpoint, or three requests have timed out and no environment variable announces a platform. If
   * the endpoint exists but does not have this identity, it throws {@link
   * io.github.adtauth.RegistrationException}.
   *
   * @throws io.github.adtauth.RegistrationException if the platform is not supported
   * @throws IllegalArgumentException if {@code AZURE_TOKEN_CREDENTIALS} is invalid
   */
  public TokenProvider managedIdentity(ManagedIdentityId id) {
    return new MachineCredentials(components()).managedIdentity(id);
  }

  /**
   * Returns the token provider of the developer who ran {@code az login}, in the configured tenant
   * if there is one. Client ID is not required. The provider's {@code token} method throws {@link
   * CredentialUnavailableException} if the CLI is not installed or nobody is signed in to it, and
   * {@link InteractionRequiredException} if the sign-in has expired.
   *
   * <p>The variable {@code AZURE_TOKEN_CREDENTIALS}, known from azure-identity, excludes this
   * provider, {@link #managedIdentity} or {@link #environmentCredential}, both in a chain and
   * alone:
   *
   * <ul>
   *   <li>{@code prod} excludes this provider, so that production never calls as a developer.
   *   <li>{@code dev} excludes the other two.
   *   <li>{@code EnvironmentCredential}, {@code WorkloadIdentityCredential}, {@code
   *       ManagedIdentityCredential} or {@code AzureCliCredential} excludes all but the named one.
   * </ul>
   *
   * <p>An excluded provider throws {@link CredentialUnavailableException}.
   *
   * @throws IllegalArgumentException if {@code AZURE_TOKEN_CREDENTIALS} is invalid
   */
  public TokenProvider azureCli() {
    return new MachineCredentials(components()).azureCli();
  }

  /**
   * Returns the on-behalf-of flow of a web API, which exchanges the inbound tokens of its users.
   *
   * @throws IllegalArgumentException if Client ID or Tenant is missing
   */
  public OnBehalfOf onBehalfOf(ClientCredential credential) {
    Objects.requireNonNull(credential, "credential");
    TokenClientContext context = components().context();
    HealthTrackingTokenStore store =
        options.store() == null
            ? null
            : new HealthTrackingTokenStore(
                options.store(), new HealthTracker(options.timing().clock()));
    TokenCache cache =
        store == null ? components().cache().build() : components().cache().store(store).build();
    Sessions sessions =
        store == null
            ? null
            : new Sessions(
                context,
                credential,
                TokenRequest.of(config.cloud().scope()),
                store,
                cache,
                new SignOutRegistry(
                    context, store, options.signOutCheckInterval(), options.listener()));
    return new EntraOnBehalfOf(
        context,
        credential,
        new InboundTokenChecks(audiences(), config.tenant()),
        cache,
        options.maxCacheBytes(),
        sessions);
  }

  private Set<String> audiences() {
    Set<String> audiences = new HashSet<>(Set.of(config.clientId(), "api://" + config.clientId()));
    config.appIdUris().forEach(uri -> audiences.add(Ascii.toLowerCase(uri)));
    return audiences;
  }

  /**
   * Returns the sign-in of users on another device (device code flow, RFC 8628).
   *
   * @param prompt shows the user the code and where to enter it; called on the thread that calls
   *     {@code signIn()}
   * @throws IllegalArgumentException if Client ID or Tenant is missing
   */
  public UserSignIn deviceCode(Consumer<DeviceCodePrompt> prompt) {
    Objects.requireNonNull(prompt, "prompt");
    return components().user(context -> new DeviceCodeFlow(context, prompt));
  }

  /**
   * Returns the sign-in of users with the system browser. If no browser can be started, {@code
   * signIn()} throws {@link InteractionRequiredException}.
   *
   * @throws IllegalArgumentException if Client ID or Tenant is missing
   */
  public UserSignIn browser() {
    return browser(
        SystemBrowser.orElse(
            url -> {
              throw new InteractionRequiredException(
                  ErrorDetails.of(
                      "Failed to start a browser: sign in with a device code, or show the URL"
                          + " yourself with browser(url -> …)."));
            }));
  }

  /**
   * Returns the sign-in of users with a browser that {@code opener} opens; see {@link
   * SystemBrowser}.
   *
   * <p>The opener receives a URL of this machine, {@code http://localhost:{port}/start/{nonce}},
   * that redirects to Entra ID. The URL may be passed on a command line, although other users of
   * the machine can read it: it is valid for one request by the same user (or root), and a second
   * request ends the sign-in. The browser must run on this machine, or reach the port through a
   * tunnel.
   *
   * @param opener opens the URL; called on the thread that calls {@code signIn()}
   * @throws IllegalArgumentException if Client ID or Tenant is missing
   */
  public UserSignIn browser(Consumer<URI> opener) {
    Objects.requireNonNull(opener, "opener");
    return components()
        .user(
            context ->
                new BrowserFlow(
                    context, config.redirectUri().orElse(null), opener, options.environment()));
  }

  private SignInComponents components() {
    return new SignInComponents(config, options);
  }
}
